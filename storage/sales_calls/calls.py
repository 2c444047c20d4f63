"""Query calls. All times are UTC.

A call is planned if it is neither cancelled nor missed, even after it has taken place. It is missed
if nobody from the account came.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.choices import CANCELLED, PLANNED
from storage.sales_calls import source_ids
from storage.sql.built_once import built_once
from storage.sql.locks import for_update
from storage.tables import (
    Call,
    Commitment,
    FetchedTranscript,
    MeasuredCall,
    Person,
    Reflection,
    Seat,
)
from storage.tables.columns import HAS_MEETING


class CallAndSeat(NamedTuple):
    """A call, and a person's seat in the call. The seat is None if the person has no seat."""

    call: Call
    seat: Seat | None


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
    """Return a planned call with the account at this time, or None.

    Prefer a call in which the person has a seat. If only colleagues have seats, the seat is None.
    """
    values = {
        "tenant": person.tenant,
        "person": person.id,
        "account": account_id,
        "starts_at": starts_at,
    }
    found = (await session.exec(_starting_at(), params=values)).first()
    return CallAndSeat(*found) if found else None


@built_once
def _starting_at() -> Select[Call, Seat]:
    own = and_(col(Seat.call_id) == col(Call.id), col(Seat.person_id) == bindparam("person"))
    return (
        select(Call, Seat)
        .join(Seat, own, isouter=True)
        .where(
            col(Call.tenant) == bindparam("tenant"),
            col(Call.account_id) == bindparam("account"),
            col(Call.starts_at) == bindparam("starts_at"),
            col(Call.status) == PLANNED,
        )
        .order_by(col(Seat.person_id).is_(None), col(Call.id))
        .limit(1)
    )


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


async def times_of_meetings(
    session: AsyncSession, person: Person, since: datetime
) -> dict[str, set[datetime]]:
    """Map the id of each calendar meeting to the starts of the person's calls from this meeting.

    Calls that start before `since` are left out.
    """
    wanted = (
        select(Call.source_id, Call.starts_at)
        .join(Seat, col(Seat.call_id) == col(Call.id))
        .where(
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
            col(Seat.starts_at) >= since,
            col(Call.source_id).is_not(None),
        )
    )
    times: dict[str, set[datetime]] = defaultdict(set)
    for source_id, starts_at in await session.exec(wanted):
        times[source_ids.meeting_of(source_id)].add(starts_at)
    return times


async def of_meeting(
    session: AsyncSession, tenant: str, meeting: str, *, since: datetime, until: datetime
) -> Sequence[Call]:
    """Return the planned calls in a Teams meeting that start in [since, until], locked.

    `meeting` comes from `storage.meetings.meeting_links.teams_meeting_of`, and must not be empty.
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
    """Return a tenant's calls by row id."""
    wanted = select(Call).where(col(Call.tenant) == tenant, col(Call.id).in_(call_ids))
    return {call.id: call for call in (await session.exec(wanted)).all()}


async def has_any(session: AsyncSession, tenant: str, account_id: int) -> bool:
    """Return whether an account has or had a call that is not cancelled."""
    wanted = select(Call.id).where(
        col(Call.tenant) == tenant,
        col(Call.account_id) == account_id,
        col(Call.status) != CANCELLED,
    )
    return (await session.exec(wanted.limit(1))).first() is not None


async def at_time(session: AsyncSession, call: Call) -> Sequence[Call]:
    """Return all planned calls with this call's account and start, locked."""
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

    The result has one item for each call and colleague. Calls in which this person has a seat are
    left out.
    """
    values = {
        "tenant": person.tenant,
        "person": person.id,
        "account": account_id,
        "since": since,
        "until": until,
    }
    return [WithPerson(*row) for row in await session.exec(_of_colleagues(), params=values)]


@built_once
def _of_colleagues() -> Select[Call, Person, Seat]:
    mine = select(Seat.call_id).where(
        col(Seat.tenant) == bindparam("tenant"),
        col(Seat.person_id) == bindparam("person"),
        col(Seat.account_id) == bindparam("account"),
    )
    return (
        select(Call, Person, Seat)
        .join(Seat, col(Seat.call_id) == col(Call.id))
        .join(Person, col(Person.id) == col(Seat.person_id))
        .where(
            col(Call.tenant) == bindparam("tenant"),
            col(Call.account_id) == bindparam("account"),
            col(Call.status) == PLANNED,
            col(Call.starts_at) >= bindparam("since"),
            col(Call.starts_at) <= bindparam("until"),
            col(Call.id).not_in(mine),
        )
        .order_by(col(Call.starts_at), col(Person.id))
    )
