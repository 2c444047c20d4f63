"""Query what public sources say about accounts, and which accounts to look up. Times are UTC."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, update
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import PLANNED
from storage.customers import domains
from storage.sql.locks import for_update
from storage.sql.tenants import is_served
from storage.sql.unique import insert_all, insert_once
from storage.tables import (
    Account,
    AccountDomain,
    AccountLookUp,
    BlockedSource,
    Call,
    Person,
    Policy,
    Seat,
    Snapshot,
)

LEASE = timedelta(minutes=15)  # how long a claim lasts; usually enough to look up its accounts
AHEAD = timedelta(days=7)  # we look up accounts that have a call within this time
LATELY = timedelta(days=1)  # `failing` looks at accounts that were looked up within this time
MIN_CHECKED, MAX_CHECKED = 3, 10  # how many accounts of a tenant `failing` looks at


@dataclass(frozen=True)
class DueAccount:
    """An account that is claimed until `lease`, with what the last look-up stored."""

    id: int
    tenant: str
    name: str
    domains: tuple[str, ...]
    lease: datetime
    tried: Sequence[dict[str, Any]]
    snapshots: Sequence[Snapshot]
    # Places that we must not read, as handlers.sources.public.public.place_of returns them.
    blocked: frozenset[str]


async def tenants_on(session: AsyncSession, served: Collection[str]) -> Sequence[str]:
    """Return the tenants that look accounts up in public sources.

    Only tenants in `served` are returned. A platform in `served` stands for all its tenants.
    """
    wanted = select(Policy.tenant).where(
        col(Policy.public_sources), is_served(col(Policy.tenant), served)
    )
    return (await session.exec(wanted)).all()


async def is_on(session: AsyncSession, tenant: str) -> bool:
    """Return whether a tenant looks accounts up in public sources."""
    wanted = select(Policy.tenant).where(col(Policy.tenant) == tenant, col(Policy.public_sources))
    return (await session.exec(wanted)).first() is not None


async def failing(session: AsyncSession, served: Collection[str], now: datetime) -> dict[str, int]:
    """Return the tenants for which no public source can be read.

    The values are the numbers of accounts that we checked. We check accounts that were looked up
    within `LATELY`, at most `MAX_CHECKED` for each tenant. A tenant is returned if both are true:

    - We checked at least `MIN_CHECKED` accounts.
    - For every checked account, at least one source failed. All its other sources were
      "not linked".
    """
    found: dict[str, int] = {}
    for tenant in await tenants_on(session, served):
        wanted = (
            select(AccountLookUp.tried)
            .where(
                col(AccountLookUp.tenant) == tenant, col(AccountLookUp.looked_at) >= now - LATELY
            )
            .order_by(col(AccountLookUp.looked_at).desc())
            .limit(MAX_CHECKED)
        )
        looks = (await session.exec(wanted)).all()
        if len(looks) >= MIN_CHECKED and all(map(_has_failed, looks)):
            found[tenant] = len(looks)
    return found


def _has_failed(tried: Sequence[dict[str, Any]]) -> bool:
    outcomes = {one.get("outcome") for one in tried}
    return "failed" in outcomes and outcomes <= {"failed", "not linked"}


async def claim(
    session: AsyncSession, tenants: Collection[str], now: datetime, limit: int
) -> list[DueAccount]:
    """Claim up to `limit` due accounts of these tenants for the time `LEASE`.

    `tenants` must come from `tenants_on`. An account is due if all of these are true:

    - It has a domain.
    - It has a planned call within `AHEAD`.
    - It was never looked up, or its `next_at` has come.
    - Nobody has switched public sources off for it.
    """
    fits = or_(
        col(AccountLookUp.account_id).is_(None),
        (col(AccountLookUp.next_at) <= now) & ~col(AccountLookUp.off),
    )
    due = (
        plain_select(col(Account.id), col(Account.tenant))
        .outerjoin(AccountLookUp, col(AccountLookUp.account_id) == col(Account.id))
        .where(col(Account.tenant).in_(tenants), fits, _has_domain(), _has_call(now))
        .order_by(col(Account.id))
        .limit(limit)
    )
    found = (await session.exec(due)).all()  # type: ignore[call-overload]
    if not found:
        return []
    await insert_all(
        session,
        [AccountLookUp(account_id=id_, tenant=tenant, next_at=now) for id_, tenant in found],
    )
    taken = await session.exec(
        update(AccountLookUp)
        .where(
            col(AccountLookUp.account_id).in_([id_ for id_, _ in found]),
            col(AccountLookUp.next_at) <= now,
            ~col(AccountLookUp.off),
        )
        .values(next_at=now + LEASE)
        .returning(col(AccountLookUp.account_id))
        .execution_options(synchronize_session=False)
    )
    ids = [row[0] for row in taken.all()]
    wanted = (
        select(AccountLookUp, Account)
        .join(Account, col(Account.id) == col(AccountLookUp.account_id))
        .where(col(AccountLookUp.account_id).in_(ids))
        .execution_options(populate_existing=True)
    )
    return [await _due(session, *row) for row in (await session.exec(wanted)).all()]


def _has_domain() -> ColumnElement[bool]:
    return exists().where(
        col(AccountDomain.tenant) == col(Account.tenant),
        col(AccountDomain.account_id) == col(Account.id),
    )


def _has_call(now: datetime) -> ColumnElement[bool]:
    """Match accounts that have a planned call within the time `AHEAD`."""
    return exists().where(
        col(Call.account_id) == col(Account.id),
        col(Call.status) == PLANNED,
        col(Call.starts_at) >= now,
        col(Call.starts_at) < now + AHEAD,
    )


async def reps_ahead(
    session: AsyncSession, tenant: str, account_id: int, now: datetime
) -> Sequence[Person]:
    """Return the people who have a planned call with an account within `AHEAD`."""
    ahead = (
        select(Seat.person_id)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.account_id) == account_id,
            col(Call.status) == PLANNED,
            col(Seat.starts_at) >= now,
            col(Seat.starts_at) < now + AHEAD,
        )
    )
    wanted = select(Person).where(
        col(Person.tenant) == tenant, col(Person.erased_at).is_(None), col(Person.id).in_(ahead)
    )
    return (await session.exec(wanted)).all()


async def name_of(session: AsyncSession, tenant: str, account_id: int) -> str:
    """Return an account's name, or "" if it is gone."""
    wanted = select(Account.name).where(
        col(Account.tenant) == tenant, col(Account.id) == account_id
    )
    return (await session.exec(wanted)).first() or ""


