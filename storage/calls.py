"""Query calls, and our people's seats in calls. All times are UTC.

A call is planned if it is neither cancelled nor missed, even after it has taken place. It is missed
if nobody from the account came.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, BindParameter, and_, bindparam, or_, update
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.choices import MISSED, PLANNED
from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.sql.json_rows import dialect_of, is_given, json_rows, parameter
from storage.sql.locks import for_update
from storage.tables import (
    Account,
    Call,
    Commitment,
    FetchedTranscript,
    Guess,
    MeasuredCall,
    Person,
    Reflection,
    Seat,
)
from storage.tables.columns import HAS_MEETING

PAGE = 200  # read this many calls at a time
SeatKey = tuple[int, int]  # the row ids of a call and of one of our people in the call


class Seated(NamedTuple):
    """A person's seat in a call, with the call and its account."""

    seat: Seat
    call: Call
    account: Account


class CallAndSeat(NamedTuple):
    """A call, and a person's seat in the call. The seat is None if the person has no seat."""

    call: Call
    seat: Seat | None


class CallTimes(NamedTuple):
    """The times of a call and a seat that decide when nudges are due."""

    call_id: int
    starts_at: datetime
    ends_at: datetime
    planned_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    joined_at: datetime | None
    briefed_at: datetime | None
    reflected_at: datetime | None


class WithPerson(NamedTuple):
    """A call, and one of our people with their seat in the call."""

    call: Call
    person: Person
    seat: Seat


async def by_id(
    session: AsyncSession, tenant: str, call_id: int, *, locked: bool = False
) -> Call | None:
    """Return a tenant's call by row id, or None."""
    values = {"tenant": tenant, "id": call_id}
    return (await session.exec(_with_id(locked), params=values)).first()


@built_once
def _with_id(locked: bool) -> SelectOfScalar[Call]:
    wanted = select(Call).where(
        col(Call.tenant) == bindparam("tenant"), col(Call.id) == bindparam("id")
    )
    return for_update(wanted, locked=locked)


async def is_written_about(session: AsyncSession, call: Call) -> bool:
    """Return whether a call has a reflection, a promise, or a transcript."""
    rows = (
        select(table.call_id).where(col(table.tenant) == call.tenant, col(table.call_id) == call.id)
        for table in (Reflection, MeasuredCall, FetchedTranscript, Commitment)
    )
    reflected = select(Seat.call_id).where(
        col(Seat.tenant) == call.tenant,
        col(Seat.call_id) == call.id,
        col(Seat.reflected_at).is_not(None),
    )
    for wanted in (reflected, *rows):
        if (await session.exec(wanted.limit(1))).first() is not None:
            return True
    return False


async def starting_at(
    session: AsyncSession, person: Person, account_id: int, starts_at: datetime
) -> CallAndSeat | None:
    """Return a planned call with an account that starts at this time, or None.

    Prefer a call in which the person has a seat. If only colleagues have seats, the seat is None.
    """
    own = and_(col(Seat.call_id) == col(Call.id), col(Seat.person_id) == person.id)
    wanted = (
        select(Call, Seat)
        .join(Seat, own, isouter=True)
        .where(
            col(Call.tenant) == person.tenant,
            col(Call.account_id) == account_id,
            col(Call.starts_at) == starts_at,
            col(Call.status) == PLANNED,
        )
        .order_by(col(Seat.person_id).is_(None), col(Call.id))
        .limit(1)
    )
    found = (await session.exec(wanted)).first()
    return CallAndSeat(*found) if found else None


async def from_source(session: AsyncSession, tenant: str, source_id: str) -> Call | None:
    """Return the call with this `source_id`, locked, even if it is cancelled.

    The kind of calendar does not matter, because one meeting may be in calendars of several kinds.
    """
    wanted = (
        select(Call)
        .where(col(Call.tenant) == tenant, col(Call.source_id) == source_id)
        .order_by(col(Call.id))
        .limit(1)
    )
    return (await session.exec(for_update(wanted))).first()


async def of_meeting(
    session: AsyncSession, tenant: str, meeting: str, *, since: datetime, until: datetime
) -> Sequence[Call]:
    """Return the planned calls in a Teams meeting that start in [since, until], locked.

    `meeting` comes from `storage.meeting_links.meeting_of`, and must not be empty.
    """
    wanted = (
        select(Call)
        .where(
            HAS_MEETING,
            col(Call.tenant) == tenant,
            col(Call.meeting) == meeting,
            col(Call.starts_at) >= since,
            col(Call.starts_at) <= until,
            col(Call.status) == PLANNED,
        )
        .order_by(col(Call.id))
    )
    return (await session.exec(for_update(wanted))).all()


