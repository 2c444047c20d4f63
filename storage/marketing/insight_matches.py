"""Find insights by their words, and those that match a call."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import reduce
from operator import add

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Subquery,
    Text,
    bindparam,
    case,
    func,
    or_,
    union_all,
)
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import FLOPPED
from storage.marketing import insights
from storage.sql import search
from storage.sql.built_once import built_once
from storage.tables import Insight, InsightUse
from storage.tables.types import Moment

# We compare a call with at most this many insights that are not about an account, the newest first.
# A large library would slow the comparison.
COMPARED = 1_500


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

    Insights in any state are included. If `newest` is given, search from the newest insight
    backwards, and stop after `newest` insights that are not about an account. Insights about
    accounts are searched too, but do not count.
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
    """Return published insights that match a call, best first.

    An insight matches if one of these is true. The first counts most, the last counts least:

    - It is about the account.
    - Its competitor is named in `heard` (what the buyer said).
    - Its industry is `industry`, or its persona is named in `roles` (of the contacts who are
      coming).
    - Its id is in `ids`, which come from a full-text search.

    We look at insights about the account, and at the newest `COMPARED` of the insights that are not
    about an account. Insights are left out if their review day is before `today`, or if they
    flopped with this account. `heard`, `roles` and `industry` are in lower case. `now` is in UTC.
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
    """Select the insights for `matching`, sorted by the sum of the weights of their `_reasons`."""
    tenant = bindparam("tenant", type_=Text())
    account_id = bindparam("account_id", type_=BigInteger())
    flopped = select(InsightUse.insight_id).where(
        col(InsightUse.account_id) == account_id, col(InsightUse.verdict) == FLOPPED
    )
    compared, reasons = _compared(tenant, account_id), _reasons(account_id)
    # Sort by weight first. Otherwise the limit would drop an older insight about this account.
    weight = reduce(add, (case((reason, strong), else_=0) for reason, strong in reasons))
    return (
        select(Insight)
        .join(compared, compared.c.id == col(Insight.id))
        .where(
            col(Insight.tenant) == tenant,
            insights.out(bindparam("now", type_=Moment())),
            col(Insight.review_by) >= bindparam("today", type_=Date()),
            col(Insight.id).not_in(flopped),
            or_(*(reason for reason, _ in reasons)),
        )
        .order_by(weight.desc(), col(Insight.published_at).desc())
        .limit(bindparam("limit", type_=Integer()))
    )


def _reasons(account_id: BindParameter[int]) -> tuple[tuple[ColumnElement[bool], int], ...]:
    """Return the conditions that make an insight match a call, each with its weight."""
    industry, heard, roles = (
        bindparam(name, type_=Text()) for name in ("industry", "heard", "roles")
    )
    competitor, persona = func.lower(col(Insight.competitor)), func.lower(col(Insight.persona))
    return (
        (col(Insight.account_id) == account_id, 8),
        ((competitor != "") & (search.strpos(heard, competitor) > 0), 6),
        ((col(Insight.industry) != "") & (func.lower(col(Insight.industry)) == industry), 3),
        ((persona != "") & (search.strpos(roles, persona) > 0), 3),
        (col(Insight.id).in_(bindparam("ids", expanding=True)), 2),
    )


def _compared(tenant: BindParameter[str], account_id: BindParameter[int]) -> Subquery:
    """Return the ids of the insights to compare with a call of this account.

    The database finds these ids in an index, without reading the rows of other insights.
    """
    newest = (
        select(Insight.id)
        .where(col(Insight.tenant) == tenant, col(Insight.account_id).is_(None))
        .order_by(col(Insight.id).desc())
        .limit(bindparam("compared", type_=Integer()))
        .subquery()
    )
    about = select(Insight.id).where(
        col(Insight.tenant) == tenant, col(Insight.account_id) == account_id
    )
    return union_all(select(newest.c.id), about).subquery()
