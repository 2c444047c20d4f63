"""Count how far the roll-out of Attune in a tenant is. Nothing here tells who is counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT, MARKETING
from storage.tables import Person, Seat


@dataclass(frozen=True)
class RollOut:
    """Counts of people on file whose account is open.

    `begun` counts those with a call, past or coming. `not_yet` counts the others, without marketers
    and admins, who may never have a call. `stopped` counts, for each kind of message,
    those who muted the kind themselves.
    """

    known: int
    begun: int
    not_yet: int
    stopped: Mapping[str, int]


async def count(session: AsyncSession, tenant: str) -> RollOut:
    """Count the people of a tenant."""
    wanted = select(Person.rhythm, Person.role, _has_call()).where(*_there(tenant))
    rows = (await session.exec(wanted)).all()
    stopped = Counter(kind for rhythm, *_ in rows for kind in set(rhythm.get("muted", ())))
    begun = sum(bool(has_call) for *_, has_call in rows)
    not_yet = sum(not has_call and role not in MARKETING for _, role, has_call in rows)
    return RollOut(len(rows), begun, not_yet, stopped)


async def everybody(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return the people whose account is open, lowest id first."""
    wanted = select(Person).where(*_there(tenant)).order_by(col(Person.id))
    return (await session.exec(wanted)).all()


async def not_begun(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return the people whose account is open and who have no call, lowest id first.

    Marketers and admins are left out, because they may never have a call.
    """
    selling = col(Person.role).not_in(MARKETING)
    wanted = select(Person).where(*_there(tenant), selling, ~_has_call()).order_by(col(Person.id))
    return (await session.exec(wanted)).all()


def _there(tenant: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Person.tenant) == tenant,
        col(Person.standing) != LEFT,
        col(Person.erased_at).is_(None),
    )


def _has_call() -> ColumnElement[bool]:
    mine = col(Seat.person_id) == col(Person.id)
    return exists().where(mine, col(Seat.tenant) == col(Person.tenant))
