"""When a meeting moves after its call has begun, decide what happens to the call.

If nothing on file shows that the call took place, the call moves to the new time. Otherwise the
call stays, and the meeting at the new time becomes another call.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.records import CalendarEvent
from storage.choices import PLANNED
from storage.sales_calls import calls
from storage.tables import Call


def has_begun(call: Call, now: datetime) -> bool:
    """Check whether the start of a planned call has passed."""
    return call.status == PLANNED and call.starts_at <= now


async def took_place(session: AsyncSession, call: Call) -> bool:
    """Check whether anything on file shows that a call took place.

    For example, the video platform has reported that the call began or ended, or the call has
    anybody's reflection, transcript or promise.
    """
    if call.started_at is not None or call.ended_at is not None:
        return True
    return await calls.is_written_about(session, call)


async def did_not_take_place(session: AsyncSession, call: Call, now: datetime) -> bool:
    """Check whether a call has begun, but nothing on file shows that it took place."""
    return has_begun(call, now) and not await took_place(session, call)


async def keeps_start(
    session: AsyncSession, call: Call, event: CalendarEvent, now: datetime
) -> bool:
    """Check whether a call keeps its start although the event was moved."""
    moves = has_begun(call, now) and call.starts_at != event.starts_at
    return moves and await took_place(session, call)


def at_its_start(call: Call, event: CalendarEvent) -> CalendarEvent:
    """Return the event, but with the start of the call. This is for a call that keeps its start."""
    ends_at = event.ends_at if event.ends_at > call.starts_at else call.ends_at
    return replace(event, starts_at=call.starts_at, ends_at=ends_at)
