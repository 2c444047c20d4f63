"""Query and change teams: who is in a team, and who leads a team. All times are UTC."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT
from storage.spelling import comparable, tidy
from storage.sql.locks import for_update
from storage.sql.unique import insert
from storage.tables import Person, Policy, Seat, Team, TeamMember, TeamMonth
from storage.workspace import policies


async def by_id(
    session: AsyncSession, tenant: str, team_id: int, *, locked: bool = False
) -> Team | None:
    """Return a tenant's team by row id, or None."""
    wanted = select(Team).where(col(Team.tenant) == tenant, col(Team.id) == team_id)
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def of_tenant(session: AsyncSession, tenant: str) -> Sequence[Team]:
    """Return all teams of a tenant, by name."""
    wanted = select(Team).where(col(Team.tenant) == tenant).order_by(col(Team.name_key))
    return (await session.exec(wanted)).all()


async def of_person(session: AsyncSession, person: Person) -> Team | None:
    """Return the team that a person is in, or None."""
    wanted = (
        select(Team)
        .join(TeamMember, col(TeamMember.team_id) == col(Team.id))
        .where(col(TeamMember.person_id) == person.id, col(Team.tenant) == person.tenant)
    )
    return (await session.exec(wanted)).first()


async def manager_of(session: AsyncSession, person: Person) -> Person | None:
    """Return the manager of a person's team.

    Return None in these cases:

    - The person is in no team.
    - Nobody leads the team, or the person leads it.
    - The manager has left the company.
    """
    wanted = (
        select(Person)
        .join(Team, col(Team.manager_id) == col(Person.id))
        .join(TeamMember, col(TeamMember.team_id) == col(Team.id))
        .where(
            col(TeamMember.person_id) == person.id,
            col(Team.tenant) == person.tenant,
            col(Person.id) != person.id,
            col(Person.standing) != LEFT,
        )
    )
    return (await session.exec(wanted)).first()


async def led_by(session: AsyncSession, manager: Person) -> Sequence[Team]:
    """Return the teams that a person leads, by name.

    The query also reads the tenant's `Policy` and keeps it in the session, because callers
    need it next, to decide what a manager sees.
    """
    wanted = (
        select(Team, Policy)
        .outerjoin(Policy, col(Policy.tenant) == col(Team.tenant))
        .where(col(Team.tenant) == manager.tenant, col(Team.manager_id) == manager.id)
        .order_by(col(Team.name_key))
    )
    rows = (await session.exec(wanted)).all()
    if rows:
        policies.was_read(session, manager.tenant, rows[0][1])
    return [team for team, _ in rows]


async def members(
    session: AsyncSession, tenant: str, team_ids: Collection[int]
) -> Sequence[Person]:
    """Return the people in these teams who have not left the company, by name."""
    if not team_ids:
        return []
    wanted = (
        select(Person)
        .join(TeamMember, col(TeamMember.person_id) == col(Person.id))
        .where(
            col(TeamMember.tenant) == tenant,
            col(TeamMember.team_id).in_(team_ids),
            col(Person.standing) != LEFT,
        )
        .order_by(col(Person.name), col(Person.id))
    )
    return (await session.exec(wanted)).all()


async def reports(session: AsyncSession, manager: Person) -> Sequence[Person]:
    """Return the people in the teams that a person leads, without that person, by name."""
    led = await led_by(session, manager)
    found = await members(session, manager.tenant, [team.id for team in led])
    return [one for one in found if one.id != manager.id]


async def reports_to(session: AsyncSession, person_id: int, manager: Person) -> bool:
    """Return whether a person is in a team that the manager leads."""
    wanted = (
        select(TeamMember.person_id)
        .join(Team, col(Team.id) == col(TeamMember.team_id))
        .where(
            col(TeamMember.person_id) == person_id,
            col(TeamMember.tenant) == manager.tenant,
            col(Team.manager_id) == manager.id,
        )
    )
    return (await session.exec(wanted)).first() is not None


async def create(session: AsyncSession, tenant: str, name: str, now: datetime) -> Team | None:
    """Add a team. Return None if there is already a team with this name."""
    name = tidy(name)
    team = Team(tenant=tenant, name=name, name_key=comparable(name), made_at=now)
    return team if await insert(session, team) else None


