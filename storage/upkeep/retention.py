"""Delete old rows in small steps. All times are UTC."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Delete, Update
from sqlalchemy import select as plain_select
from sqlmodel import col, select

from storage.database.connection import Database, empty_log_after_commit
from storage.sql import search
from storage.tables import (
    Policy,
)
from storage.upkeep.old_rows import STEP, expired, old_rows
from storage.upkeep.retention_days import RetentionDays, Scope

STEP_LIMIT = 200  # one run takes at most this many steps for each kind of row
TENANTS = 500  # how many tenants to name in one statement
PAUSE = 0.02  # in seconds, between two steps, so that other transactions can write


async def prune(
    database: Database,
    days: RetentionDays,
    now: datetime,
    *,
    kept_kinds: Collection[str] = (),
    only: str | None = None,
) -> Counter[str]:
    """Delete or empty old rows. Return how many rows of each kind were deleted or emptied.

    `days` says how long to keep rows. For a tenant whose admin chose other days, the admin's days
    apply. If `only` names a tenant, delete only rows of this tenant.

    Some rows become old independently of `days`:

    - rate limits that have ended, expired OAuth states, and old posts of the playground
    - past meetings seen in calendars, and the guests met in past meetings
    - what people answered about single meetings in their calendars
    - transcripts with an unanswered question
    - rows that say which transcripts arrived automatically
    - texts that we have not seen in public sources for a long time
    - the words of old proposals, if they name a person
    - answers of the language model, and counts of requests to the model
    - names of themes, if nobody has looked at the theme for a long time

    Promises, asks and outbox rows stay while they are open. Outbox rows of the kinds in
    `kept_kinds` always stay: while a row with a message's key exists, the message can't be sent
    again.
    """
    gone: Counter[str] = Counter()
    scopes = await scopes_of(database, days, only)
    for old in (
        *expired(now, only),
        *(old for each in scopes for old in old_rows(each, now, kept_kinds)),
    ):
        for _ in range(STEP_LIMIT):
            number = await _step(database, old.steps)
            gone[old.name] += number
            if number < STEP:
                break
            await asyncio.sleep(PAUSE)
    async with database.write() as session:
        # This also removes the former words of insights that were edited.
        await search.forget_deleted(session)
        empty_log_after_commit(session)
    return +gone


async def _step(database: Database, statements: Sequence[Delete | Update]) -> int:
    """Run the statements in one transaction. Return how many rows the last one changed."""
    number = 0
    async with database.write() as session:
        for statement in statements:
            done = await session.exec(statement.execution_options(synchronize_session=False))
            number = done.rowcount
    return number


async def scopes_of(
    database: Database, days: RetentionDays, only: str | None = None
) -> list[Scope]:
    """Return scopes that together have all tenants. If `only` names a tenant, return its scope.

    One scope has the tenants without a policy. In every other scope, all tenants have the same
    days.
    """
    chosen: dict[RetentionDays, list[str]] = defaultdict(list)
    async with database.read() as session:
        found = await session.exec(select(Policy).order_by(col(Policy.tenant)))
        for policy in found:
            chosen[days.with_choices(policy.retain)].append(policy.tenant)
    if only is not None:
        own = (one for one, tenants in chosen.items() if only in tenants)
        return [Scope(next(own, days), [only])]
    # This scope has all tenants except those with a policy. Each statement that deletes rows looks
    # up the policies again. So as soon as an admin chooses days for a tenant, this scope leaves the
    # tenant out.
    scopes = [Scope(days, plain_select(col(Policy.tenant)), others=True)]
    for theirs, tenants in chosen.items():
        scopes += [
            Scope(theirs, tenants[start : start + TENANTS])
            for start in range(0, len(tenants), TENANTS)
        ]
    return scopes
