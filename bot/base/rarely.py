"""Limit how often a line is logged, so that strangers or a lasting fault can't fill the log."""

from collections.abc import Hashable
from datetime import datetime, timedelta

INTERVAL = timedelta(minutes=10)


class Rarely:
    """A limit of one log line in ten minutes for each value of `what`."""

    def __init__(self) -> None:
        self._said: dict[Hashable, datetime] = {}

    def allows(self, what: Hashable, now: datetime) -> bool:
        """Check whether to log `what` now (UTC).

        We remember every value of `what`, so use only a few different values.
        """
        last = self._said.get(what)
        if last is not None and timedelta() <= now - last < INTERVAL:
            return False
        self._said[what] = now
        return True
