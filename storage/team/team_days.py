"""Query what the people in a team have on file: calls, shared reflections and promises.

The caller decides what a manager may see (handlers/features/team/rights.py). All times are UTC.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import INTERNAL, PLANNED, PromiseSide
from storage.tables import OPEN, Account, Call, Commitment, Person, Reflection, Seat


class PlannedSeat(NamedTuple):
    """Somebody's part in a planned call."""

    seat: Seat
    call: Call
    account: Account


class Shared(NamedTuple):
    """A shared reflection, and the account of its call."""

    reflection: Reflection
    account: Account


class Promised(NamedTuple):
    """A promise, its account, and the colleague who keeps track of it."""

    promise: Commitment
    account: Account
    owner: Person


async def planned(
    session: AsyncSession,
    tenant: str,
    person_ids: Collection[int],
    since: datetime,
    until: datetime,
) -> list[PlannedSeat]:
    """Return these people's planned calls that start in [since, until), earliest first.

    Calls among colleagues are left out.
    """
    if not person_ids:
        return []
    wanted = (
        select(Seat, Call, Account)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Call.account_id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.person_id).in_(person_ids),
            col(Seat.starts_at) >= since,
            col(Seat.starts_at) < until,
            col(Call.status) == PLANNED,
            col(Call.kind).is_distinct_from(INTERNAL),
        )
        .order_by(col(Seat.starts_at), col(Seat.call_id), col(Seat.person_id))
    )
    return [PlannedSeat(*row) for row in await session.exec(wanted)]


async def shared(
    session: AsyncSession,
    tenant: str,
    author_ids: Collection[int],
    *,
    since: datetime,
    limit: int,
    skip: int = 0,
) -> list[Shared]:
    """Return these people's shared reflections written at `since` or later, newest call first."""
    if not author_ids:
        return []
    wanted = (
        select(Reflection, Account)
        .join(Account, col(Account.id) == col(Reflection.account_id))
        .where(*_shared(tenant, author_ids, since))
        .order_by(col(Reflection.called_at).desc(), col(Reflection.id).desc())
        .offset(skip)
        .limit(limit)
    )
    return [Shared(*row) for row in await session.exec(wanted)]


async def count_shared(
    session: AsyncSession, tenant: str, author_ids: Collection[int], *, since: datetime
) -> int:
    """Count these people's shared reflections written at `since` or later."""
    if not author_ids:
        return 0
    wanted = select(func.count()).where(*_shared(tenant, author_ids, since))
    return (await session.exec(wanted)).one()


def _shared(
    tenant: str, author_ids: Collection[int], since: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Reflection.tenant) == tenant,
        col(Reflection.author_id).in_(author_ids),
        col(Reflection.shared).is_(True),
        col(Reflection.written_at) >= since,
    )


async def open_promises(
    session: AsyncSession, tenant: str, owner_ids: Collection[int], side: PromiseSide
) -> list[Promised]:
    """Return the open promises that these people keep track of, sorted by due day.

    `side` says whose promises to return: ours or the customer's. Promises without a day come last.
    """
    if not owner_ids:
        return []
    wanted = (
        select(Commitment, Account, Person)
        .join(Account, col(Account.id) == col(Commitment.account_id))
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .where(
            col(Commitment.tenant) == tenant,
            col(Commitment.owner_id).in_(owner_ids),
            col(Commitment.state) == OPEN,
            col(Commitment.side) == side,
        )
        .order_by(col(Commitment.due_on).is_(None), col(Commitment.due_on), col(Commitment.id))
    )
    return [Promised(*row) for row in await session.exec(wanted)]


async def last_kept(
    session: AsyncSession, tenant: str, owner_ids: Collection[int], since: datetime
) -> Promised | None:
    """Return our promise that these people kept last, or None if they kept none since `since`."""
    if not owner_ids:
        return None
    wanted = (
        select(Commitment, Account, Person)
        .join(Account, col(Account.id) == col(Commitment.account_id))
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .where(
            col(Commitment.tenant) == tenant,
            col(Commitment.owner_id).in_(owner_ids),
            col(Commitment.state) == "done",
            col(Commitment.side) == "ours",
            col(Commitment.settled_at) >= since,
        )
        .order_by(col(Commitment.settled_at).desc(), col(Commitment.id).desc())
        .limit(1)
    )
    found = (await session.exec(wanted)).first()
    return Promised(*found) if found else None