async def by_ids(session: AsyncSession, tenant: str, call_ids: Collection[int]) -> dict[int, Call]:
    """Return a tenant's calls by row ids."""
    wanted = select(Call).where(col(Call.tenant) == tenant, col(Call.id).in_(call_ids))
    return {call.id: call for call in (await session.exec(wanted)).all()}


async def seat(session: AsyncSession, tenant: str, call_id: int, person_id: int) -> Seat | None:
    """Return a person's seat in a call, or None."""
    values = {"tenant": tenant, "call": call_id, "person": person_id}
    return (await session.exec(_seat(), params=values)).first()


@built_once
def _seat() -> SelectOfScalar[Seat]:
    return select(Seat).where(
        col(Seat.tenant) == bindparam("tenant"),
        col(Seat.call_id) == bindparam("call"),
        col(Seat.person_id) == bindparam("person"),
    )


async def take_seat(session: AsyncSession, call: Call, person_id: int) -> Seat:
    """Return a person's seat in a call. If there is none, add one."""
    row = await seat(session, call.tenant, call.id, person_id)
    if row is None:
        row = Seat(
            call_id=call.id,
            person_id=person_id,
            tenant=call.tenant,
            account_id=call.account_id,
            starts_at=call.starts_at,
            opened=False if str(person_id) in call.kept_by.split() else None,
        )
        session.add(row)
        await session.flush()
    return row


async def give_up_seat(session: AsyncSession, call: Call, seat: Seat) -> None:
    """Delete a person's seat. Remember if the person had kept the call from their manager."""
    others = [one for one in call.kept_by.split() if one != str(seat.person_id)]
    mine = [str(seat.person_id)] if seat.opened is False else []
    call.kept_by = " ".join([*others, *mine])
    await session.delete(seat)


async def hand_on_kept(session: AsyncSession, from_: Call, to: Call) -> None:
    """Let those who kept a call from their manager keep the call that stands for its meeting now.

    Whoever has decided about `to` already is left as they are.
    """
    seats = await seats_of(session, from_.tenant, from_.id)
    kept = {*from_.kept_by.split(), *(str(one.person_id) for one in seats if one.opened is False)}
    if not kept:
        return
    there = {str(one.person_id): one for one in await seats_of(session, to.tenant, to.id)}
    for id_ in kept & there.keys():
        if there[id_].opened is None:
            there[id_].opened = False
    to.kept_by = " ".join(sorted({*to.kept_by.split(), *(kept - there.keys())}))
    await session.flush()


async def has_planned(session: AsyncSession, tenant: str, account_id: int) -> bool:
    """Return whether an account has or had a call that is not cancelled."""
    wanted = select(Call.id).where(
        col(Call.tenant) == tenant,
        col(Call.account_id) == account_id,
        col(Call.status) != "cancelled",
    )
    return (await session.exec(wanted.limit(1))).first() is not None


async def at_time(session: AsyncSession, call: Call) -> Sequence[Call]:
    """Return all planned calls with the account and start of this call, locked."""
    wanted = (
        select(Call)
        .where(
            col(Call.tenant) == call.tenant,
            col(Call.account_id) == call.account_id,
            col(Call.starts_at) == call.starts_at,
            col(Call.status) == PLANNED,
        )
        .order_by(col(Call.id))
    )
    return (await session.exec(for_update(wanted))).all()


async def move_seat(session: AsyncSession, person_id: int, from_: Call, to: Call) -> None:
    """Move a person's seat, with its values and guesses, to another call."""
    old = await seat(session, from_.tenant, from_.id, person_id)
    if old is None:
        return
    there = {"call_id": to.id, "account_id": to.account_id, "starts_at": to.starts_at}
    await session.delete(old)
    session.add(Seat(**old.model_dump() | there))
    await session.exec(
        update(Guess)
        .where(
            col(Guess.tenant) == from_.tenant,
            col(Guess.call_id) == from_.id,
            col(Guess.person_id) == person_id,
        )
        .values(call_id=to.id)
    )
    await session.flush()


async def seats_of(session: AsyncSession, tenant: str, call_id: int) -> Sequence[Seat]:
    """Return our people's seats in a call."""
    wanted = select(Seat).where(col(Seat.tenant) == tenant, col(Seat.call_id) == call_id)
    return (await session.exec(wanted)).all()


async def planned_for(
    session: AsyncSession,
    tenant: str,
    person_id: int,
    *,
    since: datetime,
    until: datetime | None = None,
    account_id: int | None = None,
    limit: int | None = None,
) -> list[Seated]:
    """Return a person's planned calls that start in [since, until), earliest first."""
    wanted = _planned_for(
        ends=until is not None, of_account=account_id is not None, limited=limit is not None
    )
    values = {
        "tenant": tenant,
        "person": person_id,
        "since": since,
        "until": until,
        "account": account_id,
        "limit": limit,
    }
    return [Seated(*row) for row in await session.exec(wanted, params=values)]


