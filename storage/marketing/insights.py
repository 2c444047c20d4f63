"""Query insights by state, fields and words, and record how people used them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import add

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    func,
    or_,
    true,
    union_all,
)
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import DRAFT, EDIT, FLOPPED, PUBLISHED, TAKEN_UP, InsightState
from storage.sql import search
from storage.sql.built_once import built_once
from storage.sql.locks import for_update
from storage.sql.unique import insert_all
from storage.tables import Account, Insight, InsightUse
from storage.tables.types import Moment

EVER_PUBLISHED: tuple[InsightState, ...] = ("published", "retired")
# Of the insights about no account, we compare only this many of the newest with a call, so that a
# large library does not slow the comparison.
COMPARED = 1_500
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


def _out(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
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
    """Return up to `limit` insights in a state, latest change first, after the first `skip`."""
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


async def index(session: AsyncSession, insight: Insight) -> None:
    """Index an insight's current words for full-text search."""
    words = " ".join(
        (
            *(insight.headline, insight.line, insight.body, insight.industry),
            *(insight.persona, insight.competitor),
        )
    )
    await search.index(session, insight.tenant, insight.id, words)


async def with_words(
    session: AsyncSession,
    tenant: str,
    words: Collection[str],
    limit: int,
    *,
    newest: int | None = None,
) -> list[int]:
    """Return the ids of up to `limit` insights with any of these words, best match first.

    Insights in any state are included. `newest` is how many of the newest insights to search, not
    counting those about an account, or None for all.
    """
    return await search.find(session, tenant, words, limit, newest=newest)


async def matching(
    session: AsyncSession,
    tenant: str,
    *,
    today: date,
    now: datetime,
    account_id: int,
    industry: str,
    heard: str,
    roles: str,
    ids: Collection[int],
    limit: int,
) -> Sequence[Insight]:
    """Return published insights with a field or word that matches a call, best first.

    We look at insights about the account, and at the newest `COMPARED` of the insights about no
    account. Insights are left out if their review day is before `today`, or if they flopped with
    this account. `heard` (what the buyer said), `roles` (of the contacts who are coming) and
    `industry` are in lower case. `ids` come from a full-text search. `now` is in UTC.
    """
    values = {
        "tenant": tenant,
        "today": today,
        "now": now,
        "account_id": account_id,
        "industry": industry,
        "heard": heard,
        "roles": roles,
        "ids": list(ids),
        "limit": limit,
        "compared": COMPARED,
    }
    return (await session.exec(_matching(), params=values)).all()


@built_once
def _matching() -> SelectOfScalar[Insight]:
    account_id, industry = (
        bindparam("account_id", type_=BigInteger()),
        bindparam("industry", type_=Text()),
    )
    heard, roles = bindparam("heard", type_=Text()), bindparam("roles", type_=Text())
    flopped = select(InsightUse.insight_id).where(
        col(InsightUse.account_id) == account_id, col(InsightUse.verdict) == FLOPPED
    )
    competitor, persona = func.lower(col(Insight.competitor)), func.lower(col(Insight.persona))
    # What makes an insight match, with weights.
    speaks = (
        (col(Insight.account_id) == account_id, 8),
        ((competitor != "") & (search.strpos(heard, competitor) > 0), 6),
        ((col(Insight.industry) != "") & (func.lower(col(Insight.industry)) == industry), 3),
        ((persona != "") & (search.strpos(roles, persona) > 0), 3),
        (col(Insight.id).in_(bindparam("ids", expanding=True)), 2),
    )
    # Sort by weight first. Otherwise the limit would drop an older insight about this account.
    weight = reduce(add, (case((reason, strong), else_=0) for reason, strong in speaks))
    tenant, general = bindparam("tenant", type_=Text()), col(Insight.account_id).is_(None)
    newest = (
        select(Insight.id)
        .where(col(Insight.tenant) == tenant, general)
        .order_by(col(Insight.id).desc())
        .limit(bindparam("compared", type_=Integer()))
        .subquery()
    )
    about = select(Insight.id).where(
        col(Insight.tenant) == tenant, col(Insight.account_id) == account_id
    )
    # Both parts come from an index alone, so we read no insight that we do not compare.
    compared = union_all(select(newest.c.id), about).subquery()
    return (
        select(Insight)
        .join(compared, compared.c.id == col(Insight.id))
        .where(
            col(Insight.tenant) == tenant,
            _out(bindparam("now", type_=Moment())),
            col(Insight.review_by) >= bindparam("today", type_=Date()),
            col(Insight.id).not_in(flopped),
            or_(*(reason for reason, _ in speaks)),
        )
        .order_by(weight.desc(), col(Insight.published_at).desc())
        .limit(bindparam("limit", type_=Integer()))
    )


async def record_verdict(session: AsyncSession, use: InsightUse) -> None:
    """Store a verdict. It replaces the person's earlier one on this insight in this call."""
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


async def up_for_review(
    session: AsyncSession, tenant: str, *, today: date, now: datetime, limit: int
) -> Sequence[Insight]:
    """Return up to `limit` published insights that marketing should review.

    An insight needs a review if its review day is before `today`, if it flopped at least twice, or
    if it was published more than 60 days ago and nobody has used it. `now` is in UTC.
    """
    # Correlated subqueries, because the table has a row for each insight shown for each call.
    of_this = select(InsightUse.insight_id).where(col(InsightUse.insight_id) == col(Insight.id))
    used = of_this.where(col(InsightUse.verdict).in_(TAKEN_UP)).exists()
    flopped = of_this.where(col(InsightUse.verdict) == FLOPPED).correlate(Insight)
    second_flop = flopped.offset(1).limit(1).scalar_subquery()
    wanted = (
        select(Insight)
        .where(
            col(Insight.tenant) == tenant,
            _out(now),
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
        .where(col(Insight.tenant) == tenant, _out(now), col(Insight.review_by) >= good_on)
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
    """Return the industries, personas, competitors and account names in use, by tag.

    With `out_at` (UTC), use only insights that everybody can see at that time. The industries and
    names of accounts are always included.
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
    column = col(getattr(Insight, name))
    wanted = select(column).where(col(Insight.tenant) == tenant, column != "").distinct()
    if out_at is not None:
        wanted = wanted.where(_out(out_at))
    return (await session.exec(wanted)).all()
