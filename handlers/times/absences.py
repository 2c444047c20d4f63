"""Parse the days of an absence: "wed to fri", "until Monday", "for two weeks", "wed 9 to 10"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from handlers.times import grammar


@dataclass(frozen=True)
class HoursAway:
    """A part of one day, from one time to another."""

    since: time
    until: time


# "" is the whole day. "am" is the morning. A time means the day from this time on.
AwayPart = Literal["", "am"] | time | HoursAway
_NOON = time(12)
_FIRST_HOUR = 7  # without am or pm, an hour before 7 is in the afternoon
_PARTS: dict[str, AwayPart] = {"morning": "am", "am": "am", "afternoon": _NOON, "pm": _NOON}
# A button's value begins with a date of this many characters. The part of the day (`code_of`) comes
# after the date.
ISO_DAY = len("2026-11-30")
_FROM = ("from", "after")  # before a clock time: "thursday from 1pm"
_ON = ("on", "onward", "onwards")  # after a clock time: "wed from 3 on"
_BEFORE_HOURS = ("from", "between", "at")  # before two clock times: "wed between 9 and 10"
_DASHES = ("-", "–", "—")
_LAST_HOURS = 6  # two clock times have at most this many words
# The type of a function that parses words into a day, relative to another day.
Read = Callable[[str, date], date | None]

# One of these comes before the day of return.
_BACK = ("until", "till", "til", "back on", "back")
_TOGETHER = ("and", "&", "+")  # one of these joins two consecutive days: "wed and thu"
# One of these comes before the last day away.
_LAST = ("to", "through", "thru", "-", "–", "—", *_TOGETHER)
# We remove these before we parse a day.
_LEADS = ("from ", "on ", "starting ", "all of ", "all day ", "all ", "the whole of ", "whole ")
_NEXT_WEEK = ("next week", "all next week", "the whole next week")
_THIS_WEEK = ("this week", "all week", "all this week", "the rest of the week", "rest of the week")
_ENDS = " ?!.,;:-–—"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST = 3  # letters of a weekday: "mon"
_LOOKED_AHEAD = 92  # days in which we look for "mon 7"
_WEEK = timedelta(weeks=1)
_FRIDAY = 4


@dataclass(frozen=True)
class Absence:
    """The days of an absence.

    `last` is the last day away, and `back` the day of return; both may be None. `unread` has
    the words that we could not parse.
    """

    first: date
    last: date | None = None
    back: date | None = None
    unread: str = ""


def part_of_day(words: str) -> tuple[str, AwayPart]:
    """Split "wed morning" into "wed" and "am", and "wed afternoon" into "wed" and 12:00.

    "This afternoon" is "today" and 12:00. "Wed from 1pm" is "wed" and 13:00. "Wed 9-10" is "wed"
    and the hours from 9:00 to 10:00. If no part of a day is named, return `words` and "".
    """
    said = words.lower().split()
    if hours := _hours_of(said):
        return hours
    if said[-1:] and said[-1] in _ON and any(word in _FROM for word in said):
        said.pop()
    *days, last = said or [""]
    # In "3 pm", "pm" belongs to a clock time, and does not mean the afternoon.
    part = "" if days[-1:] and days[-1].isdecimal() else _PARTS.get(last, "")
    at = next((at for at, word in enumerate(days) if word in _FROM and at), 0)
    if at and (clock := _clock(" ".join((*days[at + 1 :], last)))):
        part, days = clock, days[:at]
    if not part:
        return words, ""
    named = [word for word in days if word not in ("this", "in", "the")]
    return " ".join(named) or "today", part


def _hours_of(words: list[str]) -> tuple[str, HoursAway] | None:
    """Split "wed between 9 and 10" or "9-10 wed" into "wed" and the hours."""
    size = len(words)
    for count in range(1, min(size, _LAST_HOURS + 1)):
        for days, clocks in (
            (words[: size - count], words[size - count :]),
            (words[count:], words[:count]),
        ):
            if _is_one_day(days) and (hours := _hours(clocks)):
                return " ".join(days), hours
    return None


def _is_one_day(words: list[str]) -> bool:
    """Check whether the words are a day such as "wed" or "tomorrow", but not a date.

    Numbers after a date are unclear: in "1 dec 9-10", they may be hours or days.
    """
    said = grammar.read(" ".join(words).removeprefix("on "), "UTC")
    return said is not None and said.has_day and said.date is None and said.clock is None


def _hours(words: list[str]) -> HoursAway | None:
    """Parse hours of a day: "9 to 12", "between 2 and 4"."""
    said = words[1:] if words[0] in _BEFORE_HOURS else words
    joined = " ".join("to" if word in (*_DASHES, "and") else word for word in said)
    read = grammar.read(f"at {joined}", "UTC")
    if read is None or read.clock is None or read.until is None or read.has_day:
        return None
    since = _hour(read.clock.minutes, sure=read.clock.sure)
    minutes = read.until.minutes
    is_later = minutes <= since.hour * 60 + since.minute and not read.until.sure
    until = time(*divmod((minutes + (12 * 60 if is_later else 0)) % (24 * 60), 60))
    return HoursAway(since, until) if since < until else None


def _hour(minutes: int, *, sure: bool) -> time:
    """Return the time of day that a person means.

    `minutes` is the typed time, in minutes after midnight. `sure` means that the person made clear
    whether it is am or pm. If `sure` is false, an hour before `_FIRST_HOUR` is in the
    afternoon: 6:00 becomes 18:00.
    """
    hour, minute = divmod(minutes, 60)
    return time(hour + 12 if hour < _FIRST_HOUR and not sure else hour, minute)


def _clock(words: str) -> time | None:
    """Parse a clock time: "1pm" is 13:00. Without am or pm, "3" is 15:00, and "9" is 9:00."""
    said = grammar.read(f"at {words}", "UTC")
    if said is None or said.clock is None or said.has_day:
        return None
    return _hour(said.clock.minutes, sure=said.clock.sure)


def code_of(part: AwayPart) -> str:
    """Return "am", "1300", "0900-1000" or "", for a button's value."""
    if isinstance(part, HoursAway):
        return f"{part.since:%H%M}-{part.until:%H%M}"
    return f"{part:%H%M}" if isinstance(part, time) else part


