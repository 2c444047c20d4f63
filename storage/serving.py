"""Notices which tenants are no longer served, because the operator took them off the list.

Processes with different lists can share a database, so only what no process has served for a while
counts as gone. All times are UTC.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import audit, leases, workspaces
from storage.choices import GoneWhy

NOT_ADMITTED: GoneWhy = "not admitted"
COMES_BACK: frozenset[GoneWhy | None] = frozenset({NOT_ADMITTED, "purged"})  # by being served
PATIENCE = timedelta(days=2)  # for a process that is being upgraded, or that stands still


async def note_served(session: AsyncSession, tenants: Collection[str], now: datetime) -> list[str]:
    """Record that this process serves these tenants now. Returns those that are served again.

    One that an operator purged begins from nothing. Call it at least once a day.
    """
    back = []
    for tenant in sorted(tenants):
        await leases.extend(session, _lease(tenant), now + PATIENCE)
        found = await workspaces.find(session, tenant, locked=True)
        if found is not None and found.gone_why in COMES_BACK:
            try:
                await workspaces.save(session, tenant, now)
            except workspaces.BeingPurged:
                continue  # the next call tries again
            audit.note(session, tenant, "came back", ("tenant", tenant), now)
            back.append(tenant)
    return back


async def note_not_served(
    session: AsyncSession, tenants: Collection[str], now: datetime
) -> list[str]:
    """Record that this process does not serve these tenants. Returns those that are gone by that.

    They are gone when no process has served them for `PATIENCE`.
    """
    gone = []
    for tenant in sorted(tenants):
        until = await leases.until(session, _lease(tenant))
        if until is None:  # as of the releases that did not record who is served
            await leases.extend(session, _lease(tenant), now + PATIENCE)
        elif until <= now:
            found = await workspaces.find(session, tenant, locked=True)
            if found is None:
                found = await workspaces.save(session, tenant, now)
            if found.gone_at is None:
                workspaces.leave(found, NOT_ADMITTED, now)
                audit.note(session, tenant, "left", ("tenant", tenant), now)
                gone.append(tenant)
    return gone


def _lease(tenant: str) -> str:
    return f"serves {tenant}"
