"""Chores for Attune's own data that need no platform, such as deleting old rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.base.clock import Clock
from bot.base.metrics import Metrics
from bot.chores import Chores, Daily, Served, active_tenants
from bot.settings import Settings
from handlers.composing.erasing import erase
from handlers.features.admin.catching_up import catch_up
from handlers.features.marketing import exchange
from handlers.features.team.ending_shares import end_shares
from handlers.knowledge import team_months
from handlers.notices.insights import NAME as INSIGHTS
from handlers.playbook.in_use import Playbooks
from storage.database.connection import Database
from storage.rights.erasure.people import erase_again
from storage.rights.purge import purge_due
from storage.upkeep.leavers import erase_leavers
from storage.upkeep.retention import prune
from storage.upkeep.retention_preview import NIGHT

COUNT_AT = 4  # o'clock, UTC
# How many seconds pass between two runs of each chore.
PURGE_INTERVAL = 600
DEFAULTS_INTERVAL = 30
SHARES_INTERVAL = 600
PLAYBOOKS_INTERVAL = 60


@dataclass(frozen=True)
class Upkeep:
    """The chores for Attune's own data. `wake` wakes delivery after a chore that plans messages.

    `served` returns the tenants that are served at this moment.
    """

    settings: Settings
    clock: Clock
    database: Database
    playbooks: Playbooks
    metrics: Metrics
    served: Served
    wake: Callable[[], None]

    def schedule(self, chores: Chores) -> None:
        """Schedule the chores: some once a day, the others at shorter intervals."""
        for name, hour, chore in (
            ("prune", NIGHT, self.prune),
            ("exchange", COUNT_AT, self.count_exchange),
            ("team months", COUNT_AT, self.count_months),
        ):
            chores.daily(name, Daily(self.database, self.clock, name, hour, chore))
        chores.every(PURGE_INTERVAL, "purge", self.purge)
        chores.every(PLAYBOOKS_INTERVAL, "playbooks", self.read_playbooks)
        chores.every(SHARES_INTERVAL, "shared figures", self._end_shares)
        chores.every(DEFAULTS_INTERVAL, "defaults for everybody", self._catch_up)

    async def prune(self) -> None:
        """Delete old data, and erase people who left. The settings say after how many days.

        Also erase what a slow request added about a person after the person was erased.
        """
        # Keep the outbox's rows about insights. If an insight is published again, the keys of these
        # rows prevent a second delivery.
        gone = await prune(
            self.database, self.settings.retention, self.clock.now(), kept_kinds=(INSIGHTS,)
        )
        self.metrics.pruned(gone)
        await erase_leavers(self.database, self.settings.retention, self.clock.now(), erase)
        await erase_again(self.database, self.clock.now())

    async def purge(self) -> None:
        """Delete the data of tenants that removed Attune long ago. Finish interrupted purges."""
        now, days = self.clock.now(), self.settings.retain_gone
        before = now - timedelta(days=days) if days else None
        await purge_due(self.database, before, now, self.served())

    async def read_playbooks(self) -> None:
        """Read which playbooks the admins chose. Another process may have stored their choice."""
        async with self.database.read() as session:
            await self.playbooks.refresh(session)

    async def _catch_up(self) -> None:
        if await catch_up(self.database, self.clock.now()):
            self.wake()

    async def _end_shares(self) -> None:
        for tenant in await active_tenants(self.database):
            await end_shares(self.database, tenant, self.clock.now())

    async def count_exchange(self) -> None:
        """Measure how well marketing and sales respond to each other."""
        await exchange.count_all(self.database, self.clock.now())

    async def count_months(self) -> None:
        """Compute last month's figures for each team."""
        for tenant in await active_tenants(self.database):
            await team_months.count_tenant(self.database, tenant, self.clock.now())
