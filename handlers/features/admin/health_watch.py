"""Record what fails in a tenant, and plan the notices to its admins."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge import health
from handlers.notices import tell
from handlers.notices.health import NAME
from storage import outbox
from storage.tables import Person, Problem
from storage.upkeep import problems
from storage.upkeep.problems import FailingNow
from storage.workspace import people_roles

BETWEEN = timedelta(days=1)  # the admins of a tenant get at most one message in this time


async def look(
    session: AsyncSession, tenant: str, found: Collection[FailingNow], now: datetime
) -> bool:
    """Update the tenant's problems on file to match what fails now (`found`).

    Then plan the notices to the tenant's admins. Return whether a notice was planned. `now` is in
    UTC.
    """
    kept = await problems.of_tenant(session, tenant, locked=True)
    changes = health.changes(kept, found, now)
    by_name = {one.what: one for one in kept}
    for one in changes.begun:
        row = by_name.get(one.what)
        row = row or Problem(tenant=tenant, what=one.what, since=now)
        row.since, row.ended_at = one.since or now, None
        row.told_at = now if one.what in health.TOLD_ELSEWHERE else None
        session.add(row)
    for ended in changes.ended:
        ended.ended_at = now
    for resumed in changes.resumed:
        resumed.ended_at = None
    for gone in changes.gone:
        await session.delete(gone)
    await session.flush()
    return await _tell(session, tenant, now)


async def _tell(session: AsyncSession, tenant: str, now: datetime) -> bool:
    """Tell the admins which problems have begun or ended, at most once a day.

    Leave out problems that the admins already know about. Return whether a notice was planned.
    """
    untold = health.untold(await problems.of_tenant(session, tenant), now)
    if not untold:
        return False
    admins = await people_roles.admins_to_tell(session, tenant)
    if not admins or await _told_lately(session, tenant, admins, now):
        return False
    for one in untold:
        one.told_at = now
    await tell.tell(session, admins, NAME, int(now.timestamp()), now, key=_day(now))
    return True


async def _told_lately(
    session: AsyncSession, tenant: str, admins: Collection[Person], now: datetime
) -> bool:
    days = (_day(now), _day(now - BETWEEN))
    keys = {f"{NAME}:person:{one.id}:{day}" for one in admins for day in days}
    rows = await outbox.with_keys(session, tenant, keys)
    return any(now - row.due_at < BETWEEN for row in rows.values())


def _day(moment: datetime) -> str:
    return f"{moment:%Y%m%d}"
