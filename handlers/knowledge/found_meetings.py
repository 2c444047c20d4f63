"""Counts what was found in a person's calendars."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import calls, seen_meetings
from storage.choices import PLANNED
from storage.tables import Person

AHEAD = timedelta(days=14)  # for questions


@dataclass
class InCalendar:
    """What is in a calendar.

    `calls` is the number of all coming calls in it, and `first_call` the row id of the first.
    `unsure` are the meetings of the next 14 days that the person is asked about; one that several
    calendars have is counted in the first of them. `only_busy`: its meetings show only when the
    person is busy. `names_no_guests`: none of its meetings has a guest list.
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
    meetings = await seen_meetings.between(session, person, since=now)
    ids = {one.call_id for one in meetings if one.verdict == "call" and one.call_id}
    on_file = await calls.by_ids(session, person.tenant, ids)
    coming = {id_ for id_, one in on_file.items() if one.status == PLANNED and one.starts_at > now}
    found: dict[int, InCalendar] = {}
    counted: set[tuple[int, int]] = set()  # scheduling tools may give a meeting two ids
    doubted: set[str] = set()
    for meeting in meetings:
        here = found.setdefault(meeting.calendar_id, InCalendar(only_busy=True))
        here.only_busy = here.only_busy and meeting.reason == "only busy"
        here.names_no_guests |= meeting.reason in ("no guest lists", "perhaps named")
        if meeting.verdict == "ask" and meeting.starts_at < now + AHEAD:
            here.unsure += meeting.source_id not in doubted
            doubted.add(meeting.source_id)
        call_id = meeting.call_id
        is_call = meeting.verdict == "call" and call_id in coming
        if call_id and is_call and (meeting.calendar_id, call_id) not in counted:
            counted.add((meeting.calendar_id, call_id))
            here.calls += 1
            here.first_call = here.first_call or call_id
    return found
