"""Read the user groups that teams follow: every six hours, and soon after somebody new comes."""

import asyncio
import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial

from bot.base.clock import Clock
from handlers.conversation import Conversation
from handlers.features.team import following
from handlers.sources.ports import GroupsFailed, UserGroups
from handlers.sources.records import UserGroup
from storage import leases, people, teams
from storage.choices import GroupTrouble
from storage.database.connection import Database

EVERY = timedelta(hours=6)
PAUSE = 3.0  # seconds between two groups. Slack allows 20 requests a minute


class GroupsByPlatform:
    """The user groups of all platforms. Implements `handlers.sources.ports.UserGroups`."""

    def __init__(self) -> None:
        self._by_platform: dict[str, UserGroups] = {}

    def add(self, platform: str, groups: UserGroups) -> None:
        """Read a platform's user groups with `groups`."""
        self._by_platform[platform] = groups

    def offered(self, tenant: str) -> bool:
        found = self._of(tenant)
        return found is not None and found.offered(tenant)

    async def groups(self, tenant: str) -> Sequence[UserGroup]:
        return await self._required(tenant).groups(tenant)

    async def members(self, tenant: str, group: str) -> Collection[str]:
        return await self._required(tenant).members(tenant, group)

    def _of(self, tenant: str) -> UserGroups | None:
        return self._by_platform.get(tenant.partition(":")[0])

    def _required(self, tenant: str) -> UserGroups:
        found = self._of(tenant)
        if found is None:
            raise GroupsFailed("unreachable")
        return found


class GroupsCheck:
    """Reads the groups that teams follow again, in one process only."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversation: Conversation,
        groups: UserGroups,
        *,
        pause: float = PAUSE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversation = conversation
        self._groups = groups
        self._pause = pause
        self._holder = secrets.token_hex(4)
        self._newest: dict[str, int] = {}  # by tenant, the newest person when we last read

    async def run(self, tenants: Collection[str]) -> None:
        """Read the groups of each tenant that is due: after six hours, or if somebody is new."""
        for tenant in sorted(tenants):
            if followed := await self._due(tenant):
                await self._read(tenant, followed)

    async def _due(self, tenant: str) -> list[tuple[int, str]]:
        """Return the teams that follow a group and the groups, or nothing if it is too early."""
        now = self._clock.now()
        async with self._database.write(tenant) as session:
            followed = [
                (one.id, one.user_group)
                for one in await teams.of_tenant(session, tenant)
                if one.user_group is not None
            ]
            if not followed:
                return []
            newest = await people.newest(session, tenant)
            someone_new = newest > self._newest.get(tenant, newest)
            self._newest[tenant] = newest
            ours = await leases.acquire(
                session, _lease(tenant), self._holder, now=now, until=now + EVERY
            )
            return followed if ours or someone_new else []

    async def _read(self, tenant: str, followed: Sequence[tuple[int, str]]) -> None:
        for number, (team_id, group) in enumerate(followed):
            if number:
                await asyncio.sleep(self._pause)
            found = await self._found(tenant, group)
            now = self._clock.now()
            if found == "unreachable":  # try again soon, even if another process has the lease
                self._newest[tenant] = 0
                async with self._database.write(tenant) as session:
                    await leases.release(session, _lease(tenant), self._holder, now)
                return
            take_over = partial(
                following.take_over, tenant=tenant, team_id=team_id, group=group, found=found
            )
            await self._conversation.save(tenant, partial(take_over, now=now), now)

    async def _found(self, tenant: str, group: str) -> Collection[str] | GroupTrouble:
        try:
            return await self._groups.members(tenant, group) or "empty"
        except GroupsFailed as failed:
            return failed.trouble


def _lease(tenant: str) -> str:
    return f"user groups of {tenant}"
