"""Parse the day by which something is promised: "Friday 5pm", "EOD tomorrow", "end of month"."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.times import clocks, grammar, resolver
from handlers.times.actions import TOMORROW
from handlers.times.context import context_of
from handlers.times.date_orders import DateOrder
from handlers.times.formatting import format_clock, format_date, format_full_date
from handlers.times.interpretations import interpretations
from handlers.times.reading import Reading, Weekday
from handlers.times.results import Understood
from handlers.times.weeks import EASTER_WEEK, NUMBERED_WEEK, WEEK_OF_MONTH, week_end
from handlers.times.words import (
    DAYS,
    MONTH,
    MONTH_NAMES,
    ORDINAL_WORD,
    WEEKDAY,
    month_number,
    plain,
    weekday_number,
)

_NOON = clocks.TimeOfDay(clocks.NOON, sure=True)
_TRAILING_WORDS = re.compile(
    r"[\s,(-]*\b(?:(?:at\s+)?(?:the\s+)?(?:very\s+)?latest|please|if\s+possible|sharp)[\s).!]*$"
)
# Words for the end of a day, such as "eod". They don't say which day, so we remove them before
# parsing.
_END_OF_DAY = re.compile(
    r"(?:\b|(?<=\())(?:eod|cob|eob|(?:the\s+)?(?:end|close)\s+of\s+(?:the\s+)?(?:business\s+)?"
    r"(?:day|business|play)(?:\s+(?:on|of))?)(?=[\s,)]|$)"
)
# The end of a period: "end of next month", "end of Q3", "end of May", "eow".
_PERIOD = re.compile(
    r"(?:on\s+)?(?:the\s+)?(?:end\s+of\s+(?:the\s+|this\s+)?(?P<which>next\s+)?"
    rf"(?:(?P<unit>week|month|quarter|year)|q(?P<quarter>[1-4])|(?P<month>{MONTH}))|eo(?P<letter>[wmqy]))"
)
# A period in which to do something: "this week". The due day is its last day.
_WITHIN = re.compile(
    r"(?:(?:later|some\s?time)\s+)?(?:this|in\s+the)\s+(?P<unit>week|month|quarter|year)"
)
_CHRISTMAS = re.compile(r"(?:by )?(?:christmas(?: eve)?|xmas)")
_EVE = (12, 24)  # something that is due before or by Christmas is due on this day
_DATE_OR_TIME = "That may be a date or a time, so no day is set."
# What the last letter of "eow", "eom" and the like means.
_LETTERS = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
_FRIDAY = 4
# Six o'clock, in minutes since midnight. It decides how we show a time without am or pm:
# "at five" → 17:00
# "at six" → 6, as it was typed, because it may be in the morning or in the evening
_MAY_BE_MORNING = 6 * 60
# A date without a year that would be further ahead than this is probably a past date.
_RATHER_PAST = timedelta(days=180)
_SOON = timedelta(days=60)  # a number such as 12.5 is a date only if that date is this near
# "When we hang up" means the day on which somebody wrote or said it.
HANG_UP = (
    r"(?:(?:when|once|as soon as|after) we hang up|(?:right|straight) after (?:this|the|our) call)"
)
_HANG_UP = re.compile(HANG_UP)
# The words before the first or last day of a week: "w/c 7 Dec" (week commencing).
_WEEK_OF = r"(?:w/[ce]|week\s+(?:commencing|beginning|ending))\s+(?:the\s+)?"
_PLAINLY_TIME = re.compile(
    rf"(?:{_WEEK_OF})?(?:{HANG_UP}|{TOMORROW}|eo[dwmq]|tonight|today|this\s+(?:morning|afternoon|evening)"
    rf"|(?:next\s+)?{WEEKDAY}|in\s+{DAYS}"
    rf"|{MONTH}\.?\s+\d\d?(?:st|nd|rd|th)?"
    rf"|(?:the\s+)?\d\d?(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{MONTH}"
    rf"|in\s+(?:the\s+)?(?:{NUMBERED_WEEK}|{WEEK_OF_MONTH}|{EASTER_WEEK})|the\s+{EASTER_WEEK})\b"
)
_NUMBERED_DAY = re.compile(rf"(?:(?:on|this)\s+)?(?P<weekday>{WEEKDAY})\s+(?P<day>\d\d?)")
_LATE_IN_A_DAY = re.compile(r"afternoon|evening|night")  # "before Friday evening" means by Friday
_BEFORE = "before "
_MIDNIGHT = "00:00"
_LED_BY_WEEK = re.compile(_WEEK_OF)
_DAY = timedelta(days=1)
_DAY_NAME = re.compile(rf"{WEEKDAY}[\s.!]*")
# "The second" alone may be the second of several things, but "the ninth" is a day.
_NAMES_A_DATE = re.compile(rf"\d|{MONTH}|\b(?!first|second|third){ORDINAL_WORD}\b")


@dataclass(frozen=True)
class DueDay:
    """The day by which something is due.

    - `day`: None if the text could mean two days, or could mean a day or a time. `note` then says
      so.
    - `clock`: the typed time, as we show it ("17:00"), or None
    - `note`: a sentence about how we read the text, or None
    """

    day: date | None
    clock: str | None = None
    note: str | None = None


def due(text: str, *, today: date, zone: str, order: DateOrder) -> DueDay | None:
    """Return the day by which the text says that something is due.

    A time without a day means today. `today`, `zone` (IANA) and `order` are the writer's. Return
    None in these cases:

    - The text has no day and no time.
    - Some of the text's words are not about time.
    - The day is in the past.
    - The date has no year, and is so far ahead that the writer probably means a past date.
    """
    said = _TRAILING_WORDS.sub("", plain(text)).strip(" ,()-")
    if _HANG_UP.fullmatch(said):
        return DueDay(today)
    following = said.removeprefix(_BEFORE)
    if _CHRISTMAS.fullmatch(following):
        eve = date(today.year, *_EVE)
        return DueDay(eve if eve >= today else date(today.year + 1, *_EVE))
    found = _due(following, today, zone, order)
    return _day_before(found, following, today) if found and following != said else found


def due_by(text: str, *, today: date, zone: str, order: DateOrder) -> DueDay | None:
    """Return the day by which something must be done. "This week" means the end of this week.

    "Week 51" and "the first week of March" mean that week's Friday. "Tomorrow morning" means
    tomorrow. Return None for "this morning", because the morning may have passed. We read all other
    texts as `due` does.
    """
    said = _without_courtesy(text)
    if friday := week_end(said, today):
        return DueDay(friday, None, f"I read the week as “by {format_full_date(friday, today)}”.")
    within = _WITHIN.fullmatch(said)
    said = f"end of this {within['unit']}" if within else said
    if not said.startswith("this"):
        said = said.removesuffix(" morning")
    return due(said, today=today, zone=zone, order=order)


def is_within(text: str) -> bool:
    """Check whether the text is only a period in which to do something: "this week"."""
    return bool(_WITHIN.fullmatch(_without_courtesy(text)))


def _without_courtesy(text: str) -> str:
    return _TRAILING_WORDS.sub("", plain(text)).strip(" ,()-.!")


def _due(said: str, today: date, zone: str, order: DateOrder) -> DueDay | None:
    """Return the day of a text such as "end of May", "w/c 7 Dec" or "EOD Friday", or None."""
    words = _END_OF_DAY.sub(" ", said).strip(" ,()-")
    week = _LED_BY_WEEK.match(words)
    words = words[week.end() :] if week else words
    words = " ".join(word for word in words.split() if word != "by")
    if not words:  # "EOD" means today, but "by" alone names nothing
        return DueDay(today) if _END_OF_DAY.search(said) else None
    period = _PERIOD.fullmatch(words)
    if period:
        end = _end_of(period, today)
        return DueDay(
            end, None, f"I read that as {format_date(end, today)}." if _is_far(end, today) else None
        )
    found = _named_day(words, today, zone, order)
    if found and found.day and _has_dot(words) and found.day - today > _SOON:
        return None
    return found


def _named_day(words: str, today: date, zone: str, order: DateOrder) -> DueDay | None:
    if words.isdecimal():
        return None  # a year or a count
    if _is_numbered_day(words, today):
        return DueDay(None, None, _DATE_OR_TIME)
    reading = grammar.read(words, zone)
    if reading is None or (reading.date and not _NAMES_A_DATE.search(words)):
        return None  # as in "Decide on the second"
    return _settled(reading, today, zone, order)


def _day_before(found: DueDay, following: str, today: date) -> DueDay | None:
    """Read "before Friday" as "by Thursday". Return None if Thursday has passed.

    If the text also names a time of the day ("before Friday 5pm") or the end of a period ("before
    the end of May"), return `found` unchanged.
    """
    within = found.clock or _LATE_IN_A_DAY.search(following) or _END_OF_DAY.search(following)
    if found.day is None or within or _PERIOD.fullmatch(following):
        return found
    day = found.day - _DAY
    read = (
        f"I read “before {format_full_date(found.day, today)}” as "
        f"“by {format_full_date(day, today)}”."
    )
    return DueDay(day, None, " ".join(filter(None, (found.note, read)))) if day >= today else None


def _has_dot(words: str) -> bool:
    """Check for a number with a dot, such as 12.5, which may be a count or a date."""
    return "." in words and is_bare_number(words)


def is_plainly_time(text: str) -> bool:
    """Check whether the text clearly begins with a time: "tonight", "Friday", "in 2 weeks"."""
    # A capital letter may show a title: "USA Today".
    is_title = text[:2] == "To" and text[1:].islower()
    return bool(_PLAINLY_TIME.match(plain(text))) and not is_title


def is_day_name(text: str) -> bool:
    """Check whether the text is only a weekday."""
    return bool(_DAY_NAME.fullmatch(plain(text)))


def is_only_clock(text: str) -> bool:
    """Check whether the text is only a time of day: "ten o'clock", "10:00"."""
    reading = grammar.read(plain(text).strip(" ,()-.!"), "UTC")
    return reading is not None and reading.clock is not None and not reading.has_day


def is_bare_number(text: str) -> bool:
    """Check for a number such as 3.12 or 1/2, which may be a version or a fraction."""
    return bool(re.fullmatch(r"\d\d?[./-]\d\d?", plain(text).strip(" ()")))


def _settled(reading: Reading, today: date, zone: str, order: DateOrder) -> DueDay | None:
    """Return the due day that a reading means. Return None if it can't be a due day.

    To find the day, we replace the typed time by noon, and the current time by midnight. So the
    typed time does not change the day, unless it is midnight (see `_by_midnight`). If today is a
    Friday, "Friday" alone means the day seven days from today.
    """
    midnight = datetime.combine(today, time(), ZoneInfo(zone)).astimezone(UTC)
    if reading.vague or reading.offset or reading.length or reading.impossible:
        return None
    context = context_of(reading, midnight, zone, order)
    meant = interpretations(reading, context) if reading.date_numbers else (reading,)
    if len(meant) > 1:
        return DueDay(None, None, _DATE_OR_TIME)
    reading = replace(meant[0], date_numbers=None)
    said = _clock(reading)
    if reading.weekday == Weekday(today.weekday()) and not _has_other_day(reading):
        reading = replace(reading, weekday=Weekday(today.weekday(), "next"))
    if reading.elapsed is None:
        reading = replace(
            reading,
            clock=_NOON,
            days=reading.days if reading.has_day else 0,
            until=None,
            alternative=None,
            zone=None,
            about=None,
        )
    found = resolver.resolve(reading, now=midnight, zone=zone, order=order)
    if not isinstance(found, Understood):
        return _either_way(reading) if found.reason == "ambiguous" else None
    day = found.starts_at.astimezone(ZoneInfo(zone)).date()
    if _is_rather_past(reading, day, today):
        return None
    if said and said.startswith(_MIDNIGHT) and reading.has_day and day > today:
        return _by_midnight(day, said, today)
    return DueDay(day, said, found.note)


def _by_midnight(day: date, said: str, today: date) -> DueDay:
    """Read "Friday 0:00" as due on Thursday: at 0:00, Thursday ends and Friday begins."""
    before = day - _DAY
    note = f"{format_full_date(day, today)} begins at 00:00, so this is due on "
    note += f"{format_full_date(before, today)}."
    return DueDay(before, said.replace(_MIDNIGHT, "midnight", 1), note)


def _has_other_day(reading: Reading) -> bool:
    return reading.has("days", "date", "week", "weeks", "months", "nth", "shift")


def _either_way(reading: Reading) -> DueDay | None:
    """Return a note without a day if the text is a date such as 12/4, which may mean two days.

    Return None for any other text.
    """
    typed = reading.date
    if not typed or not typed.either_way or not typed.month:
        return None
    first, second = typed.day, typed.month
    days = f"{first} {MONTH_NAMES[second - 1]} or {second} {MONTH_NAMES[first - 1]}"
    note = f"{first}/{second} may be {days}, so no day is set. In /rhythm, set how you write dates."
    return DueDay(None, None, note)


def _clock(reading: Reading) -> str | None:
    """Return the typed time as we show it ("17:00", "midnight"), or None if there is none."""
    if reading.clock is None:
        return None
    minutes = clocks.resolve(reading.clock, reading.part)
    shifted = minutes != reading.clock.minutes and not reading.part
    if shifted and reading.clock.minutes >= _MAY_BE_MORNING:
        hour, minute = divmod(reading.clock.minutes, 60)
        return f"{hour}:{minute:02}" if minute else str(hour)
    said = "midnight" if minutes == clocks.DAY else format_clock(minutes)
    return f"{said} {reading.zone.words.upper()}" if reading.zone else said


def _is_rather_past(reading: Reading, day: date, today: date) -> bool:
    """Check whether a date without a year is probably past: "23 Nov", written on 30 Nov."""
    typed = reading.date
    return bool(typed and not (typed.year or reading.year)) and _is_far(day, today)


def _is_far(day: date, today: date) -> bool:
    return day - today > _RATHER_PAST


def _is_numbered_day(words: str, today: date) -> bool:
    """Check whether a text such as "Friday 4" can be read as a time and also as a date.

    It can if the number is a possible hour, and the next 4th of a month is a Friday.
    """
    found = _NUMBERED_DAY.fullmatch(words)
    if not found or int(found["day"]) > clocks.DAY // 60:
        return False
    ahead = (today + _DAY * days for days in range(1, 32))
    coming = next((day for day in ahead if day.day == int(found["day"])), None)
    return coming is not None and coming.weekday() == weekday_number(found["weekday"])


def _end_of(period: re.Match[str], today: date) -> date:
    """Return the last day of the period in a match of `_PERIOD`. A week ends on Friday."""
    if period["month"]:
        month = month_number(period["month"])
        year = today.year + (month < today.month)
        return date(year, month, monthrange(year, month)[1])
    if period["quarter"]:
        month = 3 * int(period["quarter"])
        year = today.year + (month < today.month)
        return date(year, month, monthrange(year, month)[1])
    unit, later = period["unit"] or _LETTERS[period["letter"]], bool(period["which"])
    if unit == "week":
        return _end_of_week(today, later)
    if unit == "year":
        return date(today.year + later, 12, 31)
    months = {"month": 1, "quarter": 3}[unit]
    # The last month of the period, counted from January of this year.
    last = (today.month - 1) // months * months + months * (1 + later)
    year, month = today.year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _end_of_week(today: date, later: bool) -> date:
    """Return this week's Friday, or next week's if `later`.

    If this week's Friday has passed, return today.
    """
    friday = today + timedelta(days=_FRIDAY - today.weekday() + 7 * later)
    return max(friday, today)
