"""Research about accounts: what was found, and which questions were set aside."""

from collections.abc import Collection

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.groups import grouped
from storage.tables import Finding, Person, Seat, SetAside


async def findings(session: AsyncSession, account_ids: Collection[int]) -> dict[int, list[Finding]]:
    """By account: the newest finding for each research question, newest first.

    The caller has checked that these accounts are in its tenant.
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


async def set_aside(
    session: AsyncSession, account_ids: Collection[int]
) -> dict[int, list[SetAside]]:
    """By account: the research questions that were set aside, for one call or for the account.

    The caller has checked that these accounts are in its tenant.
    """
    wanted = select(SetAside).where(col(SetAside.account_id).in_(account_ids))
    return grouped((row.account_id, row) for row in (await session.exec(wanted)).all())


async def asked_before(
    session: AsyncSession, person: Person, account_ids: Collection[int]
) -> dict[int, list[tuple[int, str]]]:
    """By account: each call for which this person was asked questions, with the questions' ids.

    A call is given by its row id. The questions' ids are one text, as in `Seat.research`.
    """
    wanted = select(Seat.account_id, Seat.call_id, Seat.research).where(
        col(Seat.tenant) == person.tenant,
        col(Seat.person_id) == person.id,
        col(Seat.account_id).in_(account_ids),
        col(Seat.research) != "",
    )
    found = (await session.exec(wanted)).all()
    return grouped((account_id, (call_id, asked)) for account_id, call_id, asked in found)
