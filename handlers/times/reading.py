"""What the words say, before a calendar is asked."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from handlers.times.clocks import Clock, Part


@dataclass(frozen=True)
class Weekday:
    """Monday is 0; which is "next" for "next Thursday"."""

    index: int
    which: Literal["this", "next", "last"] | None = None


@dataclass(frozen=True)
class CalendarDate:
    """A date as typed; what was not typed is None. It may not exist (31 November).

    either_way: typed as 3/4, which some read as the third of April and some as March.
    """

    day: int
    month: int | None = None
    year: int | None = None
    either_way: bool = False


@dataclass(frozen=True)
class TypedZone:
    """An IANA name, and the words it was typed as."""

    iana: str
    words: str


@dataclass(frozen=True)
class Reading:
    """Each thing that was said, at most once.

    elapsed: "in 20 minutes". days: "tomorrow" is 1. week: "next week" is 1. months: "in a month".
    length: "for 45 min". offset: "+01:00", from UTC. impossible: "25:00".
    """

    elapsed: timedelta | None = None
    days: int | None = None
    weekday: Weekday | None = None
    week: int | None = None
    months: int | None = None
    date: CalendarDate | None = None
    part: Part | None = None
    clock: Clock | None = None
    until: Clock | None = None
    length: timedelta | None = None
    zone: TypedZone | None = None
    offset: timedelta | None = None
    impossible: str | None = None

    def has(self, *names: str) -> bool:
        """Whether any of these was said."""
        return any(getattr(self, name) is not None for name in names)

    @property
    def has_day(self) -> bool:
        """Whether a day was said, in whatever way."""
        return self.has("days", "weekday", "week", "months", "date")

    def plus(self, said: dict[str, Any]) -> "Reading | None":
        """The reading with more said; None where that contradicts what was said before."""
        clash = any(self.has(name, *_NEVER_AFTER[name]) for name in said)
        return None if clash else replace(self, **said)


# What cannot be said any more once these have been. "tomorrow Wednesday" is a day and its name;
# "Tuesday tomorrow" is more likely an account and a day (Ruby Tuesday, tomorrow).
_MOMENT = ("clock", "until", "impossible")
_NEVER_AFTER: dict[str, tuple[str, ...]] = {
    "elapsed": ("days", "weekday", "week", "months", "date", "part", *_MOMENT),
    "days": ("elapsed", "weekday", "week", "months", "date"),
    "weekday": ("elapsed", "months"),
    "week": ("elapsed", "days", "months", "date"),
    "months": ("elapsed", "days", "weekday", "week", "date"),
    "date": ("elapsed", "days", "week", "months"),
    "part": ("elapsed",),
    "clock": ("elapsed", *_MOMENT),
    "until": ("length", "impossible"),
    "length": ("until",),
    "zone": ("offset",),
    "offset": ("zone",),
    "impossible": ("elapsed", "clock"),
}
