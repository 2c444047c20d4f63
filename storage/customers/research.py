"""Query what was found in research about accounts."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.tables import Finding, Person


async def findings(session: AsyncSession, account_ids: Collection[int]) -> dict[int, list[Finding]]:
    """Return each account's newest finding for each research question, newest first.

    The caller must check the tenant.
    """
    rows = (await session.exec(_newest(), params={"accounts": [*account_ids]})).all()
    return grouped((row.account_id, row) for row in rows)


async def own(session: AsyncSession, person: Person, account_id: int) -> Sequence[Finding]:
    """Return what a person has found out about an account, newest first."""
    wanted = (
        select(Finding)
        .where(
            col(Finding.tenant) == person.tenant,
            col(Finding.account_id) == account_id,
            col(Finding.found_by) == person.id,
        )
        .order_by(col(Finding.found_at).desc(), col(Finding.id).desc())
    )
    return (await session.exec(wanted)).all()


@built_once
def _newest() -> SelectOfScalar[Finding]:
    """Select each account's newest finding for each question. Takes the parameter `accounts`."""
    newest = (
        select(func.max(col(Finding.id)))
        .where(col(Finding.account_id).in_(bindparam("accounts")))
        .group_by(col(Finding.account_id), col(Finding.question_id))
    )
    return (
        select(Finding)
        .where(col(Finding.id).in_(newest))
        .order_by(col(Finding.found_at).desc(), col(Finding.id).desc())
    )
