"""Query accounts."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.read_once import read_once
from storage.spelling import comparable, spellings, tidy
from storage.sql.built_once import built_once
from storage.sql.locks import for_update
from storage.sql.unique import insert
from storage.tables import Account, Seat

MAX_COMPARED = 1_000  # compare a name with at most this many accounts or contacts


async def by_name(session: AsyncSession, tenant: str, name: str) -> Account | None:
    """Return the account with this name, or None. In names, "&" and "and" count as equal."""
    keys = spellings(name)
    values = {"tenant": tenant, "keys": keys}
    found = (await session.exec(_with_keys(), params=values)).all()
    return min(found, key=lambda account: keys.index(account.name_key), default=None)


async def by_names(session: AsyncSession, tenant: str, names: Iterable[str]) -> dict[str, Account]:
    """Return the accounts with these names. The keys are `comparable` names."""
    values = {"tenant": tenant, "keys": [*{comparable(name) for name in names}]}
    found = await session.exec(_with_keys(), params=values)
    return {account.name_key: account for account in found}


async def by_typed_names(
    session: AsyncSession, tenant: str, names: Iterable[str]
) -> dict[str, Account]:
    """Return what `by_names` returns. Use this if `names` are words that a person typed.

    Most typed words name no account, so we avoid a query for them. We first compare `names` with
    the names of all accounts, which the session reads once (see `read_once`). We query only if an
    account has one of these names, or if the tenant has more than `MAX_COMPARED` accounts.
    """
    keys = {comparable(name) for name in names}
    read = await _all_or_too_many(session, tenant)
    if len(read) <= MAX_COMPARED and keys.isdisjoint(name for _, name in read):
        return {}
    return await by_names(session, tenant, keys)


@built_once
def _with_keys() -> SelectOfScalar[Account]:
    return select(Account).where(
        col(Account.tenant) == bindparam("tenant"), col(Account.name_key).in_(bindparam("keys"))
    )


async def by_id(
    session: AsyncSession, tenant: str, account_id: int, *, locked: bool = False
) -> Account | None:
    """Return a tenant's account by row id, or None."""
    values = {"tenant": tenant, "id": account_id}
    return (await session.exec(_with_id(locked), params=values)).first()


@built_once
def _with_id(locked: bool) -> SelectOfScalar[Account]:
    wanted = select(Account).where(
        col(Account.tenant) == bindparam("tenant"), col(Account.id) == bindparam("id")
    )
    return for_update(wanted, locked=locked)


async def by_ids(session: AsyncSession, tenant: str, ids: Sequence[int]) -> Sequence[Account]:
    """Return a tenant's accounts by row ids."""
    if not ids:
        return []
    wanted = select(Account).where(col(Account.tenant) == tenant, col(Account.id).in_(ids))
    return (await session.exec(wanted)).all()


async def candidates(
    session: AsyncSession, tenant: str, person_id: int, typed: str
) -> Sequence[tuple[int, str]]:
    """Return (id, `comparable` name) for the accounts that a person may mean by `typed`.

    If the tenant has at most `MAX_COMPARED` accounts, return all of them. If it has more, return
    only accounts with which the person has calls, and accounts whose names contain `typed` or begin
    with its first two letters. We never return more than `MAX_COMPARED`.
    """
    read = await _all_or_too_many(session, tenant)
    if len(read) <= MAX_COMPARED:
        return read
    return await _likely(session, tenant, person_id, comparable(typed))


@read_once
async def _all_or_too_many(session: AsyncSession, tenant: str) -> Sequence[tuple[int, str]]:
    """Return (id, `comparable` name) for all accounts.

    Stop after `MAX_COMPARED` + 1. The extra account shows that there are too many.
    """
    return (await session.exec(_first_ones(), params={"tenant": tenant})).all()


@built_once
def _first_ones() -> Select[int, str]:
    return _ids_and_names(bindparam("tenant")).limit(MAX_COMPARED + 1)


@read_once
async def _likely(
    session: AsyncSession, tenant: str, person_id: int, key: str
) -> Sequence[tuple[int, str]]:
    met = ids_with_calls_of(tenant, person_id)
    alike = func.substr(col(Account.name_key), 1, 2) == key[:2]
    holds = col(Account.name_key).contains(key, autoescape=True)
    likely = _ids_and_names(tenant).where(or_(col(Account.id).in_(met), alike, holds))
    return (await session.exec(likely.limit(MAX_COMPARED))).all()


@read_once
async def of_own_calls(
    session: AsyncSession, tenant: str, person_id: int
) -> Sequence[tuple[int, str]]:
    """Return (id, `comparable` name) for the accounts with which a person has calls.

    Return at most `MAX_COMPARED`.
    """
    own = col(Account.id).in_(ids_with_calls_of(tenant, person_id))
    return (await session.exec(_ids_and_names(tenant).where(own).limit(MAX_COMPARED))).all()


def _ids_and_names(tenant: str | BindParameter[str]) -> Select[int, str]:
    return select(Account.id, Account.name_key).where(col(Account.tenant) == tenant)


def ids_with_calls_of(tenant: str, person_id: int) -> SelectOfScalar[int]:
    """Select the ids of the accounts that a person has calls with."""
    return select(Seat.account_id).where(
        col(Seat.tenant) == tenant, col(Seat.person_id) == person_id
    )


async def all_names(session: AsyncSession, tenant: str) -> dict[int, str]:
    """Return the name of every account, by id."""
    wanted = select(Account.id, Account.name).where(col(Account.tenant) == tenant)
    return dict((await session.exec(wanted)).all())


async def add(session: AsyncSession, tenant: str, name: str, now: datetime) -> Account:
    """Add an account, or return the existing account with this name."""
    name = tidy(name)
    row = Account(tenant=tenant, name=name, name_key=comparable(name), created_at=now)
    if await insert(session, row):
        return row
    known = await by_name(session, tenant, name)
    assert known is not None  # noqa: S101 - the name was refused because the row exists
    return known


async def count_in_industry(session: AsyncSession, tenant: str, industry: str) -> int:
    """Count the accounts with this industry, ignoring case."""
    wanted = (
        select(func.count())
        .select_from(Account)
        .where(col(Account.tenant) == tenant, func.lower(col(Account.industry)) == industry.lower())
    )
    return (await session.exec(wanted)).one()
