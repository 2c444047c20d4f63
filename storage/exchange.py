"""How marketing and sales keep up with each other: counts over a time, of groups, of nobody alone.

All times are UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, case, func, type_coerce
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.insights import TAKEN_UP
from storage.tables import Ask, Call, Insight, InsightUse, Person, Seat
from storage.types import MICROSECOND


@dataclass(frozen=True)
class Sales:
    """Of `people`, the calls they sat in; how many were prepared in time, how many reflected."""

    people: int
    calls: int
    prepared: int
    reflected: int


@dataclass(frozen=True)
class Marketing:
    """Of `people`, what was asked of them, and the insights they published."""

    people: int
    asked: int
    closed: int
    first_answer: timedelta | None  # the median wait for it
    published: int
    used: int


async def sales(session: AsyncSession, tenant: str, since: datetime, until: datetime) -> Sales:
    """The calls that began in [since, until); each seat counts."""
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
            col(Call.status) == "planned",
        )
    )
    connection = await session.connection()
    return Sales(*(await connection.execute(wanted)).one())


async def marketing(
    session: AsyncSession, tenant: str, since: datetime, until: datetime
) -> Marketing:
    """What was asked and published in [since, until), and what became of it by now."""
    people = select(func.count()).where(
        col(Person.tenant) == tenant, col(Person.role).in_(("marketer", "admin"))
    )
    asked, closed, answered = await _asks(session, tenant, since, until)
    published = select(Insight.id).where(
        col(Insight.tenant) == tenant,
        col(Insight.state).in_(("published", "retired")),
        col(Insight.published_at) >= since,
        col(Insight.published_at) < until,
    )
    used = select(func.count(func.distinct(col(InsightUse.insight_id)))).where(
        col(InsightUse.tenant) == tenant,
        col(InsightUse.insight_id).in_(published),
        col(InsightUse.verdict).in_(TAKEN_UP),
    )
    return Marketing(
        people=(await session.exec(people)).one(),
        asked=asked,
        closed=closed,
        first_answer=await _median(session, tenant, since, until, answered),
        published=len((await session.exec(published)).all()),
        used=(await session.exec(used)).one(),
    )


async def _asks(
    session: AsyncSession, tenant: str, since: datetime, until: datetime
) -> tuple[int, int, int]:
    """How many were asked, closed, and answered at all."""
    wanted = plain_select(
        func.count(), func.count(col(Ask.closed_at)), func.count(col(Ask.first_answer_at))
    ).where(*_asked(tenant, since, until))
    connection = await session.connection()
    asked, closed, answered = (await connection.execute(wanted)).one()
    return asked, closed, answered


async def _median(
    session: AsyncSession, tenant: str, since: datetime, until: datetime, answered: int
) -> timedelta | None:
    """The middle one of the waits for a first answer; of two in the middle, their mean."""
    if not answered:
        return None
    wait = type_coerce(col(Ask.first_answer_at), BigInteger) - type_coerce(
        col(Ask.asked_at), BigInteger
    )
    middle = (
        plain_select(wait)
        .where(*_asked(tenant, since, until), col(Ask.first_answer_at).is_not(None))
        .order_by(wait)
        .offset((answered - 1) // 2)
        .limit(2 - answered % 2)
    )
    connection = await session.connection()
    found = [row[0] for row in await connection.execute(middle)]
    return sum(found) / len(found) * MICROSECOND


def _asked(tenant: str, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Ask.tenant) == tenant,
        col(Ask.asked_at) >= since,
        col(Ask.asked_at) < until,
        col(Ask.state) != "withdrawn",
    )
