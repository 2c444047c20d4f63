"""Look for what fails in the tenants that this process serves, and tell their admins."""

from collections.abc import Collection
from datetime import datetime

from handlers.features.admin import health_watch
from handlers.knowledge import health
from handlers.playbook.in_use import Playbooks
from storage.database.connection import Database
from storage.upkeep import problems


async def watch(
    database: Database,
    served: Collection[str],
    now: datetime,
    playbooks: Playbooks | None = None,
) -> bool:
    """Compare what fails with the problems on file, and plan the notices to the admins.

    Return whether a notice was planned. `served` lists tenants and platforms. A platform stands for
    all its tenants. `now` is in UTC. Without `playbooks`, problems with playbooks are not found.
    """
    async with database.read() as session:
        found = await problems.found(session, served, now)
        for tenant in await playbooks.failing(session, served) if playbooks else ():
            found.setdefault(tenant, []).append(health.PLAYBOOK_FAILS)
        known = await problems.tenants(session, served)
    told = False
    for tenant in sorted(known.union(found)):
        async with database.write(tenant) as session:
            told |= await health_watch.look(session, tenant, found.get(tenant, []), now)
    return told
