"""Disconnect a calendar."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.calendars import meetings_given_up
from storage.meetings import calendars, seen_meetings
from storage.tables import CalendarConnection, Person


async def disconnect(
    session: AsyncSession, person: Person, calendar: CalendarConnection, now: datetime
) -> None:
    """Delete a calendar and the meetings seen in it. The calls of these meetings stay.

    If another of the person's calendars has a copy of a meeting, the meeting's call follows this
    copy from now on (see `meetings_given_up.let_decide`). `now` is UTC.
    """
    left = await seen_meetings.copies_of_calendar(session, person, calendar, now)
    await meetings_given_up.let_decide(session, left, now)
    await calendars.disconnect(session, calendar)
