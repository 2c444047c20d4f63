"""Find tenants that the operator removed from the list of served tenants.

Processes with different lists can share a database. So a tenant is gone only once `PATIENCE` has
passed since a process last served it. All times are UTC.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import leases
from storage.choices import GoneWhy
from storage.workspace import audit, workspaces

NOT_ADMITTED: GoneWhy = "not admitted"
# Tenants that are gone for these reasons come back when a process serves them again.
COMES_BACK: frozenset[GoneWhy | None] = frozenset({NOT_ADMITTED, "purged"})
PATIENCE = timedelta(days=2)  # a process may be stopped this long, for example for an upgrade


async def note_served(session: AsyncSession, tenants: Collection[str], now: datetime) -> list[str]:
    """Record that this process serves these tenants. Return the tenants that have come back.

    Only tenants that were gone for a reason in `COMES_BACK` come back. Call this at least once a
    day.
    """
    back = []
    for tenant in sorted(tenants):
        await leases.extend(session, _lease(tenant), now + PATIENCE)
        found = await workspaces.find(session, tenant, locked=True)
        if found is not None and found.gone_why in COMES_BACK:
            try:
                await workspaces.save(session, tenant, now)
            except workspaces.BeingPurged:
                continue  # try again the next time
            audit.note(session, tenant, "came back", ("tenant", tenant), now)
            back.append(tenant)
    return back


async def note_not_served(
    session: AsyncSession, tenants: Collection[str], now: datetime
) -> list[str]:
    """Record that this process does not serve these tenants.

    If `PATIENCE` has passed since a process last served a tenant, mark the tenant as gone. Return
    the tenants that were marked.
    """
    gone = []
    for tenant in sorted(tenants):
        until = await leases.until(session, _lease(tenant))
        if until is None:  # older releases did not store leases
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
