"""Make the people in a team match the members of a group in the directory or the CRM.

Somebody who is in another team stays there: a directory never moves a person from one manager to
another. If a group can't be read, is gone or is empty, the team does not change.

A CRM names people by their email addresses. We do not know everybody's address. A member of the
team whose address we do not know stays in the team. If the team has no manager, the person who
leads the group in the CRM can become the team's manager.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.text.words import shortened
from handlers.features.admin import membership
from handlers.notices import group_trouble, tell
from handlers.sources.calendars.own_addresses import own_addresses
from handlers.sources.records import GroupMembers
from storage.choices import GroupTrouble
from storage.tables import Person, Team
from storage.team import teams
from storage.team.group_ids import crm_of
from storage.workspace import people, people_roles


@dataclass(frozen=True)
class Followed:
    """Who joins and who leaves a team that follows a group, and which people can't join."""

    size: int  # how many people are in the group
    unknown: int  # how many of these have not used Attune, or have a different address in the CRM
    joins: Sequence[Person]
    leaves: Sequence[Person]
    elsewhere: Sequence[str]  # the people who stay in another team: "Lena Brandt (in Benelux)"


async def follow(
    session: AsyncSession,
    team: Team,
    found: GroupMembers,
    now: datetime,
    *,
    by: int | None = None,
) -> Followed:
    """Put the people of a group into a team, and take other people out of the team.

    Do not call this for an empty group, because everybody would leave the team. `by` is the row id
    of the admin who makes the change, or None if Attune makes it by itself.
    """
    team.group_failing_since = None
    team.group_name = found.name or team.group_name
    if crm_of(team.user_group) is not None:
        everybody = await people.not_left(session, team.tenant)
        await _let_lead(session, team, everybody, found.leader, now, by=by)
    known = await compared(session, team, team.user_group, found)
    await membership.take_out(session, team, known.leaves, now, by=by)
    await membership.put_in(session, team, known.joins, now, by=by)
    return known


async def compared(
    session: AsyncSession, team: Team, group: str | None, found: GroupMembers
) -> Followed:
    """Return who would join and who would leave the team if it followed this group now."""
    everybody = await people.not_left(session, team.tenant)
    in_crm = crm_of(group) is not None
    known = _addressed(everybody, found) if in_crm else _listed(everybody, found)
    ids = {one.id for one in known}
    inside = await teams.members(session, team.tenant, [team.id])
    placed = await teams.names_by_person(session, team.tenant, ids)
    here = {one.id for one in inside}
    away = [one for one in known if one.id in placed and one.id not in here]
    size = len(found.people)
    return Followed(
        size,
        max(0, size - len(known)),
        joins=[one for one in known if one.id not in placed],
        leaves=[one for one in inside if one.id not in ids and (not in_crm or own_addresses(one))],
        elsewhere=[f"{one.name} (in {shortened(placed[one.id], 60)})" for one in away],
    )


def _listed(everybody: Sequence[Person], found: GroupMembers) -> list[Person]:
    return [one for one in everybody if one.external in found.people]


def _addressed(everybody: Sequence[Person], found: GroupMembers) -> list[Person]:
    """Return the people who have one of the group's addresses.

    If somebody signed in to a calendar with one of these addresses, the address does not count for
    other people who say that it is theirs.
    """
    signed_in = {one.email for one in everybody if one.email}
    wanted = found.people - signed_in
    return [
        one
        for one in everybody
        if one.email in found.people or not own_addresses(one).isdisjoint(wanted)
    ]


async def _let_lead(
    session: AsyncSession,
    team: Team,
    everybody: Sequence[Person],
    leader: str,
    now: datetime,
    *,
    by: int | None,
) -> None:
    """Let the person with this address lead a team that nobody leads.

    The person must have signed in to a calendar with the address. It is not enough to say that the
    address is theirs, because a manager may see calls of the team's members.
    """
    has_manager = any(one.id == team.manager_id for one in everybody)
    named = [one for one in everybody if leader and one.email == leader]
    if not has_manager and len(named) == 1:
        await membership.set_manager(session, team, named[0], now, by=by)


async def update_team(
    session: AsyncSession,
    *,
    tenant: str,
    team_id: int,
    group: str,
    found: GroupMembers | GroupTrouble,
    now: datetime,
) -> None:
    """Make a team match its group.

    `found` has the group's members, or is the reason why we could not read the group.

    If the team follows another group by now, do nothing. If we could not read the group, tell the
    admins, at most once a month for each reason. But if the directory or the CRM was unreachable,
    do nothing.
    """
    team = await teams.by_id(session, tenant, team_id, locked=True)
    if team is None or team.user_group != group:
        return
    if not isinstance(found, str):
        await follow(session, team, found, now)
    elif found != "unreachable":  # an unreachable directory comes back by itself
        team.group_failing_since = team.group_failing_since or now
        admins = await people_roles.admins_to_tell(session, tenant)
        key = f"{team.id}:{found}:{now:%Y%m}"
        await tell.tell(session, admins, group_trouble.NAME, team.id, now, key=key)
