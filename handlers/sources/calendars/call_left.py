"""Cancel a call, or give up a seat in it, because of an event in a person's calendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import planning
from handlers.sources.records import CalendarEvent
from storage.sales_calls import call_seats
from storage.tables import Call, Contact, Person

ChangeKind = Literal[
    "planned",
    "joined",  # the call was on file already, and the person has a seat in it now
    "moved",
    "moved to another account",
    "updated",  # the length, title, link or guests have changed
    "unchanged",
    "restored",
    "cancelled",
    "left",  # the person gave up their seat, and colleagues still have the call
    "cancelled by hand",  # a person cancelled the call, so it stays cancelled
    "time taken",  # the person has another call with the account at this time
]


@dataclass(frozen=True)
class Outcome:
    """What an event changed.

    `added` are the guests who became contacts. `details` are empty if the call was cancelled or the
    person gave up their seat. Otherwise, they say what has changed about the call:

    - "account", "title", "length" or "link"
    - "fewer": fewer contacts are coming
    - "c12": the contact with the row id 12 is coming now
    - "202611240900": the start (UTC) of a call before it was moved
    """

    what: ChangeKind
    call: Call | None = None
    added: tuple[Contact, ...] = ()
    details: tuple[str, ...] = ()


async def cancel_or_leave(
    session: AsyncSession, person: Person, event: CalendarEvent, call: Call | None, now: datetime
) -> Outcome:
    """Cancel the call of a cancelled event. If the person declined the event, give up their seat.

    If the person has no seat in the call, or if the call has begun, change nothing.
    """
    if call is None:
        return Outcome("unchanged")
    if event.state == "declined" or not await _may_give_up(session, person, call, now):
        return await give_up(session, person, call, now)
    return await _cancel(session, person, call, now, is_news=True)


async def give_up(
    session: AsyncSession, person: Person, call: Call, now: datetime, *, is_news: bool = False
) -> Outcome:
    """Give up the person's seat in a call. If nobody else has a seat, cancel the call.

    The usual reason is that the person declined the event, or that the event is no longer in their
    calendar. If the call has begun, change nothing.

    `is_news` is true if the person may not know that the event is gone. If `is_news` is true and
    the call is cancelled, we tell the person only in two cases:

    - The call is today.
    - The person has had messages about the call.
    """
    if not await _may_give_up(session, person, call, now):
        return Outcome("unchanged", call)
    return await leave(session, person, call, now, is_news=is_news)


async def _may_give_up(session: AsyncSession, person: Person, call: Call, now: datetime) -> bool:
    if call.status == "cancelled" or call.starts_at <= now:
        return False
    return await call_seats.seat(session, person.tenant, call.id, person.id) is not None


async def leave(
    session: AsyncSession, person: Person, call: Call, now: datetime, *, is_news: bool = False
) -> Outcome:
    """Give up the person's seat, or cancel the call if nobody else has a seat.

    Unlike `give_up`, this also changes a call that has begun. `is_news` means the same as in
    `give_up`.
    """
    seats = await call_seats.seats_of(session, call.tenant, call.id)
    own = [seat for seat in seats if seat.person_id == person.id]
    if len(seats) == len(own):
        return await _cancel(session, person, call, now, is_news=is_news)
    for seat in own:
        await planning.leave(session, call, seat, now)
    return Outcome("left", call)


async def _cancel(
    session: AsyncSession, person: Person, call: Call, now: datetime, *, is_news: bool
) -> Outcome:
    await planning.cancel(session, person, call, now, by_calendar=is_news)
    call.changed_by = None  # no person cancelled the call, so the calendar may restore it
    await session.flush()
    return Outcome("cancelled", call)
