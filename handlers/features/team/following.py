"""Let the members of a user group be the people of a team.

Somebody who is in another team stays there, so that no directory moves a person from one manager
to another. If a group can't be read, is gone or is empty, the team stays as it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.features.team import membership
from handlers.notices import group_trouble, tell
from storage import people, teams
from storage.choices import LEFT, GroupTrouble, Role
from storage.tables import Team

ADMINS: tuple[Role, ...] = ("admin",)
MAX_ADMINS = 20  # how many admins are told


@dataclass(frozen=True)
class Followed:
    """How many people a group has, and how many of them are not in the team."""

    size: int
    unknown: int  # have not used Attune yet
    elsewhere: int  # are in another team


async def follow(
    session: AsyncSession,
    team: Team,
    members: Collection[str],
    now: datetime,
    *,
    by: int | None = None,
) -> Followed:
    """Put the people of a group into a team, and take the others out.

    `members` are the platform's ids. `by` is the row id of the admin, or None for Attune.
    """
    team.group_failing_since = None
    wanted = set(members)
    known = [
        one for one in await people.with_account(session, team.tenant) if one.external in wanted
    ]
    placed = await teams.placed(session, team.tenant)
    free = [one for one in known if placed.get(one.id, team.id) == team.id]
    inside = await teams.members(session, team.tenant, [team.id])
    gone = [one for one in inside if one.external not in wanted]
    await membership.take_out(session, team, gone, now, by=by)
    await membership.put_in(session, team, free, now, by=by)
    return Followed(len(wanted), len(wanted) - len(known), len(known) - len(free))


async def take_over(
    session: AsyncSession,
    *,
    tenant: str,
    team_id: int,
    group: str,
    found: Collection[str] | GroupTrouble,
    now: datetime,
) -> None:
    """Update a team from what was read of its group, unless the team now follows another group.

    If the group could not be read, tell the admins, at most once a month.
    """
    team = await teams.by_id(session, tenant, team_id, locked=True)
    if team is None or team.user_group != group:
        return
    if not isinstance(found, str):
        await follow(session, team, found, now)
    elif found != "unreachable":  # an unreachable directory comes back by itself
        team.group_failing_since = team.group_failing_since or now
        admins = await people.with_roles(session, tenant, ADMINS, MAX_ADMINS)
        told = [one for one in admins if one.standing != LEFT]
        key = f"{team.id}:{found}:{now:%Y%m}"
        await tell.tell(session, told, group_trouble.NAME, team.id, now, key=key)
