"""Count what stays for colleagues after an erasure, and how many calls the erasure cancels.

All times are UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT, PLANNED
from storage.tables import OPEN, Ask, Call, Commitment, Insight, Person, Seat


@dataclass(frozen=True)
class LeftOpen:
    """How much stays for colleagues after an erasure, and how many calls the erasure cancels."""

    promises: int  # open promises
    # Planned calls that are not over and have no colleague in them. The erasure cancels them.
    alone: int
    shared: int  # calls with a colleague, including past calls
    written: int  # all insights, including drafts, and all asks, including closed asks


async def of_person(session: AsyncSession, person: Person, now: datetime) -> LeftOpen:
    """Count what stays for colleagues, and the cancelled calls, if the person is erased now."""

    async def count(*which: ColumnElement[bool]) -> int:
        return (await session.exec(select(func.count()).where(*which))).one()

    person_id, tenant = person.id, person.tenant
    calls = select(Seat.call_id).where(col(Seat.tenant) == tenant, col(Seat.person_id) == person_id)
    asks = await count(col(Ask.tenant) == tenant, col(Ask.author_id) == person_id)
    wrote = await count(
        col(Insight.tenant) == tenant,
        or_(col(Insight.author_id) == person_id, col(Insight.owner_id) == person_id),
    )
    return LeftOpen(
        await count_promises(session, person),
        len(await calls_alone(session, person, now)),
        await count(col(Call.tenant) == tenant, col(Call.id).in_(calls), has_colleague(person_id)),
        asks + wrote,
    )


async def count_promises(session: AsyncSession, person: Person) -> int:
    """Count the open promises that a person keeps track of."""
    wanted = select(func.count()).where(
        col(Commitment.tenant) == person.tenant,
        col(Commitment.owner_id) == person.id,
        col(Commitment.state) == OPEN,
    )
    return (await session.exec(wanted)).one()


def has_colleague(person_id: int) -> ColumnElement[bool]:
    """Match a `Call` with somebody else in it who was not erased and has not left the company."""
    other, colleague = aliased(Seat), aliased(Person)
    return (
        select(other.call_id)
        .join(colleague, col(colleague.id) == col(other.person_id))
        .where(
            col(other.call_id) == col(Call.id),
            col(other.person_id) != person_id,
            col(colleague.erased_at).is_(None),
            or_(col(colleague.standing).is_(None), col(colleague.standing) != LEFT),
        )
        .exists()
    )


async def calls_alone(session: AsyncSession, person: Person, now: datetime) -> Sequence[Call]:
    """Return a person's planned calls that are not over and in which no colleague remains."""
    wanted = (
        select(Call)
        .join(Seat, col(Seat.call_id) == col(Call.id))
        .where(
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
            col(Call.status) == PLANNED,
            col(Call.ends_at) > now,
            ~has_colleague(person.id),
        )
        .order_by(col(Call.starts_at), col(Call.id))
    )
    return (await session.exec(wanted)).all()
