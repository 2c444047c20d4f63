"""Read the groups that teams follow: every six hours, and soon after somebody starts using Attune.

A team that follows a group has the group's members. The group is in the platform's directory, or
is a team in the connected CRM.
"""

import asyncio
import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial
from typing import Protocol

from bot.base.clock import Clock
from handlers.conversation import Conversation
from handlers.features.admin import following
from handlers.sources.group_ports import GroupsFailed, GroupsListed, GroupSources, UserGroups
from handlers.sources.records import GroupMembers, UserGroup
from storage import leases
from storage.choices import CrmKind, GroupTrouble
from storage.database.connection import Database
from storage.team import teams
from storage.team.group_ids import crm_of
from storage.workspace import people

EVERY = timedelta(hours=6)
PAUSE = 3.0  # seconds between two groups, because Slack allows 20 requests a minute


class CrmGroups(Protocol):
    """The teams of people in the CRMs of a platform's tenants."""

    async def groups(self, tenant: str) -> Sequence[UserGroup]:
        """Return the teams in the tenant's CRM, or [] without a CRM. Raises GroupsFailed."""
        ...

    async def members(self, tenant: str, group: str) -> GroupMembers:
        """Return the people in a team of the tenant's CRM. Raises GroupsFailed."""
        ...


class AllGroups:
    """The groups of all platforms and CRMs, as `handlers.sources.group_ports.GroupSources`."""

    def __init__(self) -> None:
        self._directories: dict[str, UserGroups] = {}  # by platform
        self._crms: dict[str, CrmGroups] = {}  # by platform

    def add(self, platform: str, groups: UserGroups) -> None:
        """Use `groups` to read a platform's user groups."""
        self._directories[platform] = groups

    def add_crm(self, platform: str, teams: CrmGroups) -> None:
        """Use `teams` to read the teams in the CRMs of a platform's tenants."""
        self._crms[platform] = teams

    def offered(self, tenant: str) -> bool:
        return self._directory(tenant) is not None

    async def groups(self, tenant: str) -> GroupsListed:
        found: list[UserGroup] = []
        failed: list[GroupsFailed] = []
        for one in (self._directory(tenant), self._crms.get(_platform(tenant))):
            try:
                found += await one.groups(tenant) if one is not None else ()
            except GroupsFailed as why:
                failed.append(why)
        return GroupsListed(found, failed)

    async def members(self, tenant: str, group: str) -> GroupMembers:
        kind, directory = crm_of(group), self._directory(tenant)
        if kind is not None:
            teams = self._crms.get(_platform(tenant))
            if teams is None:
                raise GroupsFailed("not connected", kind)
            return await teams.members(tenant, group)
        if directory is None:
            raise GroupsFailed("unreachable")
        return GroupMembers(frozenset(await directory.members(tenant, group)))

    def _directory(self, tenant: str) -> UserGroups | None:
        found = self._directories.get(_platform(tenant))
        return found if found is not None and found.offered(tenant) else None


def _platform(tenant: str) -> str:
    return tenant.partition(":")[0]


class GroupsCheck:
    """Rereads the groups that teams follow.

    Several processes may run this check. Every six hours, only one of them reads the groups. But
    after somebody starts using Attune, each of them may read the groups.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversation: Conversation,
        groups: GroupSources,
        *,
        pause: float = PAUSE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversation = conversation
        self._groups = groups
        self._pause = pause
        self._holder = secrets.token_hex(4)
        self._newest: dict[str, int] = {}  # the newest person's id at the last run, by tenant

    async def run(self, tenants: Collection[str]) -> None:
        """Read each tenant's groups if six hours have passed, or if the tenant has a new person.

        If a directory or a CRM did not answer, the next run reads the tenant's groups again.
        """
        for tenant in sorted(tenants):
            if followed := await self._due(tenant):
                await self._read(tenant, followed)

    async def _due(self, tenant: str) -> list[tuple[int, str]]:
        """Return the id of each team that follows a group, with the group's id.

        Return [] if it is not yet time to read the groups.
        """
        now = self._clock.now()
        async with self._database.write(tenant) as session:
            followed = [
                (one.id, one.user_group)
                for one in await teams.of_tenant(session, tenant)
                if one.user_group is not None
            ]
            if not followed:
                return []
            newest = await people.newest_id(session, tenant)
            someone_new = newest > self._newest.get(tenant, newest)
            self._newest[tenant] = newest
            ours = await leases.acquire(
                session, _lease(tenant), self._holder, now=now, until=now + EVERY
            )
            return followed if ours or someone_new else []

    async def _read(self, tenant: str, followed: Sequence[tuple[int, str]]) -> None:
        """Copy the members of each followed group to its team.

        If a directory or CRM does not answer, skip the rest of its groups.
        """
        down: set[CrmKind | None] = set()  # the directories or CRMs that do not answer now
        for number, (team_id, group) in enumerate(followed):
            if crm_of(group) in down:
                continue
            if number:
                await asyncio.sleep(self._pause)
            found = await self._found(tenant, group)
            now = self._clock.now()
            if found == "unreachable":
                down.add(crm_of(group))
                continue
            take_over = partial(
                following.update_team, tenant=tenant, team_id=team_id, group=group, found=found
            )
            await self._conversation.save(tenant, partial(take_over, now=now), now)
        if down:
            await self._soon_again(tenant)

    async def _soon_again(self, tenant: str) -> None:
        """Make the next run read the tenant's groups, although six hours have not passed."""
        self._newest[tenant] = 0
        async with self._database.write(tenant) as session:
            await leases.release(session, _lease(tenant), self._holder, self._clock.now())

    async def _found(self, tenant: str, group: str) -> GroupMembers | GroupTrouble:
        """Return the members of a group, or what is wrong if it is empty or cannot be read."""
        try:
            found = await self._groups.members(tenant, group)
        except GroupsFailed as failed:
            return failed.trouble
        return found if found.people else "empty"


def _lease(tenant: str) -> str:
    return f"user groups of {tenant}"
