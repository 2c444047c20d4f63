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


class OffsetClock:
    """Another clock plus `offset`, which `skip_to` increases: the playground's virtual time."""

    def __init__(self, clock: Clock, offset: timedelta = timedelta()) -> None:
        self._clock = clock
        self.offset = offset

    def now(self) -> datetime:
        """The time, UTC."""
        return self._clock.now() + self.offset

    def skip_to(self, moment: datetime) -> None:
        """Move forward to this moment (UTC); does nothing if it has passed."""
        self.offset += max(moment - self.now(), timedelta())


class FixedClock:
    """A clock that stands still until `moment` is set: for tests and for `tick`."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The time, UTC."""
        return self.moment
