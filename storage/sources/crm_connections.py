"""The connection to a tenant's CRM. All times are UTC.

The secret with which we sign in is encrypted with the database's keys. Only this module and
`storage.upkeep.resealing` decrypt it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import CrmKind
from storage.database.connection import sealer_of
from storage.sealing import place
from storage.sql.due import claim_due
from storage.sql.locks import for_update
from storage.sql.tenants import is_served
from storage.tables import (
    Contact,
    CrmCompany,
    CrmConnection,
    CrmDeal,
    CrmOwner,
    Policy,
)
from storage.workspace import policies

WRITE = "*.write"  # is in `CrmConnection.hidden` if the sign-in may only read
LEASE = timedelta(minutes=5)  # long enough for one read of a CRM


async def of_tenant(
    session: AsyncSession, tenant: str, *, locked: bool = False
) -> CrmConnection | None:
    """Return the connection of a tenant, or None."""
    wanted = select(CrmConnection).where(col(CrmConnection.tenant) == tenant)
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def kind_of(session: AsyncSession, tenant: str) -> CrmKind | None:
    """Return which CRM a tenant has connected, or None."""
    found: Policy | None = await policies.of(session, tenant)
    return found.crm if found else None


async def connect(
    session: AsyncSession,
    tenant: str,
    kind: CrmKind,
    now: datetime,
    *,
    secret: str | None,
    base: str = "",
    label: str = "",
    by: int | None = None,
) -> CrmConnection:
    """Connect a CRM, and make it due to be read now. It replaces a CRM that was connected before.

    - `secret`: what we sign in with, or None if the operator's settings have the secret
    - `base`: the address of the company's own Salesforce, or "" for HubSpot
    - `label`: the CRM's name for the tenant, such as "account 123" in HubSpot

    If `kind`, `base` or `label` differs from the CRM that was connected before, delete what was
    read from that CRM.

    Raises storage.sealing.NoKey if there is no key to encrypt the secret with.
    """
    old = await of_tenant(session, tenant, locked=True)
    if old is not None and (old.kind, old.base, old.label) != (kind, base, label):
        await disconnect(session, tenant, now, by=by)
        session.expunge(old)
        old = None
    row = old or CrmConnection(
        tenant=tenant, kind=kind, base=base, label=label, connected_at=now, next_at=now
    )
    row.connected_by, row.next_at = by, now
    row.failures, row.trouble, row.failing_since = 0, None, None
    where = _place(tenant)
    row.secret = None if secret is None else sealer_of(session).seal(secret, where)
    session.add(row)
    await _note(session, tenant, kind, now, by)
    return row


async def disconnect(
    session: AsyncSession, tenant: str, now: datetime, *, by: int | None = None
) -> None:
    """Delete the connection, and what we read from the CRM.

    The record of what we wrote to the CRM stays.
    """
    for table in (CrmDeal, CrmCompany, CrmOwner, CrmConnection):
        await session.exec(delete(table).where(col(table.tenant) == tenant))
    await session.exec(
        update(Contact)
        .where(col(Contact.tenant) == tenant, col(Contact.crm_id).is_not(None))
        .values(crm_id=None)
    )
    await _note(session, tenant, None, now, by)


async def claim(
    session: AsyncSession, served: Collection[str], now: datetime
) -> Sequence[CrmConnection]:
    """Return up to ten connections that are due to be read, and claim them for `LEASE`.

    `served` has the tenants, or the platforms, whose connections may be claimed.
    """
    due = (
        select(CrmConnection.tenant)
        .where(col(CrmConnection.next_at) <= now, is_served(col(CrmConnection.tenant), served))
        .order_by(col(CrmConnection.next_at))
        .limit(10)
    )
    tenants = await claim_due(session, CrmConnection, col(CrmConnection.tenant), due, now + LEASE)
    return (
        await session.exec(select(CrmConnection).where(col(CrmConnection.tenant).in_(tenants)))
    ).all()


def secret(session: AsyncSession, row: CrmConnection) -> str | None:
    """Return the decrypted secret, or None if the operator's settings have the secret.

    Raises NoKey if no key decrypts the secret.
    """
    if row.secret is None:
        return None
    return sealer_of(session).open(row.secret, _place(row.tenant))


def renew_seal(session: AsyncSession, row: CrmConnection) -> None:
    """Encrypt the secret with the current key if it was encrypted with an older one.

    Raises NoKey if no key decrypts the secret.
    """
    if row.secret and not sealer_of(session).is_current(row.secret):
        row.secret = sealer_of(session).seal(secret(session, row) or "", _place(row.tenant))


def note_rights(row: CrmConnection, hidden: Collection[str], *, may_write: bool) -> None:
    """Store what the sign-in may not see, and whether it may write."""
    row.hidden = [*hidden] if may_write else [*hidden, WRITE]


async def _note(
    session: AsyncSession, tenant: str, kind: CrmKind | None, now: datetime, by: int | None
) -> None:
    """Note in the tenant's policy which CRM is connected."""
    policy = await policies.change(session, tenant, now, by=by)
    policy.crm = kind
    await session.flush()


def _place(tenant: str) -> str:
    return place(tenant, "crmconnection", "secret")
