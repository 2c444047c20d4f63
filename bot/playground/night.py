"""Delete old rows of the playground when its own clock reaches the night."""

from collections.abc import Collection
from datetime import datetime

from bot.chores import DAY, next_time
from bot.playground import demo
from storage.conversation import handled_requests
from storage.database.connection import Database
from storage.upkeep.retention import prune
from storage.upkeep.retention_days import RetentionDays
from storage.upkeep.retention_preview import NIGHT


async def prune_last_night(
    database: Database, days: RetentionDays, now: datetime, *, kept_kinds: Collection[str]
) -> None:
    """Delete the rows that were already too old in the last night before `now` (UTC).

    If an earlier call has already done this for the same night, do nothing. `days` says for how
    many days each kind of row is kept. Outbox rows of the kinds in `kept_kinds` always stay.
    """
    night = next_time(now, NIGHT) - DAY
    async with database.write(demo.TENANT) as session:
        key = f"night-{night:%Y%m%d}"
        if not await handled_requests.first_time(session, demo.TENANT, key, now):
            return
    await prune(database, days, night, kept_kinds=kept_kinds, only=demo.TENANT)