def part_in_words(part: AwayPart) -> str:
    """Return "morning", "from 13:00", "09:00-10:00" or ""."""
    if isinstance(part, HoursAway):
        return f"{part.since:%H:%M}-{part.until:%H:%M}"
    return f"from {part:%H:%M}" if isinstance(part, time) else "morning" if part else ""


def part_in(code: str) -> AwayPart:
    """Return the part of a day with this code, or "" for any other text.

    Old buttons have the code "pm", which means from 12:00.
    """
    if code in ("am", "pm"):
        return "am" if code == "am" else _NOON
    since, _, until = code.partition("-")
    try:
        if until:
            return HoursAway(time.fromisoformat(since), time.fromisoformat(until))
        return time.fromisoformat(code)
    except ValueError:
        return ""


def absence(words: str, today: date, read: Read) -> Absence:
    """Parse an absence. If no first day was typed, it begins `today` (in the person's zone)."""
    text = f" {' '.join(words.lower().split())} "
    if not text.strip(_ENDS):
        return Absence(today)
    if _bare(text) in _NEXT_WEEK:
        monday = _next_monday(today)
        return Absence(monday, back=monday + _WEEK)
    if text.strip(_ENDS) in _THIS_WEEK:
        return Absence(today, back=_next_monday(today))
    return (
        _of_next_week(text, today, read)
        or _until(text, today, read)
        or _range(text, today, read)
        or _for(text, today, read)
        or _one_day(text, today, read)
    )


def _of_next_week(text: str, today: date, read: Read) -> Absence | None:
    """Parse "mon-wed next week"."""
    days, found, after = text.partition(f" {_NEXT_WEEK[0]} ")
    if not found or after or not _bare(days):
        return None
    monday = _next_monday(today)
    parsed = absence(days, monday - timedelta(days=1), read)
    return None if parsed.unread or parsed.first < monday else parsed


def _until(text: str, today: date, read: Read) -> Absence | None:
    """Parse "Monday until Thursday". Return None if no word of `_BACK` is in the text."""
    for joint in _BACK:
        before, found, after = text.partition(f" {joint} ")
        if found:
            first = _day(before, today, read)
            back = _day(after, first or today, read)
            failed = [_bare(before)] if first is None else []
            failed += [_bare(after)] if back is None else []
            unread = " ".join(filter(None, failed)) or ("" if back else text.strip())
            return Absence(first or today, back=back, unread=unread)
    return None


