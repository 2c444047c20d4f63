"""Reflections and guesses, read for their own author."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Account, Guess, Reflection


async def of_call(
    session: AsyncSession, tenant: str, call_id: int, author_id: int
) -> Reflection | None:
    """An author's reflection on a call."""
    wanted = select(Reflection).where(
        col(Reflection.tenant) == tenant,
        col(Reflection.call_id) == call_id,
        col(Reflection.author_id) == author_id,
    )
    return (await session.exec(wanted)).first()


async def last_of(
    session: AsyncSession, tenant: str, author_id: int, limit: int
) -> list[tuple[Reflection, Account]]:
    """An author's newest reflections, newest first, with their accounts."""
    wanted = (
        select(Reflection, Account)
        .join(Account, col(Account.id) == col(Reflection.account_id))
        .where(col(Reflection.tenant) == tenant, col(Reflection.author_id) == author_id)
        .order_by(col(Reflection.called_at).desc())
        .limit(limit)
    )
    return list((await session.exec(wanted)).all())


async def guesses_of(
    session: AsyncSession, tenant: str, author_id: int, call_ids: Sequence[int]
) -> Sequence[Guess]:
    """An author's guesses about these calls."""
    wanted = select(Guess).where(
        col(Guess.tenant) == tenant,
        col(Guess.person_id) == author_id,
        col(Guess.call_id).in_(call_ids),
    )
    return (await session.exec(wanted)).all()
