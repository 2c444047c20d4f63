"""Find the planned call that a next step in a transcript refers to."""

from dataclasses import replace
from datetime import timedelta

from handlers.features import asker_calls
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute
from handlers.transcripts.records import DraftLine, Measured
from storage.sales_calls.own_calls import Seated

# The planned call must start at least this long after the start of the transcript's call.
_AFTER = timedelta(minutes=1)


async def with_booked(turn: Turn, seated: Seated, found: Measured) -> Measured:
    """Add the day and time of the planned call to each next step in `found` that has a day.

    The planned call is the rep's call with the account on this day, after the call of the
    transcript. If there are several such calls, we don't know which one is meant, and add nothing.
    """
    if not any(_has_day(line) for line in found.lines):
        return found
    zone = turn.person.zone
    planned = await asker_calls.planned(turn, seated.account, since=seated.call.starts_at + _AFTER)

    def booked(line: DraftLine) -> str:
        there = [one.call for one in planned if day_of(one.call.starts_at, zone) == line.due]
        if not _has_day(line) or len(there) != 1:
            return ""
        return format_absolute(there[0].starts_at, now=turn.now, zone=zone, own=zone)

    return replace(found, lines=tuple(replace(one, booked=booked(one)) for one in found.lines))


def _has_day(line: DraftLine) -> bool:
    """Return whether a line is a next step with a day."""
    return line.is_next and line.due is not None
