"""Copy the default settings that admins choose (`Policy.rhythm`) to each person of a tenant.

Each person has a copy (`Person.company_rhythm`), so that we can read a person's settings without a
second query. When an admin changes the defaults, we update the copies of a few people in each
transaction.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Person, Policy
from storage.workspace import people, policies


def _behind() -> tuple[ColumnElement[bool], ...]:
    # Both columns hold the same JSON text if a copy is up to date. PostgreSQL cannot compare JSON.
    copy, policy = cast(col(Person.company_rhythm), Text), cast(col(Policy.rhythm), Text)
    return (copy != policy, col(Person.erased_at).is_(None))


async def tenants_behind(session: AsyncSession) -> Sequence[str]:
    """Return the tenants with people whose copy is out of date."""
    wanted = select(Person.tenant).join(Policy, col(Policy.tenant) == col(Person.tenant))
    return (await session.exec(wanted.where(*_behind()).distinct())).all()


async def count_behind(session: AsyncSession, tenant: str) -> int:
    """Count the people of a tenant whose copy is out of date."""
    wanted = _of(select(func.count(col(Person.id))), tenant)
    found: int = (await session.exec(wanted)).one()
    return found


async def catch_up(
    session: AsyncSession, tenant: str, limit: int, *, after: int = 0
) -> Sequence[int]:
    """Update the copies of up to `limit` people with ids above `after`, and return their ids.

    The nudges of these people have to be planned again in the same transaction. This function does
    not do that.
    """
    wanted = _of(select(Person.id), tenant).where(col(Person.id) > after)
    found = await session.exec(wanted.order_by(col(Person.id)).limit(limit))
    ids: Sequence[int] = found.all()
    chosen = await policies.rhythm(session, tenant)
    for person in await people.lock_all(session, ids):
        person.company_rhythm = dict(chosen)
    await session.flush()
    return ids


def _of(wanted: Any, tenant: str) -> Any:  # noqa: ANN401 - a select of any columns
    joined = wanted.join(Policy, col(Policy.tenant) == col(Person.tenant))
    return joined.where(col(Person.tenant) == tenant, *_behind())
