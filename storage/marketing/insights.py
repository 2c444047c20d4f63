"""Query insights by id, state and date, and list the topics that they are about."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    func,
    or_,
    true,
)
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import DRAFT, EDIT, FLOPPED, PUBLISHED, USED, InsightState
from storage.sql.locks import for_update
from storage.tables import Account, Insight, InsightUse

EVER_PUBLISHED: tuple[InsightState, ...] = ("published", "retired")
# An insight needs a review if nobody has used it and it was published longer ago than this.
UNUSED = timedelta(days=60)


async def by_id(
    session: AsyncSession, tenant: str, insight_id: int, *, locked: bool = False
) -> Insight | None:
    """Return a tenant's insight by row id, or None."""
    wanted = select(Insight).where(col(Insight.tenant) == tenant, col(Insight.id) == insight_id)
    return (await session.exec(for_update(wanted, locked=locked))).first()


def is_out(insight: Insight, now: datetime) -> bool:
    """Return whether everybody can see an insight at `now` (UTC)."""
    published_at = insight.published_at
    return insight.state == PUBLISHED and published_at is not None and published_at <= now


def out(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Match the insights that everybody can see at `now` (UTC), as `is_out` does in Python."""
    return and_(col(Insight.state) == PUBLISHED, col(Insight.published_at) <= now)


async def by_ids(
    session: AsyncSession, tenant: str, insight_ids: Collection[int]
) -> Sequence[Insight]:
    """Return a tenant's insights by row ids, oldest first."""
    wanted = select(Insight).where(col(Insight.tenant) == tenant, col(Insight.id).in_(insight_ids))
    return (await session.exec(wanted.order_by(col(Insight.id)))).all()


async def in_state(
    session: AsyncSession,
    tenant: str,
    state: InsightState,
    limit: int,
    *,
    skip: int = 0,
) -> Sequence[Insight]:
    """Return up to `limit` insights in a state, latest change first. Leave out the first `skip`."""
    wanted = (
        select(Insight)
        .where(col(Insight.tenant) == tenant, col(Insight.state) == state)
        .order_by(col(Insight.changed_at).desc(), col(Insight.id).desc())
        .offset(skip)
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def edits(
    session: AsyncSession, tenant: str, insight_ids: Collection[int]
) -> dict[int, Insight]:
    """Return the unpublished edits of these insights, by the id of the edited insight."""
    wanted = select(Insight).where(
        col(Insight.tenant) == tenant,
        col(Insight.replaces_id).in_(insight_ids),
        col(Insight.state) == EDIT,
    )
    return {found.replaces_id or 0: found for found in await session.exec(wanted)}


async def count_drafts(session: AsyncSession, tenant: str) -> int:
    """Count a tenant's drafts."""
    wanted = select(func.count()).where(col(Insight.tenant) == tenant, col(Insight.state) == DRAFT)
    return (await session.exec(wanted)).one()


async def count_drafts_by_feed(session: AsyncSession, tenant: str) -> dict[int, int]:
    """Count the drafts of each feed, by the feed's row id."""
    wanted = (
        select(Insight.feed_id, func.count())
        .where(
            col(Insight.tenant) == tenant,
            col(Insight.state) == DRAFT,
            col(Insight.feed_id).is_not(None),
        )
        .group_by(col(Insight.feed_id))
    )
    return {feed_id: count for feed_id, count in await session.exec(wanted) if feed_id is not None}


async def up_for_review(
    session: AsyncSession, tenant: str, *, today: date, now: datetime, limit: int
) -> Sequence[Insight]:
    """Return up to `limit` published insights that marketing should review.

    An insight needs a review if its review day is before `today`, if it flopped at least twice, or
    if it was published more than 60 days ago and nobody has used it. `now` is in UTC.
    """
    # We use correlated subqueries, because `InsightUse` is large: it has a row for each insight
    # shown for each call.
    of_this = select(InsightUse.insight_id).where(col(InsightUse.insight_id) == col(Insight.id))
    used = of_this.where(col(InsightUse.verdict).in_(USED)).exists()
    flopped = of_this.where(col(InsightUse.verdict) == FLOPPED).correlate(Insight)
    second_flop = flopped.offset(1).limit(1).scalar_subquery()
    wanted = (
        select(Insight)
        .where(
            col(Insight.tenant) == tenant,
            out(now),
            or_(
                col(Insight.review_by) < today,
                second_flop.is_not(None),
                (col(Insight.published_at) < now - UNUSED) & ~used,
            ),
        )
        .order_by(col(Insight.review_by))
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def newest(
    session: AsyncSession,
    tenant: str,
    now: datetime,
    limit: int,
    *,
    good_on: date = date.min,
    battlecards: bool = False,
) -> Sequence[Insight]:
    """Return the newest `limit` insights that everybody can see at `now` (UTC), newest first.

    Leave out those that were due for review before `good_on`. With `battlecards`, return only
    those about a competitor.
    """
    wanted = (
        select(Insight)
        .where(col(Insight.tenant) == tenant, out(now), col(Insight.review_by) >= good_on)
        .where(col(Insight.competitor) != "" if battlecards else true())
        .order_by(col(Insight.published_at).desc())
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def scheduled(
    session: AsyncSession, tenant: str, now: datetime, limit: int
) -> Sequence[Insight]:
    """Return the next `limit` insights to be published after `now` (UTC), soonest first."""
    wanted = (
        select(Insight)
        .where(
            col(Insight.tenant) == tenant,
            col(Insight.state) == PUBLISHED,
            col(Insight.published_at) > now,
        )
        .order_by(col(Insight.published_at))
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def values_in_use(
    session: AsyncSession, tenant: str, *, out_at: datetime | None = None
) -> dict[str, Sequence[str]]:
    """Return the values of the tags "industry", "persona", "competitor" and "account".

    The first three tags have the values that insights have. "industry" also has the industries of
    all accounts, and "account" has the names of all accounts. With `out_at` (UTC), use only
    insights that everybody can see at that time.
    """
    found: dict[str, Sequence[str]] = {}
    for name in ("industry", "persona", "competitor"):
        found[name] = await _in_use(session, tenant, name, out_at)
    industries = select(Account.industry).where(col(Account.tenant) == tenant).distinct()
    of_accounts = (await session.exec(industries)).all()
    found["industry"] = sorted({*found["industry"], *filter(None, of_accounts)})
    names = select(Account.name).where(col(Account.tenant) == tenant)
    found["account"] = (await session.exec(names)).all()
    return found


async def competitors(
    session: AsyncSession, tenant: str, *, out_at: datetime | None = None
) -> Sequence[str]:
    """Return the competitors that insights are about.

    With `out_at` (UTC), use only insights that everybody can see at that time.
    """
    return await _in_use(session, tenant, "competitor", out_at)


async def _in_use(
    session: AsyncSession, tenant: str, name: str, out_at: datetime | None
) -> Sequence[str]:
    """Return the values that insights have for one tag."""
    column = col(getattr(Insight, name))
    wanted = select(column).where(col(Insight.tenant) == tenant, column != "").distinct()
    if out_at is not None:
        wanted = wanted.where(out(out_at))
    return (await session.exec(wanted)).all()
