"""Plan, move, cancel and restore calls, note no-shows, and take and give up seats.

Each change to the planned time, status or seats of a call is made here, with one exception:
`handlers.sources.calendars.copies` splits and joins calls. This module sends the notices to
colleagues. The caller answers the person who makes the change. Times are in UTC.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge.opened import is_as_manager, is_told
from handlers.notices import (
    call_changed,
    call_joined,
    call_moved,
    colleague_plans,
    help_asked,
    tell,
)
from storage.choices import CANCELLED, MISSED, PLANNED, CallStatus
from storage.customers import accounts, attendees
from storage.meetings import calendars
from storage.sales_calls import call_seats, calls, source_ids
from storage.sales_calls.calls import WithPerson
from storage.tables import Account, Call, Person, Seat
from storage.team import teams

USUAL_LENGTH = timedelta(minutes=30)


class TimeTaken(Exception):
    """The person already has a planned call with this account at this start time."""


class NotPlanned(Exception):
    """The call was cancelled, or nobody from the account came."""


def new_call(
    account: Account, starts_at: datetime, ends_at: datetime | None, zone: str, now: datetime
) -> Call:
    """Return a new call, and don't save it. Without `ends_at`, the call lasts half an hour.

    `zone` (IANA) is the zone in which the person gave the time.
    """
    return Call(
        tenant=account.tenant,
        account_id=account.id,
        starts_at=starts_at,
        ends_at=ends_at or starts_at + USUAL_LENGTH,
        planned_at=now,
        zone=zone,
    )


async def plan(session: AsyncSession, person: Person, call: Call, now: datetime) -> Seat:
    """Save a new call with a seat for the person.

    Tell colleagues who have another call with the account within two days of this call. A colleague
    whose call is the same meeting is not told.

    The caller must have locked the account, and must have checked (`calls.starting_at`) that the
    person has no call with the account at this time. Colleagues are allowed to have a call with the
    account at this time.
    """
    seat = await record(session, person, call)
    await _tell_near(session, person, call, now)
    return seat


async def record(session: AsyncSession, person: Person, call: Call) -> Seat:
    """Save a call, which may be over, with a seat for the person. Nobody is told."""
    session.add(call)
    await session.flush()
    return await call_seats.take_seat(session, call, person.id)


async def move(
    session: AsyncSession,
    person: Person,
    call: Call,
    now: datetime,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    zone: str,
    by_calendar: bool = False,
) -> bool:
    """Move a call for everybody in it. Return False if the start is unchanged.

    Without `ends_at`, the call keeps its length. The end and zone may change even if the start does
    not.

    If the start changes, tell everybody else in the call, and colleagues who have a call with the
    account within two days of the new start. If the person's calendar moves the call
    (`by_calendar`), `handlers.notices.call_moved` decides which people in the call to tell. It may
    decide to tell the person too.

    Raises TimeTaken if this person already has another planned call with the account at the new
    start.
    """
    before = call.starts_at, call.ends_at
    moves = starts_at != call.starts_at
    if moves:
        await _refuse_if_taken(session, person, call, starts_at)
    call.zone = zone
    await _set_times(session, call, starts_at, ends_at or starts_at + (before[1] - before[0]), now)
    if moves:
        call.moved_from, call.moved_from_end = before
        if by_calendar:
            call.changed_by = None
            # Skip the person if a report about their calendar will follow. The report says that the
            # call moved.
            reported = await calendars.awaits_report(session, person)
            skip = person if reported else None
            await call_moved.tell_seated(session, call, now, was_at=before[0], skip=skip)
        else:
            await _tell_others(session, person, call, now)
        await _tell_near(session, person, call, now)
        await help_asked.follow(session, call, now)
    return moves


async def cancel(
    session: AsyncSession, person: Person, call: Call, now: datetime, *, by_calendar: bool = False
) -> None:
    """Cancel a call for everybody in it, and tell everybody except the person.

    Do nothing if the call is already cancelled.

    If the person's calendar cancels the call (`by_calendar`), `handlers.notices.call_moved` decides
    whether to tell the person as well. The caller must then clear `call.changed_by`, because no
    person cancelled the call.
    """
    if by_calendar and call.status != CANCELLED:
        seated = await call_seats.people_of(session, call.tenant, call.id)
        told = await call_moved.concerned(session, call, seated, now, call.starts_at)
        reported = await calendars.awaits_report(session, person)
        own = [one for one in told if one.id == person.id and not reported]
        await tell.tell(session, own, call_changed.NAME, call.id, now, key=_key(call, now))
    await _set_status(session, person, call, CANCELLED, now)


async def mark_missed(session: AsyncSession, person: Person, call: Call, now: datetime) -> None:
    """Note that nobody from the account came to a call. Tell everybody in it except the person.

    Do nothing if the call is already noted as missed.
    """
    await _set_status(session, person, call, MISSED, now)


async def restore(
    session: AsyncSession,
    person: Person,
    call: Call,
    now: datetime,
    *,
    times: tuple[datetime, datetime] | None = None,
) -> None:
    """Restore a call that was cancelled or missed, and tell everybody in it except the person.

    Do nothing if the call is planned.

    `times` are the start and end that the call now has in a calendar. If `times` has a new start,
    `handlers.notices.call_moved` decides whom to tell. Raises TimeTaken if this person has another
    planned call with the account at the start of the restored call.
    """
    if call.status == PLANNED:
        return
    starts_at, ends_at = times or (call.starts_at, call.ends_at)
    await _refuse_if_taken(session, person, call, starts_at)
    was_at = call.starts_at
    await _set_times(session, call, starts_at, ends_at, now)
    call.moved_from = None
    if starts_at == was_at:
        await _set_status(session, person, call, PLANNED, now)
        return
    call.status, call.changed_by = PLANNED, None
    await call_moved.tell_seated(session, call, now, was_at=was_at)
    await help_asked.follow(session, call, now)


async def change_account(
    session: AsyncSession, person: Person, call: Call, account_id: int, now: datetime
) -> None:
    """Move a call that was matched with the wrong account to another account of the tenant.

    Clear the attendees and everything that was chosen for the wrong account. Tell colleagues who
    have a call with the right account within two days of this call. Raises TimeTaken if this person
    already has a planned call with the right account at the same start time.
    """
    call.account_id = account_id
    await session.flush()
    await _refuse_if_taken(session, person, call, call.starts_at)
    await attendees.replace(session, call, {})
    for seat in await call_seats.seats_of(session, call.tenant, call.id):
        seat.account_id = account_id
        seat.opening = seat.line = seat.briefed_at = None
        seat.research = ""
    await _tell_near(session, person, call, now)


async def take_seat(session: AsyncSession, person: Person, call: Call) -> Seat:
    """Return the person's seat in a call. Add a seat if the person has none.

    Raises NotPlanned or TimeTaken.
    """
    if call.status != PLANNED:
        raise NotPlanned
    own = await call_seats.seat(session, call.tenant, call.id, person.id)
    if own is not None:
        return own
    await _refuse_if_taken(session, person, call, call.starts_at)
    return await call_seats.take_seat(session, call, person.id)


async def join(session: AsyncSession, person: Person, call: Call, now: datetime) -> Seat:
    """Take a seat as `take_seat` does. If the seat is new, tell everybody else in the call."""
    there = await call_seats.people_of(session, call.tenant, call.id)
    seat = await take_seat(session, person, call)
    if person.id not in {one.id for one in there}:
        key = call_joined.key(call.id, person.id)
        await tell.tell(session, there, call_joined.NAME, call.id, now, key=key)
    return seat


async def leave(session: AsyncSession, call: Call, seat: Seat, now: datetime) -> None:
    """Give up a seat in a call. The call does not change, and nobody is told.

    If the person has asked colleagues for help, the colleagues' messages now say that no answer is
    needed.
    """
    await call_seats.give_up_seat(session, call, seat)
    await help_asked.follow(session, call, now)


async def colleagues_near(
    session: AsyncSession, person: Person, call: Call, since: datetime
) -> list[WithPerson]:
    """Return colleagues' calls with the account within two days of this call.

    Calls that start before `since` are left out.
    """
    return await calls.of_colleagues(
        session,
        person,
        call.account_id,
        since=max(since, call.starts_at - colleague_plans.NEAR),
        until=call.starts_at + colleague_plans.NEAR,
    )


async def shown_near(
    session: AsyncSession, person: Person, call: Call, since: datetime
) -> list[WithPerson]:
    """Return what `colleagues_near` returns, without calls that this person must not learn of."""
    near = await colleagues_near(session, person, call, since)
    led = {one.id for one in await teams.reports(session, person)} if near else set()
    return [
        row
        for row in near
        if is_told(row.seat, row.person, to_manager=is_as_manager(person, row.person.id, led))
    ]


async def _refuse_if_taken(
    session: AsyncSession, person: Person, call: Call, starts_at: datetime
) -> None:
    """Raise TimeTaken if the person has another call with the account at this start time.

    Lock the account, so that two requests by the person cannot both take the time.
    """
    await accounts.by_id(session, call.tenant, call.account_id, locked=True)
    _, seat = await calls.starting_at(session, person, call.account_id, starts_at) or (None, None)
    if seat is not None and seat.call_id != call.id:
        raise TimeTaken


async def _set_times(
    session: AsyncSession, call: Call, starts_at: datetime, ends_at: datetime, now: datetime
) -> None:
    """Set the planned start and end.

    If the start changes, also record that the call was planned at `now`, and has neither begun nor
    ended.
    """
    if starts_at != call.starts_at:
        call.planned_at = now
        call.started_at = call.ended_at = None
        for seat in await call_seats.seats_of(session, call.tenant, call.id):
            seat.starts_at = starts_at
    call.starts_at, call.ends_at = starts_at, ends_at


async def _set_status(
    session: AsyncSession, person: Person, call: Call, status: CallStatus, now: datetime
) -> None:
    if call.status != status:
        call.status = status
        await _tell_others(session, person, call, now)
        await help_asked.follow(session, call, now)


async def _tell_others(session: AsyncSession, person: Person, call: Call, now: datetime) -> None:
    """Note that the person changed the call, and tell everybody else in it."""
    call.changed_by = person.id
    others = _without(person, await call_seats.people_of(session, call.tenant, call.id))
    await tell.tell(session, others, call_changed.NAME, call.id, now, key=_key(call, now))


def _key(call: Call, now: datetime) -> str:
    return f"{call.id}:{now:%Y%m%d%H%M%S%f}"


async def _tell_near(session: AsyncSession, person: Person, call: Call, now: datetime) -> None:
    """Tell colleagues with a call near this one, except those whose call is the same meeting."""
    meeting = source_ids.meeting_of(call.source_id)
    people = {
        row.person.id: row.person
        for row in await colleagues_near(session, person, call, now)
        if not meeting or source_ids.meeting_of(row.call.source_id) != meeting
    }
    key = f"{call.id}:{call.starts_at:%Y%m%d%H%M}"
    await tell.tell(session, people.values(), colleague_plans.NAME, call.id, now, key=key)


def _without(person: Person, everybody: Iterable[Person]) -> list[Person]:
    return [one for one in everybody if one.id != person.id]
