"""Query what was found in research about accounts."""

from collections.abc import Collection

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.groups import grouped
from storage.tables import Finding


async def findings(session: AsyncSession, account_ids: Collection[int]) -> dict[int, list[Finding]]:
    """Return each account's newest finding for each research question, newest first.

    The caller must check the tenant.
    """
    newest = (
        select(func.max(col(Finding.id)))
        .where(col(Finding.account_id).in_(account_ids))
        .group_by(col(Finding.account_id), col(Finding.question_id))
    )
    wanted = (
        select(Finding)
        .where(col(Finding.id).in_(newest))
        .order_by(col(Finding.found_at).desc(), col(Finding.id).desc())
    )
    return grouped((row.account_id, row) for row in (await session.exec(wanted)).all())
