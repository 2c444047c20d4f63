"""Disconnects a person's calendar, so that what is left in their other calendars decides."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources import meeting_calls
from storage import calendars, seen_meetings
from storage.tables import CalendarConnection, Person


async def disconnect(
    session: AsyncSession, person: Person, calendar: CalendarConnection, now: datetime
) -> None:
    """Delete a calendar and what was seen in it (now: UTC). The calls that it planned stay.

    If another of the person's calendars has an older copy of a meeting, that calendar is read
    again at once, and the call moves to the time that it says.
    """
    left = await seen_meetings.copies_of_calendar(session, person, calendar, now)
    await meeting_calls.let_decide(session, left, now)
    await calendars.disconnect(session, calendar)
