"""Record what a person did with an insight in a call."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.unique import insert_all
from storage.tables import Call, Insight, InsightUse, Person


async def record_verdict(session: AsyncSession, use: InsightUse) -> None:
    """Store a verdict. It replaces the person's earlier verdict on this insight in this call."""
    await session.merge(use)


async def record_shown(session: AsyncSession, uses: Iterable[InsightUse]) -> None:
    """Record that insights were shown. Existing rows stay unchanged."""
    await insert_all(session, list(uses))


async def shown_in_call(
    session: AsyncSession, tenant: str, person_id: int, call_id: int
) -> Sequence[tuple[InsightUse, Insight]]:
    """Return the insights that a person was shown for a call, with the person's verdicts."""
    wanted = (
        select(InsightUse, Insight)
        .join(Insight, col(Insight.id) == col(InsightUse.insight_id))
        .where(
            col(InsightUse.tenant) == tenant,
            col(InsightUse.person_id) == person_id,
            col(InsightUse.call_id) == call_id,
        )
        .order_by(col(InsightUse.insight_id))
    )
    return (await session.exec(wanted)).all()


async def latest_call(
    session: AsyncSession,
    person: Person,
    insight_id: int,
    now: datetime,
    account_id: int | None = None,
) -> int:
    """Return the id of the latest call for which a person was shown an insight, or 0.

    Calls that begin after `now` (UTC) do not count. With `account_id`, only calls with that account
    count.
    """
    wanted = (
        select(InsightUse.call_id)
        .join(Call, col(Call.id) == col(InsightUse.call_id))
        .where(
            col(InsightUse.tenant) == person.tenant,
            col(InsightUse.person_id) == person.id,
            col(InsightUse.insight_id) == insight_id,
            col(Call.starts_at) <= now,
        )
        .order_by(col(Call.starts_at).desc())
        .limit(1)
    )
    if account_id is not None:
        wanted = wanted.where(col(Call.account_id) == account_id)
    return (await session.exec(wanted)).first() or 0
