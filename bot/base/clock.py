"""Clocks. All other code gets the time of day from one of these."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> datetime:
        """The time, UTC."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The time, UTC."""
        return datetime.now(UTC)


class AheadClock:
    """Another clock, moved ahead by `ahead`."""

    def __init__(self, clock: Clock, ahead: timedelta) -> None:
        self._clock = clock
        self.ahead = ahead

    def now(self) -> datetime:
        """The time, UTC."""
        return self._clock.now() + self.ahead

    @classmethod
    def level(cls, clock: Clock) -> "AheadClock":
        """A clock with the same time as another one until it is moved."""
        return cls(clock, timedelta())

    def skip_to(self, moment: datetime) -> None:
        """Move ahead to this moment (UTC); does nothing if it has passed."""
        self.ahead += max(moment - self.now(), timedelta())


class FixedClock:
    """A time that stands still until it is set: for tests and for `tick --now`."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The time, UTC."""
        return self.moment
