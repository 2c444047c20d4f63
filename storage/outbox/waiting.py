"""Which tenants have rows to claim, and from when on.

All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, or_, select
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import OPEN
from storage.tables.types import Moment

_ROW = SQLModel.metadata.tables["outbox"].c
_OPEN = _ROW.state == OPEN
_DUE_BY = bindparam("due_by", type_=Moment())
_FEW = bindparam("few", type_=Integer())


FEW = 256  # rows: if fewer are due, they are simply read


async def next_due(session: AsyncSession, served: Collection[str]) -> datetime | None:
    """The earliest `next_at` of open rows of these tenants or platforms; None if there is none."""
    statement, values = _next(_platforms(served)), _tenants(served)
    found: datetime | None = await (await session.connection()).scalar(statement, values)
    return found


async def waiting(session: AsyncSession, served: Collection[str], due_by: datetime) -> list[str]:
    """The tenants, of these tenants or platforms, that have open rows with a `next_at` by then.

    The cost does not depend on how many rows are due or open. If many are due, it depends on how
    many tenants have open rows.
    """
    connection, platforms = await session.connection(), _platforms(served)
    values = {**_tenants(served), "due_by": due_by}
    found = (await connection.execute(_of_the_earliest(platforms), {**values, "few": FEW})).all()
    if sum(number for _, number in found) == FEW:
        found = (await connection.execute(_of_all(platforms), values)).all()
    return [row.tenant for row in found]


def _platforms(served: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in served if ":" not in name))


def _tenants(served: Collection[str]) -> dict[str, list[str]]:
    return {"tenants": [name for name in served if ":" in name]}


# Building a statement takes longer than the database takes to run it.


@cache
def _next(platforms: tuple[str, ...]) -> Select[Any]:
    served = _is_served(_ROW.tenant, platforms)
    return select(_ROW.next_at).where(_OPEN, served).order_by(_ROW.next_at).limit(1)


@cache
def _of_the_earliest(platforms: tuple[str, ...]) -> Select[Any]:
    """The tenants of the first `FEW` rows that are due, and how many of these each has."""
    served = _is_served(_ROW.tenant, platforms)
    due = select(_ROW.tenant).where(_OPEN, _ROW.next_at <= _DUE_BY, served)
    first = due.order_by(_ROW.next_at).limit(_FEW).subquery("first")
    return select(first.c.tenant, func.count()).group_by(first.c.tenant).order_by(first.c.tenant)


@cache
def _of_all(platforms: tuple[str, ...]) -> Select[Any]:
    """The tenants whose first row is due. Goes from one tenant to the next in the index."""
    least = select(func.min(_ROW.tenant)).where(_OPEN)
    every = select(least.scalar_subquery().label("tenant")).cte("every", recursive=True)
    following = least.where(_ROW.tenant > every.c.tenant).correlate(every).scalar_subquery()
    every = every.union_all(select(following).where(every.c.tenant.is_not(None)))
    tenant = every.c.tenant
    first = select(func.min(_ROW.next_at)).where(_OPEN, _ROW.tenant == tenant)
    due = first.correlate(every).scalar_subquery() <= _DUE_BY
    return select(tenant).where(_is_served(tenant, platforms), due).order_by(tenant)


def _is_served(tenant: ColumnElement[str], platforms: tuple[str, ...]) -> ColumnElement[bool]:
    named = tenant.in_(bindparam("tenants", expanding=True))
    return or_(named, *(tenant.startswith(f"{platform}:") for platform in platforms))
