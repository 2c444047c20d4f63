"""Says in the log what strangers, or a fault that lasts, would otherwise fill it with."""

from collections.abc import Hashable
from datetime import datetime, timedelta

APART = timedelta(minutes=10)


class Rarely:
    """Lets each thing be said at once, and then every ten minutes while it goes on."""

    def __init__(self) -> None:
        self._said: dict[Hashable, datetime] = {}

    def allows(self, what: Hashable, now: datetime) -> bool:
        """Whether to say this now (UTC). `what` is of few values."""
        last = self._said.get(what)
        if last is not None and timedelta() <= now - last < APART:
            return False
        self._said[what] = now
        return True
