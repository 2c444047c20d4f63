"""Installations that somebody began in a browser. All times are UTC."""

from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import InstallState


async def count(session: AsyncSession, now: datetime) -> int:
    """How many installations have begun and have not expired."""
    wanted = select(func.count()).where(col(InstallState.expires_at) > now)
    return (await session.exec(wanted)).one()


async def find(session: AsyncSession, state: str, now: datetime) -> InstallState | None:
    """A state by its hash; None if there is none, or it has expired."""
    found = await session.get(InstallState, state)
    return found if found and found.expires_at > now else None


async def take(session: AsyncSession, state: str, now: datetime) -> InstallState | None:
    """Take a state by its hash, so that nobody can use it again; None if there is none any more.

    Of two who take the same state at once, one gets it.
    """
    taken = await session.exec(
        delete(InstallState)
        .where(col(InstallState.state) == state)
        .returning(
            col(InstallState.state),
            col(InstallState.cookie),
            col(InstallState.made_at),
            col(InstallState.expires_at),
        )
        .execution_options(synchronize_session=False)
    )
    row = taken.first()
    if row is None or row.expires_at <= now:
        return None
    return InstallState(
        state=row.state, cookie=row.cookie, made_at=row.made_at, expires_at=row.expires_at
    )


async def delete_expired(session: AsyncSession, now: datetime) -> None:
    """Delete the states that nobody came back with in time."""
    await session.exec(
        delete(InstallState)
        .where(col(InstallState.expires_at) <= now)
        .execution_options(synchronize_session=False)
    )
