"""Findings about accounts, and the questions set aside."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Finding, SetAside


async def latest(session: AsyncSession, tenant: str, account_id: int) -> Sequence[Finding]:
    """The newest finding for each question about an account."""
    newest = (
        select(func.max(col(Finding.id)))
        .where(col(Finding.tenant) == tenant, col(Finding.account_id) == account_id)
        .group_by(col(Finding.question_id))
    )
    wanted = (
        select(Finding)
        .where(col(Finding.tenant) == tenant, col(Finding.id).in_(newest))
        .order_by(col(Finding.found_at).desc(), col(Finding.id).desc())
    )
    return (await session.exec(wanted)).all()


async def set_aside(session: AsyncSession, tenant: str, account_id: int) -> Sequence[SetAside]:
    """The questions skipped for a call, or not worth knowing here at all (call_id 0)."""
    wanted = select(SetAside).where(
        col(SetAside.tenant) == tenant, col(SetAside.account_id) == account_id
    )
    return (await session.exec(wanted)).all()
