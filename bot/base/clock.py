"""The only reader of the time."""

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
        """The same time as another clock, for now."""
        return cls(clock, timedelta())

    def skip_to(self, moment: datetime) -> None:
        """Go on from this moment (UTC); nothing happens if it has passed."""
        self.ahead += max(moment - self.now(), timedelta())


class FixedClock:
    """A time that stands still until it is set: for tests and for `tick --now`."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The time, UTC."""
        return self.moment
