"""Join a new absence with the one on file if they overlap, because we keep only one."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers.features.settings.absence_days import next_working_day
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, at, day_of, rhythm_of
from handlers.times import format_short
from handlers.times.absences import AwayPart


def with_on_file(turn: Turn, since: datetime, until: datetime) -> tuple[datetime, datetime] | None:
    """Join the new absence and the one on file. Return when the result begins and ends (UTC).

    Return None in these cases:

    - The two absences don't overlap.
    - The new absence covers the one on file.
    - The absence on file is a single day, and the new one is only a part of that day.
    """
    had_since, had_until = turn.person.away_from or turn.now, turn.person.away_until
    if had_until is None or had_until <= turn.now or until <= had_since or had_until <= since:
        return None
    both = min(since, had_since), max(until, had_until)
    day = day_of(had_since, turn.person.zone)
    is_one_day = had_until <= _end(turn, next_working_day(turn, day + DAY))
    is_part = both == (had_since, had_until) and day_of(since, turn.person.zone) == day
    return None if both == (since, until) or (is_one_day and is_part) else both


def as_days(turn: Turn, since: datetime, until: datetime) -> tuple[date, date, AwayPart] | None:
    """Return the first day of an absence, the day of return, and the time when the absence begins.

    The time is "" if the absence begins at midnight or has already begun. Days and time are in the
    person's zone.

    Return None if the absence ends at any time other than the start of the person's working day.
    """
    zone = turn.person.zone
    first, back = day_of(since, zone), day_of(until, zone)
    if until != _end(turn, back):
        return None
    begins = since.astimezone(ZoneInfo(zone)).time()
    return first, back, "" if begins == time() or since <= turn.now else begins


def included(turn: Turn, since: datetime, until: datetime) -> str:
    """Say that the absence on file is part of a new one that covers more days.

    Return "" if the new absence does not contain the one on file, or covers the same days.
    """
    zone = turn.person.zone
    had_since, had_until = turn.person.away_from or turn.now, turn.person.away_until
    if had_until is None or had_until <= turn.now or since > had_since or until < had_until:
        return ""
    if (day_of(since, zone), day_of(until, zone)) == (
        day_of(had_since, zone),
        day_of(had_until, zone),
    ):
        return ""
    first, last = (format_short(one, now=turn.now, zone=zone) for one in (had_since, had_until))
    return f"Your absence from {first} until {last} is part of it."


def _end(turn: Turn, back: date) -> datetime:
    return at(back, rhythm_of(turn.person).work_from, turn.person.zone)
