"""Read times relative to a call's planned time: "Friday same time", "+1h"."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.times import clocks, grammar, resolver, words
from handlers.times.context import context_of
from handlers.times.date_orders import DateOrder
from handlers.times.reading import CalendarDate, Reading
from handlers.times.results import Unclear, Understood
from handlers.times.words import plain

_SAME_DAY = re.compile(r"(?:on\s+)?(?:the\s+)?same\s+day\b")
_SAME_TIME = re.compile(r"(?:at\s+)?(?:the\s+)?same\s+time\b")
_BY_LENGTH = (
    re.compile(rf"(?P<way>[+-])\s*{words.LENGTH}"),
    re.compile(rf"{words.LENGTH}\s+(?P<way>later|earlier)"),
)
_BY_DAYS = (
    re.compile(rf"(?P<way>[+-])\s*{words.DAYS}"),
    re.compile(rf"{words.DAYS}\s+(?P<way>later|earlier)"),
)
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}
# If a reading has one of these fields, its weekday alone does not give the day.
_OTHER_DAYS = ("elapsed", "days", "week", "weeks", "months", "shift", "date", "date_numbers", "nth")
_MAX_TYPED = 200  # in characters


def change(
    text: str, planned: datetime, *, now: datetime, zone: str, order: DateOrder
) -> Understood | Unclear | None:
    """Return the moment to which the text moves a call, or the question to ask.

    `planned` is the call's current time. Return None if the text does not move the call, or is too
    long. All moments are aware.
    """
    typed = plain(text).strip(" .!,")
    if len(typed) > _MAX_TYPED:
        return None
    moved = _moved_by(typed, planned, now, zone) or _keeping_day_or_time(typed, planned, zone)
    if moved is None:
        return None
    reading, note = moved
    counted_from = _from_its_week(reading, planned, now, zone)
    found = resolver.resolve(reading, now=counted_from, zone=zone, order=order)
    if isinstance(found, Unclear) or not note:
        return found
    return replace(found, note=" ".join(filter(None, (note, found.note))))


def _from_its_week(reading: Reading, planned: datetime, now: datetime, zone: str) -> datetime:
    """Return the moment that the resolver takes as the current time.

    A weekday alone means a day in the week of the planned call. So return the Monday of that week,
    or `now` if that Monday has passed. For any other reading, return `now`.
    """
    only_weekday = reading.weekday is not None and reading.weekday.which is None
    if not only_weekday or reading.has(*_OTHER_DAYS):
        return now
    local = planned.astimezone(ZoneInfo(zone))
    monday = local.date() - timedelta(days=local.weekday())
    return max(now, datetime.combine(monday, time(), ZoneInfo(zone)).astimezone(UTC))


def _moved_by(
    typed: str, planned: datetime, now: datetime, zone: str
) -> tuple[Reading, str] | None:
    """Read a move by a length of time or by days: "an hour later", "+2 days"."""
    found = next(filter(None, (each.fullmatch(typed) for each in _BY_LENGTH)), None)
    if found:
        length = words.length(found)
        if length is None:
            return None
        to = planned - length if found["way"] in ("-", "earlier") else planned + length
        return Reading(elapsed=to - context_of(Reading(), now, zone, "ask").now), ""
    found = next(filter(None, (each.fullmatch(typed) for each in _BY_DAYS)), None)
    if found is None or found["unit"] not in _UNIT_DAYS:
        return None
    days = words.number(found["count"]) * _UNIT_DAYS[found["unit"]]
    if days != int(days):
        return None
    ahead = timedelta(days=-days if found["way"] in ("-", "earlier") else days)
    local = planned.astimezone(ZoneInfo(zone)) + ahead
    return Reading(date=_date_of(local), clock=_clock_of(local)), ""


def _keeping_day_or_time(typed: str, planned: datetime, zone: str) -> tuple[Reading, str] | None:
    """Read a new time, a new day or both: "4pm", "Friday same time", "Friday 4pm".

    Return the reading, and a note for the person.

    - If the text names no day, we keep the planned day. The note says so.
    - If the text names a day, the note is "".
    - If the text has "same time", we keep the planned time.
    """
    local = planned.astimezone(ZoneInfo(zone))
    bare, same_time = _SAME_TIME.subn(" ", typed, count=1)
    bare, same_day = _SAME_DAY.subn(" ", bare, count=1)
    if same_time:
        reading = grammar.read(bare, zone) if bare.strip(" ,") else Reading()
        if reading is None or reading.has("clock", "elapsed", "until", "zone", "offset"):
            return None
        reading = replace(reading, clock=_clock_of(local))
    else:
        found = grammar.read(bare, zone) or grammar.read(f"at {bare}", zone)
        if found is None or not found.clock:
            return None
        reading = found
    if reading.has_day:
        return None if same_day else (reading, "")
    day = planned.astimezone(ZoneInfo(reading.zone.iana if reading.zone else zone))
    return replace(reading, date=_date_of(day)), "The day stays the same."


def _date_of(local: datetime) -> CalendarDate:
    return CalendarDate(local.day, local.month, local.year)


def _clock_of(local: datetime) -> clocks.TimeOfDay:
    return clocks.TimeOfDay(local.hour * 60 + local.minute, sure=True)
