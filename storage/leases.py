"""Leases for work that only one of several processes may do. All times are UTC.

Some leases are only records. They say which tenants are served (`storage.upkeep.serving`), and
which tenants are being purged (`storage.workspace.workspaces`). A purge is under way until its
lease is deleted.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete as delete_rows
from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Lease


async def acquire(
    session: AsyncSession, name: str, holder: str, *, now: datetime, until: datetime
) -> bool:
    """Acquire a lease until `until`. Return False if it is taken, even by this holder."""
    connection = await session.connection()
    engine = sqlite if connection.dialect.name == "sqlite" else postgresql
    wanted = engine.insert(Lease).values(name=name, holder=holder, until=until)
    acquired = await connection.execute(
        wanted.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "until": until},
            where=col(Lease.until) <= now,
        ).returning(col(Lease.name))
    )
    return acquired.first() is not None


async def release(session: AsyncSession, name: str, holder: str, now: datetime) -> None:
    """End a lease now, if this holder still has it."""
    await session.exec(
        update(Lease)
        .where(col(Lease.name) == name, col(Lease.holder) == holder)
        .values(until=now)
        .execution_options(synchronize_session=False)
    )


async def extend(session: AsyncSession, name: str, until: datetime) -> None:
    """Extend a lease to `until`, whoever holds it. If there is no lease, create one."""
    connection = await session.connection()
    engine = sqlite if connection.dialect.name == "sqlite" else postgresql
    wanted = engine.insert(Lease).values(name=name, holder="", until=until)
    await connection.execute(
        wanted.on_conflict_do_update(index_elements=["name"], set_={"until": until})
    )


async def until(session: AsyncSession, name: str) -> datetime | None:
    """Return when a lease ends or ended, or None if there is no lease of this name."""
    wanted = select(Lease.until).where(col(Lease.name) == name)
    return (await session.exec(wanted)).first()


async def is_known(session: AsyncSession, name: str) -> bool:
    """Return whether there is a lease of this name, even one that has ended."""
    return await until(session, name) is not None


async def beginning_with(session: AsyncSession, start: str) -> Sequence[str]:
    """Return all lease names that begin with `start`, including those of ended leases."""
    wanted = select(Lease.name).where(col(Lease.name).startswith(start, autoescape=True))
    return (await session.exec(wanted.order_by(col(Lease.name)))).all()


async def delete(session: AsyncSession, name: str) -> None:
    """Delete the lease of this name, if there is one."""
    await session.exec(
        delete_rows(Lease)
        .where(col(Lease.name) == name)
        .execution_options(synchronize_session=False)
    )
