"""What the words say, before a calendar is asked."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from handlers.times.clocks import Part, TimeOfDay


@dataclass(frozen=True)
class Weekday:
    """Monday is 0; which is "next" for "next Thursday"."""

    index: int
    which: Literal["this", "next", "last"] | None = None


@dataclass(frozen=True)
class CalendarDate:
    """A date as typed; what was not typed is None. It may not exist (31 November).

    months: in which month from this one, for "the 20th of next month".
    either_way: typed as 3/4, 3.4 or 3-4, which some read as the third of April and some as the
    fourth of March; day is the first number until that is settled.
    settled: by what it was settled.
    """

    day: int
    month: int | None = None
    year: int | None = None
    months: int | None = None
    either_way: Literal["slashes", "dots", "dashes"] | None = None
    settled: Literal["day first", "month first", "weekday"] | None = None


@dataclass(frozen=True)
class Pair:
    """Two numbers that are read as a clock or a span, and may be a date: 4.12, 4-12."""

    first: int
    second: int
    dashed: bool


@dataclass(frozen=True)
class Nth:
    """ "first Wednesday of December": count is -1 for the last; weekday None for "last day".

    month is a calendar month, or else months says how many from this one.
    """

    count: int
    weekday: int | None
    month: int | None
    months: int
    year: int | None


@dataclass(frozen=True)
class TypedZone:
    """An IANA name, and the words it was typed as."""

    iana: str
    words: str


@dataclass(frozen=True)
class Reading:
    """Each thing that was said, at most once.

    elapsed: "in 20 minutes". days: "tomorrow" is 1. week: "next week" is 1. weeks: "in two weeks".
    months: "in a month". shift: days beyond the day that is named, 7 for "Friday week".
    length: "for 45 min". offset: "+01:00", from UTC. impossible: "25:00".
    other: a second way to read the clock and the end. date_too: the clock's numbers, where they may
    be a date as well. vague: words that leave the time open.
    about: "around 10", "10ish".
    """

    elapsed: timedelta | None = None
    days: int | None = None
    weekday: Weekday | None = None
    week: int | None = None
    weeks: int | None = None
    months: int | None = None
    shift: int | None = None
    date: CalendarDate | None = None
    year: int | None = None
    nth: Nth | None = None
    part: Part | None = None
    clock: TimeOfDay | None = None
    until: TimeOfDay | None = None
    other: tuple[TimeOfDay, TimeOfDay | None] | None = None
    date_too: Pair | None = None
    length: timedelta | None = None
    zone: TypedZone | None = None
    offset: timedelta | None = None
    impossible: str | None = None
    vague: str | None = None
    about: bool | None = None

    def has(self, *names: str) -> bool:
        """Whether any of these was said."""
        return any(getattr(self, name) is not None for name in names)

    @property
    def has_day(self) -> bool:
        """Whether a day was said, in whatever way."""
        return self.has("days", "weekday", "week", "weeks", "months", "date", "nth")

    def plus(self, said: dict[str, Any]) -> "Reading | None":
        """The reading with more said; None where that contradicts what was said before."""
        clash = any(self.has(name, *_NEVER_AFTER.get(name, ())) for name in said)
        return None if clash else replace(self, **said)


# What cannot be said any more once these have been. "tomorrow Wednesday" is a day and its name;
# "Tuesday tomorrow" is more likely an account and a day (Ruby Tuesday, tomorrow).
_MOMENT = ("clock", "until", "impossible")
_DAY = ("elapsed", "days", "week", "weeks", "months", "date", "nth")
_NEVER_AFTER: dict[str, tuple[str, ...]] = {
    "elapsed": (*_DAY, "weekday", "part", "shift", *_MOMENT),
    "days": (*_DAY, "weekday"),
    "weekday": ("elapsed", "months", "nth"),
    "week": _DAY,
    "weeks": _DAY,
    "months": (*_DAY, "weekday"),
    "date": _DAY,
    "nth": (*_DAY, "weekday"),
    "shift": ("elapsed", "week", "weeks", "months", "date", "nth"),
    "part": ("elapsed",),
    "clock": ("elapsed", *_MOMENT),
    "until": ("length", "impossible"),
    "length": ("until",),
    "zone": ("offset",),
    "offset": ("zone",),
    "impossible": ("elapsed", "clock"),
}
