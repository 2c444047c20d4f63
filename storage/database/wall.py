"""Row-level security on PostgreSQL, as a second wall between tenants.

A transaction sees, adds and changes only the rows of the tenant in its setting `attune.tenant`
(migration 0023). `EVERY_TENANT` allows all rows. The setting is sent together with BEGIN, so
it costs no round trip.

A query in a transaction without the setting fails. If an earlier transaction of the same connection
had the setting, the query finds no rows instead of failing.
"""

from sqlalchemy import Connection, text
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

EVERY_TENANT = "*"  # no tenant has this name: a tenant's name begins with its platform
_INFO = "tenant"  # key of `session.info`


def info(tenant: str) -> dict[str, str]:
    """Return the `session.info` of a session for this tenant, or for EVERY_TENANT."""
    return {_INFO: tenant}


def begin(session: Session, connection: Connection) -> None:
    """Set the session's tenant for the transaction that the session is beginning.

    Call this before the connection sends BEGIN: the setting goes with it.
    """
    from storage.database.tenant_connection import TenantConnection  # noqa: PLC0415 - only PostgreSQL

    driver = connection.connection.driver_connection
    if isinstance(driver, TenantConnection):
        driver.next_tenant = session.info[_INFO]


async def is_enforced(session: AsyncSession) -> bool:
    """Return whether row-level security applies to our PostgreSQL role."""
    bypasses = text(
        "SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user"
    )
    return not await (await session.connection()).scalar(bypasses)
