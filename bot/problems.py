"""Look for what fails in the tenants that this process serves, and tell their admins."""

from collections.abc import Collection
from datetime import datetime

from handlers.features.team import health_watch
from storage import problems
from storage.database.connection import Database


async def watch(database: Database, served: Collection[str], now: datetime) -> bool:
    """Compare what fails with what is on file. Return whether admins are to be told anything.

    `served` has tenants or platforms, and `now` is in UTC.
    """
    async with database.read() as session:
        found = await problems.found(session, served, now)
        known = await problems.tenants(session, served)
    told = False
    for tenant in sorted(known.union(found)):
        async with database.write(tenant) as session:
            told |= await health_watch.look(session, tenant, found.get(tenant, []), now)
    return told
