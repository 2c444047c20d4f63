"""Find the tenants with rows to claim, and when their rows can be claimed.

The cost depends on the number of tenants that have open rows. It does not grow with the number of
rows that are due or open. All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.built_once import built_once
from storage.sql.json_rows import dialect_of
from storage.tables import OPEN
from storage.tables.types import Moment

FEW = 100  # we first read at most this many due rows
EVER = datetime(9999, 1, 1, tzinfo=UTC)
# The table of `RateLimit` is still called "gate".
_ROW, _LIMIT = (SQLModel.metadata.tables[name].c for name in ("outbox", "gate"))
_OPEN = _ROW.state == OPEN
_BY = bindparam("by", type_=Moment())


class FirstRow(NamedTuple):
    """The `next_at` of a tenant's first open row, and the end of the tenant's latest pause."""

    tenant: str
    next_at: datetime
    free_at: datetime | None

    @property
    def ready_at(self) -> datetime:
        """When the row can be claimed."""
        return max(self.next_at, self.free_at or self.next_at)


async def next_due(session: AsyncSession, served: Collection[str]) -> datetime | None:
    """Return when the first open row of the served tenants can be claimed.

    Return None if they have no open row. `served` names tenants, or whole platforms.
    """
    first, all_read = await _first_rows(session, EVER)
    found = _served(first, served)
    # No other row is due earlier than the rows that we read. So if one of these belongs to a served
    # tenant, and can be claimed when it is due, we need no other rows.
    if not all_read and all(each.ready_at > each.next_at for each in found):
        found = _served(await _first_of_each(session, EVER), served)
    return min((each.ready_at for each in found), default=None)


async def due_tenants(
    session: AsyncSession, served: Collection[str], now: datetime, due_by: datetime
) -> list[str]:
    """Return the served tenants that have open rows with a `next_at` of `due_by` or earlier.

    `served` names tenants, or whole platforms. Tenants that are paused at `now` are left out.
    """
    first, all_read = await _first_rows(session, due_by)
    if not all_read:
        first = await _first_of_each(session, due_by)
    found = _served(first, served)
    return [each.tenant for each in found if each.free_at is None or each.free_at <= now]


def _served(found: Sequence[FirstRow], served: Collection[str]) -> list[FirstRow]:
    names = set(served)
    return [each for each in found if not names.isdisjoint((each.tenant, _platform(each.tenant)))]


def _platform(tenant: str) -> str:
    return tenant.partition(":")[0]


async def _first_rows(session: AsyncSession, by: datetime) -> tuple[list[FirstRow], bool]:
    """Read the first `FEW` open rows that are due at `by` or earlier.

    For each tenant, return the first of these rows. Also return whether fewer than `FEW` rows were
    found, which means that all due rows were read.
    """
    values = {"by": by, "few": FEW}
    found = (await (await session.connection()).execute(_reading_rows(), values)).all()
    return [FirstRow(*each[:3]) for each in found], sum(each.number for each in found) < FEW


async def _first_of_each(session: AsyncSession, by: datetime) -> list[FirstRow]:
    """Return each tenant's first open row, if the row is due at `by` or earlier."""
    connection = await session.connection()
    if dialect_of(session) == "postgresql":
        # Without recent statistics, PostgreSQL would read and sort all rows once for each tenant.
        off = (func.set_config(f"enable_{how}", "off", True) for how in ("bitmapscan", "sort"))
        await connection.execute(select(*off))  # this lasts until the transaction ends
    found = await connection.execute(_reading_tenants(), {"by": by})
    return [FirstRow(*each) for each in found]


@built_once
def _reading_rows() -> Select[Any]:
    """Select the first `few` open rows that are due at `by` or earlier, grouped by tenant.

    Each tenant has one result: the time of its first row, and the number of its rows.
    """
    rows = select(_ROW.tenant, _ROW.next_at).where(_OPEN, _ROW.next_at <= _BY)
    few = bindparam("few", type_=Integer())
    first = rows.order_by(_ROW.next_at).limit(few).subquery("first").c
    columns = first.tenant, func.min(first.next_at, type_=Moment()), _free_at(first.tenant)
    number = func.count().label("number")
    return select(*columns, number).group_by(first.tenant).order_by(first.tenant)


@built_once
def _reading_tenants() -> Select[Any]:
    """Select each tenant's first open row, stepping through the index from tenant to tenant."""
    least = select(_ROW.tenant).where(_OPEN).order_by(_ROW.tenant, _ROW.next_at).limit(1)
    every = select(least.scalar_subquery().label("tenant")).cte("every", recursive=True)
    following = least.where(_ROW.tenant > every.c.tenant).correlate(every).scalar_subquery()
    every = every.union_all(select(following).where(every.c.tenant.is_not(None)))
    tenant = every.c.tenant
    # We want the first open row of `tenant`. `>=` finds it, because the rows are sorted by tenant
    # and each of these tenants has an open row. With `=`, PostgreSQL might search the rows of all
    # tenants.
    from_here = select(_ROW.next_at).where(_OPEN, _ROW.tenant >= tenant)
    first = from_here.order_by(_ROW.tenant, _ROW.next_at).limit(1)
    next_at = first.correlate(every).scalar_subquery().label("next_at")
    return select(tenant, next_at, _free_at(tenant)).where(next_at <= _BY).order_by(tenant)


def _free_at(tenant: ColumnElement[str]) -> ColumnElement[datetime | None]:
    return select(_LIMIT.free_at).where(_LIMIT.key == tenant).scalar_subquery()
