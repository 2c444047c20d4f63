"""Leases: work that only one of the processes that share a database does. All times are UTC."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Lease


async def acquire(
    session: AsyncSession, name: str, holder: str, *, now: datetime, until: datetime
) -> bool:
    """Acquire a lease until `until`. Returns False if somebody, even this holder, has it now."""
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
