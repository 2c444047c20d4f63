"""Counts what was found in a person's calendars."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import seen_meetings
from storage.tables import Person

AHEAD = timedelta(days=14)


@dataclass
class InCalendar:
    """What is in a calendar in the next 14 days.

    `calls` is the number of calls, and `first_call` the row id of the first. `unsure` are meetings
    that the person is asked about. `only_busy`: its meetings show only when the person is busy.
    `names_no_guests`: none of its meetings has a guest list.
    """

    calls: int = 0
    first_call: int | None = None
    unsure: int = 0
    only_busy: bool = False
    names_no_guests: bool = False


async def by_calendar(
    session: AsyncSession, person: Person, now: datetime
) -> dict[int, InCalendar]:
    """What is in each of a person's calendars (now: UTC), by the calendar's row id."""
    found: dict[int, InCalendar] = {}
    counted: set[tuple[int, int]] = set()
    for meeting in await seen_meetings.between(session, person, since=now, until=now + AHEAD):
        here = found.setdefault(meeting.calendar_id, InCalendar(only_busy=True))
        here.only_busy = here.only_busy and meeting.reason == "only busy"
        here.names_no_guests |= meeting.reason in ("no guest lists", "perhaps named")
        here.unsure += meeting.verdict == "ask"
        call_id = meeting.call_id
        if meeting.verdict == "call" and call_id and (meeting.calendar_id, call_id) not in counted:
            counted.add(
                (meeting.calendar_id, call_id)
            )  # scheduling tools may give a meeting two ids
            here.calls += 1
            here.first_call = here.first_call or call_id
    return found
