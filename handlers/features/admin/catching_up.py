"""When admins change the default settings, give everybody the new defaults.

Each transaction gives them to a few people.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from handlers.nudges.schedule import replan_changed
from storage.database.connection import Database
from storage.workspace import company_rhythm

STEP = 25  # people in one transaction, which also plans their nudges again
PAUSE = 0.02  # in seconds, between two steps, so that others can write


async def catch_up(database: Database, now: datetime) -> int:
    """Give everybody the current defaults. Return how many people's defaults changed."""
    total = 0
    async with database.read() as session:
        tenants = await company_rhythm.tenants_behind(session)
    for tenant in sorted(tenants):
        last = 0
        while ids := await _catch_up_some(database, tenant, last, now):
            total, last = total + len(ids), ids[-1]
            await asyncio.sleep(PAUSE)
    return total


async def _catch_up_some(
    database: Database, tenant: str, after: int, now: datetime
) -> Sequence[int]:
    async with database.write(tenant) as session:
        ids = await company_rhythm.catch_up(session, tenant, STEP, after=after)
        await replan_changed(session, now)
    return ids