async def _due(session: AsyncSession, row: AccountLookUp, account: Account) -> DueAccount:
    return DueAccount(
        account.id,
        account.tenant,
        account.name,
        tuple(await domains.of_account(session, account.tenant, account.id)),
        row.next_at,
        tuple(row.tried),
        await snapshots(session, account.tenant, account.id),
        await blocked(session, account.tenant, account.id),
    )


async def look_up_of(
    session: AsyncSession, tenant: str, account_id: int, *, locked: bool = False
) -> AccountLookUp | None:
    """Return the row that says when an account was looked up and what was tried, or None."""
    wanted = select(AccountLookUp).where(
        col(AccountLookUp.tenant) == tenant, col(AccountLookUp.account_id) == account_id
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def still_claimed(session: AsyncSession, due: DueAccount) -> AccountLookUp | None:
    """Lock the row of a claimed account, and return it. Return None if the claim has ended.

    For example, a claim ends if somebody switches public sources off, for the account or for
    everybody, or if another process claims the account.
    """
    row = await look_up_of(session, due.tenant, due.id, locked=True)
    if row is None or row.off or row.next_at != due.lease:
        return None
    return row if await is_on(session, due.tenant) else None


async def switch(
    session: AsyncSession, tenant: str, account_id: int, now: datetime, *, off: bool, by: int | None
) -> AccountLookUp:
    """Switch public sources on or off for an account, and return the row, locked.

    The texts that were found stay until the caller deletes them with `forget_all`.
    """
    await insert_once(session, AccountLookUp(account_id=account_id, tenant=tenant, next_at=now))
    row = await look_up_of(session, tenant, account_id, locked=True)
    assert row is not None  # noqa: S101 - it was just added
    if row.off != off:
        row.off, row.off_by, row.next_at = off, by if off else None, now
        await session.flush()
    return row


async def snapshots(session: AsyncSession, tenant: str, account_id: int) -> Sequence[Snapshot]:
    """Return the texts that are stored about an account, newest first. Undated ones come last."""
    wanted = (
        select(Snapshot)
        .where(col(Snapshot.tenant) == tenant, col(Snapshot.account_id) == account_id)
        .order_by(
            col(Snapshot.published_at).is_(None),
            col(Snapshot.published_at).desc(),
            col(Snapshot.id),
        )
    )
    return (await session.exec(wanted)).all()


async def forget(
    session: AsyncSession, tenant: str, account_id: int, urls: Collection[str]
) -> None:
    """Delete the texts about an account from these addresses."""
    await session.exec(
        delete(Snapshot).where(*_of(tenant, account_id), col(Snapshot.url).in_(urls))
    )


async def forget_all(session: AsyncSession, tenant: str, account_id: int) -> None:
    """Delete all texts about an account."""
    await session.exec(delete(Snapshot).where(*_of(tenant, account_id)))


def _of(tenant: str, account_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Snapshot.tenant) == tenant, col(Snapshot.account_id) == account_id


async def blocked(session: AsyncSession, tenant: str, account_id: int) -> frozenset[str]:
    """Return the places that are blocked for an account, because they are about another company."""
    wanted = select(BlockedSource.place).where(
        col(BlockedSource.tenant) == tenant, col(BlockedSource.account_id) == account_id
    )
    return frozenset((await session.exec(wanted)).all())


async def block(
    session: AsyncSession, tenant: str, account_id: int, place: str, *, now: datetime, by: int
) -> bool:
    """Block a place for an account. Return False if it was blocked already.

    `place` comes from handlers.sources.public.public.place_of. The texts that we found there stay
    on file.
    """
    row = BlockedSource(
        account_id=account_id, place=place, tenant=tenant, blocked_at=now, blocked_by=by
    )
    return await insert_once(session, row)


async def unblock(session: AsyncSession, tenant: str, account_id: int, place: str) -> None:
    await session.exec(
        delete(BlockedSource).where(
            col(BlockedSource.tenant) == tenant,
            col(BlockedSource.account_id) == account_id,
            col(BlockedSource.place) == place,
        )
    )
