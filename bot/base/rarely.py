"""Limit how often a line is logged, so that strangers or a lasting fault can't fill the log."""

from collections.abc import Hashable
from datetime import datetime, timedelta

INTERVAL = timedelta(minutes=10)


class Rarely:
    """A limit on the log: each kind of line at most once in ten minutes."""

    def __init__(self) -> None:
        self._last_logged: dict[Hashable, datetime] = {}

    def allows(self, what: Hashable, now: datetime) -> bool:
        """Check whether to log a line of the kind `what` at the time `now` (UTC).

        If the result is true, the line counts as logged at that time. Use only a few kinds, because
        every kind stays in memory.
        """
        last = self._last_logged.get(what)
        if last is not None and timedelta() <= now - last < INTERVAL:
            return False
        self._last_logged[what] = now
        return True