@built_once
def _planned_for(*, ends: bool, of_account: bool, limited: bool) -> Select[Seat, Call, Account]:
    wanted = (
        _planned(bindparam("tenant"), bindparam("person"))
        .where(col(Seat.starts_at) >= bindparam("since"))
        .order_by(col(Seat.starts_at))
    )
    if ends:
        wanted = wanted.where(col(Seat.starts_at) < bindparam("until"))
    if of_account:
        wanted = wanted.where(col(Seat.account_id) == bindparam("account"))
    return wanted.limit(bindparam("limit", type_=BigInteger())) if limited else wanted


async def times_since(
    session: AsyncSession, tenant: str, person_id: int, since: datetime
) -> list[CallTimes]:
    """Return the times of a person's planned calls from `since` on, earliest first.

    Reads in pages, so that other tasks can run in between, and directly from the database, because
    the session's objects may be stale. Unflushed changes are not included.
    """
    connection = await session.connection()
    by_start = col(Seat.starts_at), col(Seat.call_id)
    wanted = (
        plain_select(
            col(Call.id),
            col(Call.starts_at),
            col(Call.ends_at),
            col(Call.planned_at),
            col(Call.started_at),
            col(Call.ended_at),
            col(Seat.joined_at),
            col(Seat.briefed_at),
            col(Seat.reflected_at),
        )
        .join(Seat, col(Seat.call_id) == col(Call.id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.person_id) == person_id,
            col(Call.status) == PLANNED,
        )
        .order_by(*by_start)
        .limit(PAGE)
    )
    page = wanted.where(by_start[0] >= since)
    found: list[CallTimes] = []
    while True:
        rows = (await connection.execute(page)).all()
        found += [CallTimes(*row) for row in rows]
        if len(rows) < PAGE:
            return found
        last = found[-1]
        later = by_start[0] > last.starts_at
        same = and_(by_start[0] == last.starts_at, by_start[1] > last.call_id)
        page = wanted.where(or_(later, same))


async def latest_before(
    session: AsyncSession,
    tenant: str,
    person_id: int,
    *,
    before: datetime,
    account_id: int | None = None,
    unreflected: bool = False,
) -> Seated | None:
    """Return a person's latest planned call that started before a time.

    With `unreflected`, return only a call without a reflection by the person.
    """
    wanted = (
        _planned(tenant, person_id)
        .where(col(Seat.starts_at) < before)
        .order_by(col(Seat.starts_at).desc())
        .limit(1)
    )
    if account_id is not None:
        wanted = wanted.where(col(Seat.account_id) == account_id)
    if unreflected:
        wanted = wanted.where(col(Seat.reflected_at).is_(None))
    found = (await session.exec(wanted)).first()
    return Seated(*found) if found else None


async def latest_without_words(
    session: AsyncSession, tenant: str, person_id: int, *, since: datetime, now: datetime
) -> Seated | None:
    """Return a person's latest call without a note of what the person heard.

    The call is planned, is over, and started at `since` or later. It has no reflection, or one with
    an empty `heard`.
    """
    own = and_(
        col(Reflection.call_id) == col(Seat.call_id),
        col(Reflection.author_id) == col(Seat.person_id),
    )
    ended_early = and_(col(Call.ended_at) > col(Call.starts_at), col(Call.ended_at) <= now)
    wanted = (
        _planned(tenant, person_id)
        .outerjoin(Reflection, own)
        .where(col(Seat.starts_at) >= since, or_(col(Call.ends_at) <= now, ended_early))
        .where(or_(col(Reflection.id).is_(None), col(Reflection.heard) == ""))
        .order_by(col(Seat.starts_at).desc())
        .limit(1)
    )
    found = (await session.exec(wanted)).first()
    return Seated(*found) if found else None


async def latest_started(
    session: AsyncSession,
    tenant: str,
    person_id: int,
    account_id: int,
    *,
    since: datetime,
    now: datetime,
) -> Seated | None:
    """Return a person's latest call with an account that started in [since, now].

    Missed calls count, but cancelled calls do not.
    """
    wanted = (
        _of_person(tenant, person_id)
        .where(
            col(Seat.account_id) == account_id,
            col(Seat.starts_at) >= since,
            col(Seat.starts_at) <= now,
            col(Call.status).in_((PLANNED, MISSED)),
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(1)
    )
    found = (await session.exec(wanted)).first()
    return Seated(*found) if found else None


def _planned(
    tenant: str | BindParameter[str], person_id: int | BindParameter[int]
) -> Select[Seat, Call, Account]:
    return _of_person(tenant, person_id).where(col(Call.status) == PLANNED)


def _of_person(
    tenant: str | BindParameter[str], person_id: int | BindParameter[int]
) -> Select[Seat, Call, Account]:
    return (
        select(Seat, Call, Account)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Seat.account_id))
        .where(col(Seat.tenant) == tenant, col(Seat.person_id) == person_id)
    )


