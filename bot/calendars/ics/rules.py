"""Compute the instances of a series from its rule (RRULE), in local time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import prod

from dateutil.rrule import rrulestr

from bot.calendars.ics.lines import Property
from bot.calendars.ics.times import WallTime, times_in
from bot.calendars.ics.zones import FileZones

# A rule whose step is shorter than a day is not for meetings, and computing it could take hours.
_STEPS = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
_FREQUENCIES = (*_STEPS, "MONTHLY", "YEARLY")
_CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND")
_BY = ("BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST")
MAX_A_DAY = 24  # instances
MAX_RULE = 2_000  # characters


def local_starts(
    start: WallTime, rule: Property, zones: FileZones, first: datetime, last: datetime
) -> Iterator[datetime]:
    """Yield the local start of each instance from `first` to `last`. All times are naive.

    The first meeting of the series is an instance even if it does not match the rule. If the first
    meeting matches the rule, its start is yielded twice, so the caller must drop duplicates.

    If the rule ends before the first meeting, not even the first meeting is an instance. Some
    calendars write a deleted series with such a rule.

    Raises ValueError if the rule is invalid or repeats too often, and OverflowError for absurd
    numbers.
    """
    parts = _parts(rule.value)
    until = parts.pop("UNTIL", None)
    if until is not None:
        last = min(last, _end(until, start, zones))
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    if first <= start.wall <= last:
        yield start.wall
    for wall in rrulestr(text, dtstart=_near(start.wall, parts, first)):
        if wall > last:
            return
        if wall >= first:
            yield wall


def _parts(text: str) -> dict[str, str]:
    """Split a recurrence rule into the parts that we know. Raises ValueError if it is unusable."""
    if len(text) > MAX_RULE:
        raise ValueError("the rule is too long")
    pairs = (part.partition("=") for part in text.upper().split(";"))
    all_parts = {name.strip(): value.strip() for name, _, value in pairs}
    known = ("FREQ", "INTERVAL", "COUNT", "UNTIL", *_BY, *_CLOCK)
    parts = {name: all_parts[name] for name in known if all_parts.get(name)}
    if parts.get("FREQ") not in _FREQUENCIES:
        raise ValueError("not a rule for meetings")
    if prod(parts.get(name, "").count(",") + 1 for name in _CLOCK) > MAX_A_DAY:
        raise ValueError("too often in a day")
    if int(parts.get("INTERVAL", "1")) < 1:
        raise ValueError("the interval is less than 1")
    if int(parts.get("COUNT", "1")) < 1:  # some calendars write -1 for a series without an end
        del parts["COUNT"]
    return parts


def _end(until: str, start: WallTime, zones: FileZones) -> datetime:
    """Return the last local time at which an instance may start, from UNTIL in the rule."""
    end = times_in(Property(until), zones, start.zone)[0]
    if end.is_day:
        return end.wall + timedelta(days=1, seconds=-1)
    return end.seen_in(start.zone)


def _near(start: datetime, rule: dict[str, str], first: datetime) -> datetime:
    """Return the start, or a later start that gives the same instances from `first` on.

    Counting from the true start would be slow for an old daily meeting.
    """
    if rule["FREQ"] not in _STEPS or "COUNT" in rule or first <= start:
        return start
    step = _STEPS[rule["FREQ"]] * int(rule.get("INTERVAL", "1"))
    return start + step * max((first - start) // step - 1, 0)
