"""Store, query and claim the writes to the CRM that reps approved. All times are UTC."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import CrmFieldKind, CrmWriteState
from storage.sql.locks import for_update
from storage.sql.tenants import is_served
from storage.sql.unique import insert_once
from storage.tables import Contact, CrmWrite, Person
from storage.tables.calls import CallContact

LEASE = timedelta(minutes=3)  # a write to the CRM takes less time
WAITING: tuple[CrmWriteState, ...] = ("approved", "undoing")


@dataclass(frozen=True)
class ClaimedWrite:
    """A row that is claimed until `lease`.

    `in_doubt` means that an earlier attempt may have reached the CRM: Attune got no answer, or its
    process died.
    """

    row: CrmWrite
    lease: datetime
    in_doubt: bool


async def add(session: AsyncSession, rows: Collection[CrmWrite]) -> int:
    """Store the writes that a rep approved and that are not stored yet. Return their number."""
    return sum([await insert_once(session, row) for row in rows])


async def claim(
    session: AsyncSession, served: Collection[str], now: datetime, limit: int
) -> list[ClaimedWrite]:
    """Claim up to `limit` due rows for `LEASE`.

    Only rows of the tenants in `served` are claimed. A platform in `served` stands for all its
    tenants. The caller must call `begin` before it writes to the CRM.
    """
    due = (
        select(CrmWrite)
        .where(
            col(CrmWrite.state).in_(WAITING),
            col(CrmWrite.next_at) <= now,
            is_served(col(CrmWrite.tenant), served),
        )
        .order_by(col(CrmWrite.next_at), col(CrmWrite.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = []
    for row in (await session.exec(due)).all():
        claimed.append(ClaimedWrite(row, now + LEASE, row.in_doubt))
        row.next_at = now + LEASE
    await session.flush()
    return claimed


async def begin(session: AsyncSession, claimed: ClaimedWrite, now: datetime) -> ClaimedWrite | None:
    """Extend a claim before the attempt to write. Return None if the claim has ended.

    The row is in doubt until the outcome of the attempt is recorded.
    """
    row = await still_ours(session, claimed)
    if row is None:
        return None
    begun = ClaimedWrite(row, now + LEASE, row.in_doubt)
    row.next_at, row.in_doubt = begun.lease, True
    row.attempts += 1
    return begun


async def release(
    session: AsyncSession, tenant: str, claimed: Collection[ClaimedWrite], now: datetime
) -> None:
    """Release a tenant's claimed rows.

    Skip rows whose claim has ended, and rows for which an attempt has begun.
    """
    leases = {one.row.id: one.lease for one in claimed}
    ours = (
        select(CrmWrite)
        .where(
            col(CrmWrite.tenant) == tenant,
            col(CrmWrite.id).in_(leases),
            col(CrmWrite.state).in_(WAITING),
        )
        .order_by(col(CrmWrite.id))
    )
    for row in (await session.exec(for_update(ours))).all():
        if row.next_at == leases[row.id]:
            row.next_at = now


async def still_ours(session: AsyncSession, claimed: ClaimedWrite) -> CrmWrite | None:
    """Lock the row, and return it. Return None if the claim has ended."""
    row = await by_id(session, claimed.row.tenant, claimed.row.id, locked=True)
    if row is None or row.next_at != claimed.lease or row.state not in WAITING:
        return None
    return row


async def with_a_task(session: AsyncSession, tenant: str, promise_ids: Collection[int]) -> set[int]:
    """Return the ids of the promises whose task is in the CRM, or is approved to be written."""
    wanted = select(CrmWrite.commitment_id).where(
        col(CrmWrite.tenant) == tenant,
        col(CrmWrite.commitment_id).in_(promise_ids),
        col(CrmWrite.state).in_(("approved", "written")),
    )
    return {id_ for id_ in (await session.exec(wanted)).all() if id_ is not None}


async def by_id(
    session: AsyncSession, tenant: str, id_: int, *, locked: bool = False
) -> CrmWrite | None:
    """Return a tenant's row, or None."""
    wanted = select(CrmWrite).where(col(CrmWrite.tenant) == tenant, col(CrmWrite.id) == id_)
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def of_call(session: AsyncSession, person: Person, call_id: int) -> Sequence[CrmWrite]:
    """Return a person's writes about a call, in the order of the approvals.

    Writes that are not in the CRM yet, or that failed, are included.
    """
    wanted = (
        select(CrmWrite)
        .where(
            col(CrmWrite.tenant) == person.tenant,
            col(CrmWrite.call_id) == call_id,
            col(CrmWrite.person_id) == person.id,
        )
        .order_by(col(CrmWrite.id))
    )
    return (await session.exec(wanted)).all()


async def of_deal(session: AsyncSession, tenant: str, deal: str) -> Sequence[CrmWrite]:
    """Return the changes to a deal's fields that reps approved, in the order of the approvals.

    Changes that are not in the CRM yet, or that failed, are included.
    """
    wanted = (
        select(CrmWrite)
        .where(
            col(CrmWrite.tenant) == tenant,
            col(CrmWrite.deal) == deal,
            col(CrmWrite.kind).in_(get_args(CrmFieldKind)),
        )
        .order_by(col(CrmWrite.id))
    )
    return (await session.exec(wanted)).all()


async def contact_ids(session: AsyncSession, tenant: str, call_id: int) -> list[str]:
    """Return the CRM's ids of the contacts in a call. Contacts without an id are left out."""
    wanted = (
        select(Contact.crm_id)
        .join(CallContact, col(CallContact.contact_id) == col(Contact.id))
        .where(
            col(Contact.tenant) == tenant,
            col(CallContact.call_id) == call_id,
            col(Contact.crm_id).is_not(None),
        )
        .order_by(col(Contact.id))
    )
    return [id_ for id_ in (await session.exec(wanted)).all() if id_]
