"""Measure how a tenant's marketing and sales work together in a period. All times are UTC.

The figures are about all people together, and never about one person.
"""

from datetime import datetime

from sqlalchemy import BigInteger, case, func, type_coerce
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT, PLANNED, USED
from storage.marketing.asks import asked_between
from storage.marketing.insight_figures import by_others
from storage.marketing.insights import EVER_PUBLISHED
from storage.tables import Ask, Call, ExchangeCounts, Insight, InsightUse, Person, Seat


async def count(
    session: AsyncSession, tenant: str, since: datetime, until: datetime
) -> ExchangeCounts:
    """Count the calls, the asks to marketing and the insights of the period [since, until).

    Also count the people who are marketers now. Admins, and people who have left or were erased,
    are not counted as marketers. This reads every row of the period and stores nothing.
    """
    people = select(func.count()).where(
        col(Person.tenant) == tenant,
        col(Person.role) == "marketer",
        col(Person.standing) != LEFT,
        col(Person.erased_at).is_(None),
    )
    asked, closed, answered = await _asks(session, tenant, since, until)
    published, used = await _insights(session, tenant, since, until)
    reps, calls, prepared, reflected = await _seats(session, tenant, since, until)
    return ExchangeCounts(
        tenant=tenant,
        since=since,
        until=until,
        marketers=(await session.exec(people)).one(),
        asked=asked,
        closed=closed,
        first_answer_us=await _median(session, tenant, since, until, answered),
        published=published,
        used=used,
        reps=reps,
        calls=calls,
        prepared=prepared,
        reflected=reflected,
    )


async def store(session: AsyncSession, counted: ExchangeCounts) -> None:
    """Store a tenant's counts in place of the tenant's earlier counts."""
    await session.merge(counted)


async def stored(
    session: AsyncSession, tenant: str, counted_since: datetime
) -> ExchangeCounts | None:
    """Return a tenant's stored counts, or None if they were counted before `counted_since`."""
    wanted = select(ExchangeCounts).where(
        col(ExchangeCounts.tenant) == tenant, col(ExchangeCounts.until) >= counted_since
    )
    return (await session.exec(wanted)).first()


async def _seats(
    session: AsyncSession, tenant: str, since: datetime, until: datetime
) -> tuple[int, int, int, int]:
    """Count the people, their seats, the prepared seats, and the seats with a reflection.

    A seat is one of our people in one call. A seat is prepared if the person's last reading of the
    brief was before the call began. We store only the last reading, so a person who read the brief
    before the call and again later does not count as prepared. Cancelled and missed calls are left
    out.
    """
    prepared = case((col(Seat.briefed_at) < col(Seat.starts_at), 1), else_=0)
    reflected = case((col(Seat.reflected_at).is_not(None), 1), else_=0)
    wanted = (
        plain_select(
            func.count(func.distinct(col(Seat.person_id))),
            func.count(),
            func.coalesce(func.sum(prepared), 0),
            func.coalesce(func.sum(reflected), 0),
        )
        .join(Call, col(Call.id) == col(Seat.call_id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.starts_at) >= since,
            col(Seat.starts_at) < until,
            col(Call.status) == PLANNED,
        )
    )
    connection = await session.connection()
    people, seats, in_time, afterwards = (await connection.execute(wanted)).one()
    return people, seats, in_time, afterwards


async def _insights(
    session: AsyncSession, tenant: str, since: datetime, until: datetime
) -> tuple[int, int]:
    """Count the insights published in the period, and how many of them were used.

    Uses by an insight's author or owner are left out.
    """
    published = select(Insight.id).where(
        col(Insight.tenant) == tenant,
        col(Insight.state).in_(EVER_PUBLISHED),
        col(Insight.published_at) >= since,
        col(Insight.published_at) < until,
    )
    used = (
        select(func.count(func.distinct(col(InsightUse.insight_id))))
        .join(Insight, col(Insight.id) == col(InsightUse.insight_id))
        .where(
            col(InsightUse.tenant) == tenant,
            col(InsightUse.insight_id).in_(published),
            col(InsightUse.verdict).in_(USED),
            by_others(),
        )
    )
    return len((await session.exec(published)).all()), (await session.exec(used)).one()


async def _asks(
    session: AsyncSession, tenant: str, since: datetime, until: datetime
) -> tuple[int, int, int]:
    """Count all asks of the period, the closed asks, and the asks with a first answer.

    Marketing's first answer may also be that a marketer takes on the ask.
    """
    wanted = plain_select(
        func.count(), func.count(col(Ask.closed_at)), func.count(col(Ask.first_answer_at))
    ).where(*asked_between(tenant, since, until))
    connection = await session.connection()
    asked, closed, answered = (await connection.execute(wanted)).one()
    return asked, closed, answered


async def _median(
    session: AsyncSession, tenant: str, since: datetime, until: datetime, answered: int
) -> int | None:
    """Return the median wait until marketing first answered or took on an ask, in microseconds.

    `answered` is the number of asks that marketing has answered or taken on. If it is 0, return
    None.
    """
    if not answered:
        return None
    wait = type_coerce(col(Ask.first_answer_at), BigInteger) - type_coerce(
        col(Ask.asked_at), BigInteger
    )
    middle = (
        plain_select(wait)
        .where(*asked_between(tenant, since, until), col(Ask.first_answer_at).is_not(None))
        .order_by(wait)
        .offset((answered - 1) // 2)
        .limit(2 - answered % 2)
    )
    connection = await session.connection()
    found = [row[0] for row in await connection.execute(middle)]
    return sum(found) // len(found)
