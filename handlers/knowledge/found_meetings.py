"""Count what a person's calendars contain."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import PLANNED
from storage.meetings import seen_meetings
from storage.sales_calls import calls
from storage.tables import Person

AHEAD = timedelta(days=14)  # count questions about meetings within this time
# If a meeting begins within this time, the person may answer our question about it too late.
SOON = timedelta(hours=2)


@dataclass
class InCalendar:
    """What a calendar contains from now on."""

    calls: int = 0  # the number of planned calls
    first_call: int | None = None  # the row id of the first planned call
    # The number of questions about meetings in the next 14 days. One question may be about several
    # meetings, such as a series. If the meetings are in several calendars, only one calendar counts
    # the question.
    unsure: int = 0
    unsure_soon: bool = False  # whether a meeting to ask about begins within `SOON`
    only_busy: bool = False  # whether every meeting shows only that the person is busy
    # Whether we judged a meeting by its title, because the calendar has no guest lists.
    names_no_guests: bool = False


async def by_calendar(
    session: AsyncSession, person: Person, now: datetime
) -> dict[int, InCalendar]:
    """Return what a person's calendars contain, by calendar id. `now` is in UTC."""
    meetings = await seen_meetings.between(session, person, since=now)
    ids = {one.call_id for one in meetings if one.verdict == "call" and one.call_id}
    on_file = await calls.by_ids(session, person.tenant, ids)
    coming = {id_ for id_, one in on_file.items() if one.status == PLANNED and one.starts_at > now}
    found: dict[int, InCalendar] = {}
    counted: set[tuple[int, int]] = set()  # scheduling tools may enter one call twice
    doubted: set[str] = set()
    for meeting in meetings:
        here = found.setdefault(meeting.calendar_id, InCalendar(only_busy=True))
        here.only_busy = here.only_busy and meeting.reason == "only busy"
        here.names_no_guests |= meeting.reason in ("no guest lists", "perhaps named")
        if meeting.verdict == "ask" and meeting.starts_at < now + AHEAD:
            here.unsure += meeting.subject not in doubted
            here.unsure_soon |= meeting.starts_at < now + SOON
            doubted.add(meeting.subject)
        call_id = meeting.call_id
        is_call = meeting.verdict == "call" and call_id in coming
        if call_id and is_call and (meeting.calendar_id, call_id) not in counted:
            counted.add((meeting.calendar_id, call_id))
            here.calls += 1
            here.first_call = here.first_call or call_id
    return found
