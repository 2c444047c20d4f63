"""Find out how far the roll-out of Attune in a tenant has got.

`count` returns only numbers. The other functions return people, so that Attune can write to them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT
from storage.tables import Person, Seat


@dataclass(frozen=True)
class RollOut:
    """Counts of people who have neither left the company nor been erased.

    - `known`: all these people.
    - `begun`: those with a past or upcoming call.
    - `stopped`: for each kind of message, those who muted it themselves.
    """

    known: int
    begun: int
    stopped: Mapping[str, int]


async def count(session: AsyncSession, tenant: str) -> RollOut:
    """Count the people of a tenant."""
    wanted = select(Person.rhythm, _has_call()).where(*_there(tenant))
    rows = (await session.exec(wanted)).all()
    stopped = Counter(kind for rhythm, _ in rows for kind in set(rhythm.get("muted", ())))
    return RollOut(len(rows), sum(bool(begun) for _, begun in rows), stopped)


async def everybody(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return the people who have neither left the company nor been erased, lowest id first."""
    wanted = select(Person).where(*_there(tenant)).order_by(col(Person.id))
    return (await session.exec(wanted)).all()


async def not_begun(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return the people among `everybody` who have no call, lowest id first."""
    wanted = select(Person).where(*_there(tenant), ~_has_call()).order_by(col(Person.id))
    return (await session.exec(wanted)).all()


def _there(tenant: str) -> tuple[ColumnElement[bool], ...]:
    """Match a tenant's people who have neither left the company nor been erased."""
    return (
        col(Person.tenant) == tenant,
        col(Person.standing) != LEFT,
        col(Person.erased_at).is_(None),
    )


def _has_call() -> ColumnElement[bool]:
    mine = col(Seat.person_id) == col(Person.id)
    return exists().where(mine, col(Seat.tenant) == col(Person.tenant))
