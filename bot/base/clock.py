"""Clocks. Code that needs the current time gets it from a clock."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A source of the current time."""

    def now(self) -> datetime:
        """Return the time (UTC)."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class OffsetClock:
    """The playground's virtual time: another clock plus `offset`."""

    def __init__(self, clock: Clock, offset: timedelta = timedelta()) -> None:
        self._clock = clock
        self.offset = offset

    def now(self) -> datetime:
        return self._clock.now() + self.offset

    def real_now(self) -> datetime:
        """Return the time of the other clock (UTC)."""
        return self._clock.now()

    def skip_to(self, moment: datetime) -> None:
        """Move forward to this moment (UTC). If the moment has passed, do nothing."""
        self.offset += max(moment - self.now(), timedelta())


class FixedClock:
    """A clock that stands still, for tests and `python -m bot tick`. Set `moment` to move it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment
