"""Limits how often a line is logged, so that strangers or a lasting fault can't fill the log."""

from collections.abc import Hashable
from datetime import datetime, timedelta

INTERVAL = timedelta(minutes=10)


class Rarely:
    """Allows each line once, and again after ten minutes, or if the clock was set back."""

    def __init__(self) -> None:
        self._said: dict[Hashable, datetime] = {}

    def allows(self, what: Hashable, now: datetime) -> bool:
        """Whether to log `what` now (UTC). `what` must have few values, since each is kept."""
        last = self._said.get(what)
        if last is not None and timedelta() <= now - last < INTERVAL:
            return False
        self._said[what] = now
        return True