async def guesses(session: AsyncSession, seats: Collection[SeatKey]) -> dict[SeatKey, list[Guess]]:
    """Return the guesses of each seat in order. Seats without guesses are left out.

    The caller must check the tenant.
    """
    values = {
        "calls": [*{call_id for call_id, _ in seats}],
        "people": [*{person_id for _, person_id in seats}],
    }
    rows = await session.exec(_guesses(), params=values)
    found = ((guess.call_id, guess.person_id, guess) for guess in rows)
    return grouped(
        ((call_id, person_id), guess)
        for call_id, person_id, guess in found
        if (call_id, person_id) in seats
    )


@built_once
def _guesses() -> SelectOfScalar[Guess]:
    return (
        select(Guess)
        .where(
            col(Guess.call_id).in_(bindparam("calls")),
            col(Guess.person_id).in_(bindparam("people")),
        )
        .order_by(col(Guess.position))
    )


async def seated(session: AsyncSession, seats: Collection[SeatKey]) -> dict[SeatKey, Seated]:
    """Return the seats with these keys that are in planned calls, with the call and the account.

    The caller must check the tenant.
    """
    wanted = _seated(dialect_of(session))
    values = parameter({"call_id": call_id, "person_id": person_id} for call_id, person_id in seats)
    found = [Seated(*row) for row in await session.exec(wanted, params=values)]
    return {(one.seat.call_id, one.seat.person_id): one for one in found}


@built_once
def _seated(dialect: str) -> Select[Seat, Call, Account]:
    asked = json_rows(dialect, call_id=BigInteger(), person_id=BigInteger())
    same = and_(
        col(Seat.call_id) == asked.c.call_id,
        col(Seat.person_id) == asked.c.person_id,
        is_given(dialect, col(Seat.call_id), "call_id"),
    )
    return (
        select(Seat, Call, Account)
        .select_from(asked)
        .join(Seat, same)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Seat.account_id))
        .where(col(Call.status) == PLANNED)
    )


async def people_of(session: AsyncSession, tenant: str, call_id: int) -> Sequence[Person]:
    """Return our people who have a seat in a call."""
    wanted = (
        select(Person)
        .join(Seat, col(Seat.person_id) == col(Person.id))
        .where(col(Seat.tenant) == tenant, col(Seat.call_id) == call_id)
        .order_by(col(Person.id))
    )
    return (await session.exec(wanted)).all()


async def people_with_seats(session: AsyncSession, call_ids: Collection[int]) -> set[int]:
    """Return the row ids of the people who have a seat in any of these calls.

    The calls may be in any tenant, because the caller's transaction has changed them.
    """
    if not call_ids:
        return set()
    wanted = select(Seat.person_id).where(col(Seat.call_id).in_(call_ids))
    return set((await session.exec(wanted)).all())


async def goals(
    session: AsyncSession, tenant: str, person_id: int, call_ids: Sequence[int]
) -> dict[int, str]:
    """Return a person's goal, or "", for each call in which the person has a seat."""
    wanted = select(Seat.call_id, Seat.goal).where(
        col(Seat.tenant) == tenant,
        col(Seat.person_id) == person_id,
        col(Seat.call_id).in_(call_ids),
    )
    return dict((await session.exec(wanted)).all())


async def start_times(
    session: AsyncSession, tenant: str, call_ids: Collection[int]
) -> dict[int, datetime]:
    """Return when these calls start (UTC), by id."""
    wanted = select(Call.id, Call.starts_at).where(
        col(Call.tenant) == tenant, col(Call.id).in_(call_ids)
    )
    return dict((await session.exec(wanted)).all())


async def of_colleagues(
    session: AsyncSession, person: Person, account_id: int, *, since: datetime, until: datetime
) -> list[WithPerson]:
    """Return colleagues' planned calls with an account that start in [since, until].

    One item per call and colleague. Calls in which this person has a seat are left out.
    """
    mine = select(Seat.call_id).where(
        col(Seat.tenant) == person.tenant,
        col(Seat.person_id) == person.id,
        col(Seat.account_id) == account_id,
    )
    wanted = (
        select(Call, Person, Seat)
        .join(Seat, col(Seat.call_id) == col(Call.id))
        .join(Person, col(Person.id) == col(Seat.person_id))
        .where(
            col(Call.tenant) == person.tenant,
            col(Call.account_id) == account_id,
            col(Call.status) == PLANNED,
            col(Call.starts_at) >= since,
            col(Call.starts_at) <= until,
            col(Call.id).not_in(mine),
        )
        .order_by(col(Call.starts_at), col(Person.id))
    )
    return [WithPerson(*row) for row in await session.exec(wanted)]
