"""Decides what becomes of a call that has begun if its meeting moves.

If nothing is on file that shows that the call took place, it did not: its meeting was moved, and we
learned of that too late. The call moves, and nobody is asked how it went at the old time. If
something is on file, the call stays as it is, and the meeting's new time is another call.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.records import CalendarEvent
from storage import calls
from storage.choices import PLANNED
from storage.tables import Call


def has_begun(call: Call, now: datetime) -> bool:
    """Whether the planned start of a planned call has passed."""
    return call.status == PLANNED and call.starts_at <= now


async def took_place(session: AsyncSession, call: Call) -> bool:
    """Whether anything on file shows that a call that has begun took place.

    That is what a platform reported of its meeting, a reflection, a transcript or a promise of
    anybody who was in it.
    """
    if call.started_at is not None or call.ended_at is not None:
        return True
    return await calls.is_written_about(session, call)


async def stays(session: AsyncSession, call: Call, event: CalendarEvent, now: datetime) -> bool:
    """Whether a call keeps its start although its event has another one."""
    moves = has_begun(call, now) and call.starts_at != event.starts_at
    return moves and await took_place(session, call)


def at_its_start(call: Call, event: CalendarEvent) -> CalendarEvent:
    """The event with the start of a call that stays, and with its own end if that is later."""
    ends_at = event.ends_at if event.ends_at > call.starts_at else call.ends_at
    return replace(event, starts_at=call.starts_at, ends_at=ends_at)