def _range(text: str, today: date, read: Read) -> Absence | None:
    """Parse "wed to fri".

    - "1-5 december" or "dec 1 - 5": the month belongs to both days.
    - "mon 7 to 11": the absence begins on the next 7th that is a Monday, and ends on the next 11th
      after it. If no such Monday is within `_LOOKED_AHEAD` days, the whole text is `unread`.
    """
    for joint in _LAST:
        spaced = joint if joint in "-–—" else f" {joint} "
        typed, _, typed_after = text.partition(spaced)
        before, after = _bare(typed), _bare(typed_after)
        if not before or not after:
            continue
        if " " in before and _numbered(before) and _numbered(after):  # "mon 7" and "11"
            first = _next_numbered(before, today)
            last = _next_numbered(after, first) if first else None
            return Absence(first, last) if first and last else Absence(today, unread=text.strip())
        # Put back the dots that `_bare` removed from "3.12.-7.12.".
        if typed.rstrip().endswith(".") and "." in after:
            before, after = _dotted(before, after), f"{after}."
        tries = (before, f"{before} {after.split()[-1]}")
        first = next((day for words in tries if (day := read(words, today))), None)
        if first is None:
            continue
        last = read(after, first) or read(f"{before.split()[0]} {after}", first)
        if last and joint in _TOGETHER and not _follows(last, first):
            return Absence(today, unread=text.strip())
        if last and last >= first:
            return Absence(first, last)
    return None


def _next_numbered(words: str, since: date) -> date | None:
    """Return the next day, on or after `since`, that fits the words.

    - "7": the next 7th of a month
    - "mon 7": the next 7th that is a Monday

    Return None for other words, and if no day fits within `_LOOKED_AHEAD` days.
    """
    numbered = _numbered(words)
    if numbered is None:
        return None
    weekday, number = numbered
    days = (since + timedelta(days=count) for count in range(_LOOKED_AHEAD))
    fitting = (day for day in days if day.day == number)
    return next((day for day in fitting if weekday in ("", _WEEKDAYS[day.weekday()])), None)


def _numbered(words: str) -> tuple[str, int] | None:
    """Parse a number that may follow a weekday. Return None for other words.

    - "mon 7" or "mon 7th" → "monday" and 7
    - "7" → "" and 7
    """
    *before, last = words.split()
    number = last.rstrip("stndrh")
    weekday = next((name for name in _WEEKDAYS if before and name.startswith(before[0])), "")
    is_weekday = len(before) == 1 and len(before[0]) >= _SHORTEST and bool(weekday)
    return (weekday, int(number)) if number.isdecimal() and (is_weekday or not before) else None


def _for(text: str, today: date, read: Read) -> Absence | None:
    """Parse "from wed for two weeks" or "for 3 days"."""
    before, found, after = text.partition(" for ")
    if not found:
        return None
    first = _day(before, today, read)
    back = read(f"in {_bare(after)}", first or today)
    if back is None or (not first and _bare(before)):
        return None
    return Absence(first or today, back=back)


def _one_day(text: str, today: date, read: Read) -> Absence:
    day = _day(text, today, read)
    return Absence(day, day) if day else Absence(today, unread=text.strip())


def _follows(day: date, other: date) -> bool:
    """Check whether `day` is the day after `other`. The Monday after a Friday counts too."""
    over_weekend = other.weekday() == _FRIDAY and (day - other).days == 3
    return over_weekend or (day - other).days == 1


def _day(words: str, today: date, read: Read) -> date | None:
    bare = _bare(words)
    if bare in _NEXT_WEEK:
        return _next_monday(today)
    return read(bare, today) if bare else None


def _next_monday(today: date) -> date:
    return today - timedelta(days=today.weekday()) + _WEEK


def _dotted(first: str, last: str) -> str:
    """Return the first day as "3.12.". If it has no month, it gets the month of the last day."""
    return f"{first}." if "." in first else f"{first}.{last.partition('.')[2]}."


def _bare(words: str) -> str:
    bare = words.strip(_ENDS)
    for lead in _LEADS:
        bare = bare.removeprefix(lead)
    return bare.strip(_ENDS)
