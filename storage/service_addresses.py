"""The address of the service through which messages to a tenant are sent, if it has one."""

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.unique import insert
from storage.tables import Service


async def find(session: AsyncSession, tenant: str) -> str | None:
    """The latest address that the platform gave for a tenant; None if it gave none."""
    found = await session.get(Service, tenant)
    return found.url if found else None


async def store(session: AsyncSession, tenant: str, url: str) -> None:
    """Store the address that the platform gave for a tenant, instead of any earlier one."""
    await insert(session, Service(tenant=tenant, url=url))
    found = await session.get(Service, tenant)
    if found is not None and found.url != url:
        found.url = url
