"""Count what the coming night would delete if an admin changed how long data is kept.

All times are UTC.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, time, timedelta

from sqlalchemy import func
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT
from storage.tables import Person
from storage.upkeep.old_rows import old_rows
from storage.upkeep.retention_days import RetentionDays, Scope

NIGHT = 3  # the hour (UTC) when old data is deleted
# Kinds of rows that have no setting of their own, each with the setting that covers it.
_SETTINGS = {
    **dict.fromkeys(
        ("measured_calls", "own_notes", "guesses", "goals", "help_requests"), "reflections"
    ),
    "crm_writes": "promises",
    "proposals": "findings",
}
# These rows have only titles, links and ids, so nobody would miss them.
_NOT_COUNTED = ("shown_messages", "call_details")


async def due(
    session: AsyncSession,
    tenant: str,
    days: RetentionDays,
    now: datetime,
    *,
    kept_kinds: Collection[str] = (),
) -> Counter[str]:
    """Count a tenant's rows that the coming night would delete if `days` applied.

    `days` says how many days each kind of data is kept. The keys of the result are names of fields
    of `RetentionDays`. We count at most `old_rows.STEP` rows of each kind. For "leavers", we count
    people.
    Outbox rows of the kinds in `kept_kinds` are never deleted (see `storage.upkeep.retention`).
    """
    night = coming_night(now)
    found: Counter[str] = Counter()
    connection = await session.connection()
    for old in old_rows(Scope(days, [tenant]), night, kept_kinds):
        if setting := setting_of(old.name):
            rows = old.steps[-1]
            wanted = plain_select(func.count()).select_from(rows.table)
            wanted = wanted.where(*([rows.whereclause] if rows.whereclause is not None else []))
            number = (await connection.execute(wanted)).scalar_one()
            found[setting] += number
    if days.leavers:
        left = select(func.count()).where(
            col(Person.tenant) == tenant,
            col(Person.standing) == LEFT,
            col(Person.erased_at).is_(None),
            col(Person.left_at) <= night - timedelta(days=days.leavers),
        )
        found["leavers"] = (await session.exec(left)).one()
    return +found


def setting_of(kind: str) -> str | None:
    """Return which field of `RetentionDays` covers a kind of rows (`OldRows.name`).

    Return None for rows that nobody would miss.
    """
    return None if kind in _NOT_COUNTED else _SETTINGS.get(kind, kind)


def coming_night(now: datetime) -> datetime:
    """Return when old data is deleted next."""
    tonight = datetime.combine(now.date(), time(NIGHT), now.tzinfo)
    return tonight if tonight > now else tonight + timedelta(days=1)
