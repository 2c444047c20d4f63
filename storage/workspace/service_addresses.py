"""Store the URL that the platform gave us for posts to a tenant's channels."""

from collections.abc import Collection

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.tenants import is_of
from storage.sql.unique import insert
from storage.tables import ServiceAddress


async def find(session: AsyncSession, tenants: Collection[str]) -> dict[str, str]:
    """Return the latest URL for each tenant.

    `tenants` may contain platforms, such as "teams". A platform stands for all its tenants.
    """
    wanted = select(ServiceAddress).where(is_of(col(ServiceAddress.tenant), tenants))
    return {found.tenant: found.url for found in await session.exec(wanted)}


async def store(session: AsyncSession, tenant: str, url: str) -> None:
    """Store the URL for a tenant, in place of any earlier URL."""
    await insert(session, ServiceAddress(tenant=tenant, url=url))
    found = await session.get(ServiceAddress, tenant)
    if found is not None and found.url != url:
        found.url = url
