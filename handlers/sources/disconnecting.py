"""Disconnect a calendar. Then the copies of meetings in the person's other calendars decide."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources import meeting_calls
from storage import calendars, seen_meetings
from storage.tables import CalendarConnection, Person


async def disconnect(
    session: AsyncSession, person: Person, calendar: CalendarConnection, now: datetime
) -> None:
    """Delete a calendar and what was seen in it. The calls that it planned stay.

    Another calendar of the person may have an older copy of a meeting. We then read this other
    calendar again at once, and the call moves to the time in the copy. `now` is UTC.
    """
    left = await seen_meetings.copies_of_calendar(session, person, calendar, now)
    await meeting_calls.let_decide(session, left, now)
    await calendars.disconnect(session, calendar)
