"""Count how many people each insight reached, and how often each verdict was given.

Uses by an insight's author or owner do not count.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, func, type_coerce
from sqlalchemy import select as plain_select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import Verdict
from storage.tables import Insight, InsightUse
from storage.tables.types import EPOCH, MICROSECOND

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Figures:
    """An insight's figures: how many people it reached, and how often each verdict was given.

    `reach` counts everybody who was shown the insight for a call, even people who did not use it.
    """

    reach: int = 0
    used: int = 0
    landed: int = 0
    flopped: int = 0
    wrong_buyer: int = 0
    stale: int = 0
    unclear: int = 0


async def figures(
    session: AsyncSession,
    tenant: str,
    insight_ids: Collection[int],
    within: tuple[datetime, datetime] | None = None,
) -> dict[int, Figures]:
    """Return the figures of these insights, by id. Insights that reached nobody are left out.

    If `within` is (since, until), count only what happened from `since` to just before `until`.
    """
    each = type_coerce(col(InsightUse.insight_id), BigInteger)
    verdicts: tuple[Verdict, ...] = ("used", "landed", "flopped", "wrong_buyer", "stale", "unclear")
    which: list[ColumnElement[bool]] = [each.in_(list(insight_ids))]
    if within:
        since, until = within
        which += [col(InsightUse.at) >= since, col(InsightUse.at) < until]
    found = await _counts(session, tenant, each, verdicts, *which)
    return {insight_id: Figures(*counts) for insight_id, counts in found.items()}


@dataclass(frozen=True)
class InsightWeek:
    """An insight's figures for seven times 24 hours.

    `begins` is the day (UTC) on which the first 24 hours begin. They need not begin at midnight.
    """

    begins: date
    reach: int
    used: int
    landed: int


async def by_week(
    session: AsyncSession, tenant: str, insight_id: int, since: datetime, until: datetime
) -> list[InsightWeek]:
    """Return an insight's figures for each week of [since, until), oldest first.

    The first week begins at `since`. An incomplete last week is left out.
    """
    begins = (since - EPOCH) // MICROSECOND
    week = (type_coerce(col(InsightUse.at), BigInteger) - begins) // (WEEK // MICROSECOND)
    found = await _counts(
        session,
        tenant,
        week,
        ("used", "landed"),
        col(InsightUse.insight_id) == insight_id,
        col(InsightUse.at) >= since,
        col(InsightUse.at) < until,
    )
    return [
        InsightWeek((since + number * WEEK).date(), *found.get(number, (0, 0, 0)))
        for number in range((until - since) // WEEK)
    ]


def by_others() -> ColumnElement[bool]:
    """Match the uses of an insight by anybody except its author and its owner."""
    person = col(InsightUse.person_id)
    return (person != col(Insight.author_id)) & (person != col(Insight.owner_id))


async def _counts(
    session: AsyncSession,
    tenant: str,
    group: ColumnElement[int],
    verdicts: Collection[Verdict],
    *which: ColumnElement[bool],
) -> dict[int, tuple[int, ...]]:
    """Count the people reached and each of these verdicts, by group.

    We filter by the insight's tenant, not by the tenant of each use. The index insight_use_by_time
    has no tenant, so a filter by the use's tenant would make the database read the table too.
    """
    given = [func.count().filter(col(InsightUse.verdict) == verdict) for verdict in verdicts]
    people = func.count(func.distinct(col(InsightUse.person_id)))
    wanted = (
        plain_select(group.label("each"), people, *given)
        .join(Insight, col(Insight.id) == col(InsightUse.insight_id))
        .where(col(Insight.tenant) == tenant, by_others(), *which)
        .group_by("each")
    )
    rows = await (await session.connection()).execute(wanted)
    return {row[0]: tuple(row[1:]) for row in rows}
