"""Count and store a team's figures for a calendar month. All times are UTC."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import INTERNAL, LEFT, PLANNED
from storage.sql.unique import insert
from storage.tables import Call, Person, Reflection, Seat, Team, TeamMember, TeamMonth


@dataclass(frozen=True)
class PersonMonth:
    """One person's numbers for a month. They are never stored or shown."""

    calls: int  # calls that took place
    prepared: int  # calls whose brief the person last read before the call began
    reflected: int
    surprised: int  # reflections with a surprise
    theirs: int  # reflections that say that the customer proposed the next step
    ours: int
    together: int


async def members_all_month(session: AsyncSession, team: Team, since: datetime) -> Sequence[int]:
    """Return the ids of a team's people who joined at `since` or earlier.

    The team's manager, and people who have left the company, are left out.
    """
    wanted = (
        select(TeamMember.person_id)
        .join(Person, col(Person.id) == col(TeamMember.person_id))
        .where(
            col(TeamMember.tenant) == team.tenant,
            col(TeamMember.team_id) == team.id,
            col(TeamMember.since) <= since,
            col(Person.standing) != LEFT,
            col(TeamMember.person_id).is_distinct_from(team.manager_id),
        )
    )
    return (await session.exec(wanted)).all()


async def count(
    session: AsyncSession,
    tenant: str,
    person_ids: Collection[int],
    since: datetime,
    until: datetime,
) -> list[PersonMonth]:
    """Count the calls of each of these people in [since, until). People without calls are left out.

    Cancelled and missed calls, and calls among colleagues, are left out.
    """
    if not person_ids:
        return []
    written = and_(
        col(Reflection.call_id) == col(Seat.call_id),
        col(Reflection.author_id) == col(Seat.person_id),
    )
    by = col(Reflection.next_step_by)
    cases = (
        col(Seat.briefed_at) < col(Seat.starts_at),
        col(Reflection.id).is_not(None),
        func.trim(col(Reflection.surprise)) != "",
        by == "theirs",
        by == "ours",
        by == "together",
    )
    counted = [func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in cases]
    wanted = (
        plain_select(func.count(), *counted)
        .select_from(Seat)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .outerjoin(Reflection, written)
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.person_id).in_(person_ids),
            col(Seat.starts_at) >= since,
            col(Seat.starts_at) < until,
            col(Call.status) == PLANNED,
            col(Call.kind).is_distinct_from(INTERNAL),
        )
        .group_by(col(Seat.person_id))
    )
    rows = await (await session.connection()).execute(wanted)
    return [PersonMonth(*map(int, row)) for row in rows]


async def is_counted(session: AsyncSession, team: Team, month: str) -> bool:
    """Return whether a team's month was counted, with or without figures as the result."""
    wanted = select(TeamMonth.month).where(
        col(TeamMonth.tenant) == team.tenant,
        col(TeamMonth.team_id) == team.id,
        col(TeamMonth.month) == month,
    )
    return (await session.exec(wanted)).first() is not None


async def store(
    session: AsyncSession, team: Team, month: str, figures: dict[str, Any], now: datetime
) -> bool:
    """Store a team's figures for a month. Return False if the month was counted before."""
    row = TeamMonth(
        team_id=team.id, month=month, tenant=team.tenant, figures=figures, counted_at=now
    )
    return await insert(session, row)


async def last(session: AsyncSession, team: Team, since: str) -> Sequence[TeamMonth]:
    """Return a team's counted months, oldest first, without those before `since` ("2026-11")."""
    wanted = select(TeamMonth).where(
        col(TeamMonth.tenant) == team.tenant,
        col(TeamMonth.team_id) == team.id,
        col(TeamMonth.month) >= since,
    )
    return (await session.exec(wanted.order_by(col(TeamMonth.month)))).all()
