"""The addresses for sending to tenants' platforms."""

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.unique import insert
from storage.tables import Service


async def find(session: AsyncSession, tenant: str) -> str | None:
    """The address that a tenant's platform named last, if it named one."""
    found = await session.get(Service, tenant)
    return found.url if found else None


async def store(session: AsyncSession, tenant: str, url: str) -> None:
    """Store the address that a tenant's platform named."""
    await insert(session, Service(tenant=tenant, url=url))
    found = await session.get(Service, tenant)
    if found is not None and found.url != url:
        found.url = url