async def rename(session: AsyncSession, team: Team, name: str) -> bool:
    """Give a team another name. Return False if another team has this name."""
    name = tidy(name)
    wanted = select(Team.id).where(
        col(Team.tenant) == team.tenant,
        col(Team.name_key) == comparable(name),
        col(Team.id) != team.id,
    )
    if (await session.exec(wanted)).first() is not None:
        return False
    team.name, team.name_key = name, comparable(name)
    return True


async def remove(session: AsyncSession, team: Team) -> None:
    """Delete a team, its monthly figures, and its memberships."""
    await session.exec(delete(TeamMember).where(col(TeamMember.team_id) == team.id))
    await session.exec(delete(TeamMonth).where(col(TeamMonth.team_id) == team.id))
    await session.delete(team)
    await session.flush()


async def membership(session: AsyncSession, person: Person) -> TeamMember | None:
    """Return a person's membership in their team, or None."""
    wanted = select(TeamMember).where(
        col(TeamMember.person_id) == person.id, col(TeamMember.tenant) == person.tenant
    )
    return (await session.exec(wanted)).first()


async def sizes(session: AsyncSession, tenant: str) -> dict[int, int]:
    """Return how many people are in each team, by team id.

    Don't count people who have left the company. Leave out empty teams.
    """
    wanted = (
        select(TeamMember.team_id, func.count())
        .join(Person, col(Person.id) == col(TeamMember.person_id))
        .where(col(TeamMember.tenant) == tenant, col(Person.standing) != LEFT)
        .group_by(col(TeamMember.team_id))
    )
    return dict((await session.exec(wanted)).all())


async def manager_names(session: AsyncSession, tenant: str) -> dict[int, str]:
    """Return the names of the people who lead the tenant's teams, by the team's id.

    Teams are left out if nobody leads them, or if the manager has left the company.
    """
    wanted = (
        select(Team.id, Person.name)
        .join(Person, col(Person.id) == col(Team.manager_id))
        .where(col(Team.tenant) == tenant, col(Person.standing) != LEFT)
    )
    return dict((await session.exec(wanted)).all())


async def names_by_person(
    session: AsyncSession, tenant: str, ids: Collection[int]
) -> dict[int, str]:
    """Return the names of the teams that these people are in, by the person's id."""
    if not ids:
        return {}
    wanted = (
        select(TeamMember.person_id, Team.name)
        .join(Team, col(Team.id) == col(TeamMember.team_id))
        .where(col(TeamMember.tenant) == tenant, col(TeamMember.person_id).in_(ids))
    )
    return dict((await session.exec(wanted)).all())


async def team_ids(session: AsyncSession, tenant: str) -> dict[int, int]:
    """Return the ids of the teams that people are in, by the person's id."""
    wanted = select(TeamMember.person_id, TeamMember.team_id).where(
        col(TeamMember.tenant) == tenant
    )
    return dict((await session.exec(wanted)).all())


async def close_opened_calls(session: AsyncSession, tenant: str, ids: Collection[int]) -> None:
    """Undo these people's choices to show single calls to their manager. `ids` are their ids.

    The person's rhythm then decides whether the manager sees such a call.

    Past calls are included, because a past call may be moved to a coming day.
    """
    if ids:
        await session.exec(
            update(Seat)
            .where(
                col(Seat.tenant) == tenant,
                col(Seat.person_id).in_(ids),
                col(Seat.opened).is_(True),
            )
            .values(opened=None)
        )


async def put_in(session: AsyncSession, person: Person, team: Team, now: datetime) -> bool:
    """Move a person into a team. Return False if they are in the team already."""
    wanted = select(TeamMember).where(col(TeamMember.person_id) == person.id)
    found = (await session.exec(for_update(wanted))).first()
    if found is None:
        session.add(
            TeamMember(person_id=person.id, tenant=person.tenant, team_id=team.id, since=now)
        )
        return True
    if found.team_id == team.id:
        return False
    found.team_id, found.since = team.id, now
    return True


async def take_out(session: AsyncSession, person: Person) -> None:
    """Remove a person from their team, if they are in one."""
    await session.exec(
        delete(TeamMember).where(
            col(TeamMember.person_id) == person.id, col(TeamMember.tenant) == person.tenant
        )
    )
