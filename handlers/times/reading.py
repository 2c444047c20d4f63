"""What the words of a typed time say, before we resolve them to a moment."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from handlers.times.clocks import Part, TimeOfDay


@dataclass(frozen=True)
class Weekday:
    """A weekday (Monday is 0), and whether "this", "next" or "last" was typed before it."""

    index: int
    which: Literal["this", "next", "last"] | None = None


@dataclass(frozen=True)
class CalendarDate:
    """A date as typed, even if there is no such date (31 November).

    Parts that were not typed are None.

    months: how many months after the current month, for "the 20th of next month"
    either_way: the punctuation of the date (3/4, 3.4 or 3-4) if either number may be the day. The
    first number is then stored as `day`. None if it is clear which number is the day
    settled: how we found out which number is the day, for a note to the person. None if the date
    needs no note
    """

    day: int
    month: int | None = None
    year: int | None = None
    months: int | None = None
    either_way: Literal["slashes", "dots", "dashes"] | None = None
    settled: Literal["day first", "month first", "weekday"] | None = None


@dataclass(frozen=True)
class NumberPair:
    """Two numbers that we read as a time or a range, and that may also be a date: 4.12, 4-12."""

    first: int
    second: int
    dashed: bool


@dataclass(frozen=True)
class Nth:
    """A day such as "first Wednesday of December".

    `count` is -1 for "last". `weekday` is None for "last day". If `month` is None, the day is in
    the month that is `months` months after the current one.
    """

    count: int
    weekday: int | None
    month: int | None
    months: int
    year: int | None


@dataclass(frozen=True)
class TypedZone:
    """A zone's IANA name, and the words that were typed."""

    iana: str
    words: str


@dataclass(frozen=True)
class Reading:
    """The parts of a typed time, each at most once. Parts that were not typed are None.

    elapsed: the time from now, for "in 20 minutes"
    days: how many days from today; "tomorrow" is 1
    week: how many weeks after the current week; "next week" is 1
    weeks: how many weeks from today, for "in two weeks"
    months: how many months from today, for "in a month"
    shift: how many days after the named day; 7 for "Friday week"
    clock: the time, or the start of a range
    until: the end of the range
    length: the duration, for "for 45 min"
    offset: the offset from UTC, for "+01:00"
    impossible: a time that does not exist, "25:00"
    alternative: a second way to read `clock` and `until`
    date_numbers: the numbers of the clock, if they may also be a date
    vague: words that leave the time open
    about: true for "around 10" and "10ish"
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
    alternative: tuple[TimeOfDay, TimeOfDay | None] | None = None
    date_numbers: NumberPair | None = None
    length: timedelta | None = None
    zone: TypedZone | None = None
    offset: timedelta | None = None
    impossible: str | None = None
    vague: str | None = None
    about: bool | None = None

    def has(self, *names: str) -> bool:
        """Check whether any of these fields is set."""
        return any(getattr(self, name) is not None for name in names)

    @property
    def has_day(self) -> bool:
        """Whether any field names a day, a week or a month."""
        return self.has("days", "weekday", "week", "weeks", "months", "date", "nth")

    def with_fields(self, fields: dict[str, Any]) -> "Reading | None":
        """Return a copy with these fields, or None if they contradict the fields already set."""
        clash = any(self.has(name, *_EXCLUDED_BY.get(name, ())) for name in fields)
        return None if clash else replace(self, **fields)


_MOMENT = ("clock", "until", "impossible")
_DAY = ("elapsed", "days", "week", "weeks", "months", "date", "nth")
# For each field, the fields that must not come before it in a text. For example, a weekday must not
# come before "tomorrow": "tomorrow Wednesday" is a day, but "Tuesday tomorrow" is more likely an
# account and a day (Ruby Tuesday, tomorrow).
_EXCLUDED_BY: dict[str, tuple[str, ...]] = {
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
