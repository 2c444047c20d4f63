"""Query promises (commitments), ours and those of accounts.

The owner of a promise is the person on our side who keeps track of it. Lists "by due day" begin
with the earliest day. Promises without a due day come last.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, or_
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.choices import LEFT
from storage.customers import accounts
from storage.spelling import comparable
from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.sql.locks import for_update
from storage.sql.unique import insert, insert_all
from storage.tables import OPEN, Account, Call, Commitment, Person
from storage.tables.types import Moment

_BY_DAY = (col(Commitment.due_on).is_(None), col(Commitment.due_on), col(Commitment.id))
_IS_GONE = or_(col(Person.erased_at).is_not(None), func.coalesce(col(Person.standing), "") == LEFT)


async def by_id(
    session: AsyncSession, tenant: str, commitment_id: int, *, locked: bool = False
) -> Commitment | None:
    """Return a tenant's promise by row id, or None."""
    wanted = select(Commitment).where(
        col(Commitment.tenant) == tenant, col(Commitment.id) == commitment_id
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def of_owner(
    session: AsyncSession,
    tenant: str,
    owner_id: int,
    *,
    due_by: date | None = None,
    settled_since: datetime | None = None,
) -> list[tuple[Commitment, Account]]:
    """Return an owner's open promises by due day, with their accounts.

    - With `settled_since` (UTC), also return promises that were kept or dropped since then.
    - With `due_by`, leave out all promises, open or settled, that are due after this day or have no
      due day.
    """
    wanted = (
        select(Commitment, Account)
        .join(Account, col(Account.id) == col(Commitment.account_id))
        .where(
            col(Commitment.tenant) == tenant,
            col(Commitment.owner_id) == owner_id,
            _is_open_or_settled(settled_since),
        )
        .order_by(*_BY_DAY)
    )
    if due_by is not None:
        wanted = wanted.where(col(Commitment.due_on) <= due_by)
    return list((await session.exec(wanted)).all())


async def open_with(
    session: AsyncSession, tenant: str, owner_id: int, account_id: int
) -> list[Commitment]:
    """Return an owner's open promises with one account, locked, oldest first."""
    wanted = (
        select(Commitment)
        .where(
            col(Commitment.tenant) == tenant,
            col(Commitment.owner_id) == owner_id,
            col(Commitment.account_id) == account_id,
            col(Commitment.state) == OPEN,
        )
        .order_by(col(Commitment.id))
    )
    return list((await session.exec(for_update(wanted))).all())


async def kept_since(
    session: AsyncSession, tenant: str, owner_id: int, call: Call
) -> Sequence[Commitment]:
    """Return an owner's kept promises that belong to this call or were made later outside calls.

    Both our promises and the account's promises count. A promise is returned in two cases:

    - The promise belongs to this call.
    - The promise belongs to no call, has the call's account, and was made since the call began.
    """
    after = col(Commitment.call_id).is_(None) & (col(Commitment.made_at) >= call.starts_at)
    wanted = (
        select(Commitment)
        .where(
            col(Commitment.tenant) == tenant,
            col(Commitment.owner_id) == owner_id,
            col(Commitment.account_id) == call.account_id,
            col(Commitment.state) == "done",
            or_(col(Commitment.call_id) == call.id, after),
        )
        .order_by(col(Commitment.id))
    )
    return (await session.exec(wanted)).all()


async def days_due(session: AsyncSession, tenant: str, owner_id: int) -> Sequence[date]:
    """Return the distinct days on which an owner's open promises are due."""
    wanted = (
        plain_select(col(Commitment.due_on))
        .where(
            col(Commitment.tenant) == tenant,
            col(Commitment.owner_id) == owner_id,
            col(Commitment.state) == OPEN,
            col(Commitment.due_on).is_not(None),
        )
        .distinct()
    )
    connection = await session.connection()
    return [day for (day,) in await connection.execute(wanted) if day]


async def of_accounts(
    session: AsyncSession, account_ids: Collection[int], *, settled_since: datetime | None = None
) -> dict[int, list[Commitment]]:
    """Return the open promises of each account, by due day.

    With `settled_since` (UTC), also return promises that were kept or dropped since then. The
    caller must check the tenant.
    """
    which = col(Commitment.account_id).in_(account_ids), _is_open_or_settled(settled_since)
    wanted = select(Commitment).where(*which).order_by(*_BY_DAY)
    return grouped((row.account_id, row) for row in (await session.exec(wanted)).all())


class WithOwners(NamedTuple):
    """Promises and their owners.

    - `of_accounts`: the promises by account id
    - `orphaned`: the ids of the promises whose owner left the company or was erased
    - `owners`: the names of all owners, by their ids
    """

    of_accounts: dict[int, list[Commitment]]
    orphaned: frozenset[int]
    owners: dict[int, str]


async def of_accounts_with_owners(
    session: AsyncSession, account_ids: Collection[int], *, settled_since: datetime
) -> WithOwners:
    """Return the promises that `of_accounts` returns, with their owners."""
    values = {"accounts": [*account_ids], "since": settled_since}
    rows = (await session.exec(_with_owners(), params=values)).all()
    return WithOwners(
        grouped((row.account_id, row) for row, _, _ in rows),
        frozenset(row.id for row, is_gone, _ in rows if is_gone),
        {row.owner_id: name for row, _, name in rows},
    )


@built_once
def _with_owners() -> Select[Commitment, bool, str]:
    """Select promises, each with whether its owner is gone, and with the owner's name."""
    is_open_or_recent = _is_open_or_settled(bindparam("since", type_=Moment()))
    return (
        select(Commitment, _IS_GONE, Person.name)
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .where(col(Commitment.account_id).in_(bindparam("accounts")), is_open_or_recent)
        .order_by(*_BY_DAY)
    )


async def orphaned(
    session: AsyncSession, tenant: str, limit: int, *, account_id: int | None = None
) -> Sequence[tuple[Commitment, Account]]:
    """Return up to `limit` open promises whose owner left the company or was erased, by due day.

    With `account_id`, return only promises for this account.
    """
    wanted = (
        select(Commitment, Account)
        .join(Account, col(Account.id) == col(Commitment.account_id))
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .where(col(Commitment.tenant) == tenant, col(Commitment.state) == OPEN, _IS_GONE)
        .order_by(*_BY_DAY)
        .limit(limit)
    )
    if account_id is not None:
        wanted = wanted.where(col(Commitment.account_id) == account_id)
    return (await session.exec(wanted)).all()


def _is_open_or_settled(since: datetime | BindParameter[datetime] | None) -> ColumnElement[bool]:
    """Match open promises and, if `since` is given, those that were kept or dropped since then."""
    is_open = col(Commitment.state) == OPEN
    return is_open if since is None else or_(is_open, col(Commitment.settled_at) >= since)


async def of_call(
    session: AsyncSession, tenant: str, call_id: int, owner_id: int, *, locked: bool = False
) -> Sequence[Commitment]:
    """Return the promises that a person noted for a call, including dropped ones."""
    values = {"tenant": tenant, "call": call_id, "owner": owner_id}
    return (await session.exec(_of_call(locked), params=values)).all()


@built_once
def _of_call(locked: bool) -> SelectOfScalar[Commitment]:
    wanted = select(Commitment).where(
        col(Commitment.tenant) == bindparam("tenant"),
        col(Commitment.call_id) == bindparam("call"),
        col(Commitment.owner_id) == bindparam("owner"),
    )
    return for_update(wanted.order_by(col(Commitment.id)), locked=locked)


async def add(session: AsyncSession, promise: Commitment) -> bool:
    """Add a promise. If the same promise is already on file, add nothing and return False.

    The same promise has the same words and the same side (ours or theirs), and belongs to the same
    call. A promise without a call is compared with the account's open promises without a call.
    """
    promise.text_key = comparable(promise.text)
    if promise.call_id is None:
        # No unique constraint covers promises without a call, so lock the account.
        await accounts.by_id(session, promise.tenant, promise.account_id, locked=True)
        if await same_outside_calls(session, promise):
            return False
    return await insert(session, promise)


async def reword(session: AsyncSession, promise: Commitment, text: str) -> bool:
    """Reword a promise.

    If the same promise (see `add`) is already on file with the new words, change nothing and
    return False.
    """
    key = comparable(text)
    wanted = select(Commitment.id).where(
        col(Commitment.tenant) == promise.tenant,
        col(Commitment.call_id).is_not_distinct_from(promise.call_id),
        col(Commitment.side) == promise.side,
        col(Commitment.text_key) == key,
        col(Commitment.id) != promise.id,
    )
    if promise.call_id is None:
        wanted = wanted.where(
            col(Commitment.account_id) == promise.account_id, col(Commitment.state) == OPEN
        )
    if (await session.exec(wanted)).first() is not None:
        return False
    promise.text, promise.text_key = text, key
    await session.flush()
    return True


async def add_all(session: AsyncSession, promises: Sequence[Commitment]) -> None:
    """Add promises that belong to calls. Leave out a promise that its call already has."""
    for promise in promises:
        promise.text_key = comparable(promise.text)
    await insert_all(session, promises)


async def same_outside_calls(session: AsyncSession, promise: Commitment) -> Commitment | None:
    """Return an open promise that belongs to no call, with the same account, side and words."""
    wanted = select(Commitment).where(
        col(Commitment.tenant) == promise.tenant,
        col(Commitment.account_id) == promise.account_id,
        col(Commitment.call_id).is_(None),
        col(Commitment.side) == promise.side,
        col(Commitment.text_key) == promise.text_key,
        col(Commitment.state) == OPEN,
    )
    return (await session.exec(wanted)).first()
