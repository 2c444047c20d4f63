"""Query the calls in which a person has a seat. All times are UTC.

A planned call is one that is neither cancelled nor missed. It may be over already.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, BindParameter, ColumnElement, and_, bindparam, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from storage.choices import CANCELLED, MISSED, PLANNED
from storage.sales_calls.call_seats import SeatKey
from storage.sql.built_once import built_once
from storage.sql.json_rows import dialect_of, is_given, json_rows, parameter
from storage.tables import Account, Call, Reflection, Seat

MAX_HELD = 200  # `held` returns at most this many calls
# Joins a seat with the person's own reflection on the call.
_OWN_REFLECTION = and_(
    col(Reflection.call_id) == col(Seat.call_id), col(Reflection.author_id) == col(Seat.person_id)
)


class Seated(NamedTuple):
    """A person's seat in a call, with the call and its account."""

    seat: Seat
    call: Call
    account: Account


class Held(NamedTuple):
    """A call that is over, with its account and the person's own reflection or None."""

    call: Call
    account: Account
    reflection: Reflection | None


async def planned_for(
    session: AsyncSession,
    tenant: str,
    person_id: int,
    *,
    since: datetime,
    until: datetime | None = None,
    account_id: int | None = None,
    limit: int | None = None,
) -> list[Seated]:
    """Return a person's planned calls that start in [since, until), earliest first."""
    wanted = _planned_for(
        ends=until is not None, of_account=account_id is not None, limited=limit is not None
    )
    values = {
        "tenant": tenant,
        "person": person_id,
        "since": since,
        "until": until,
        "account": account_id,
        "limit": limit,
    }
    return [Seated(*row) for row in await session.exec(wanted, params=values)]


@built_once
def _planned_for(*, ends: bool, of_account: bool, limited: bool) -> Select[Seat, Call, Account]:
    wanted = (
        _planned(bindparam("tenant"), bindparam("person"))
        .where(col(Seat.starts_at) >= bindparam("since"))
        .order_by(col(Seat.starts_at))
    )
    if ends:
        wanted = wanted.where(col(Seat.starts_at) < bindparam("until"))
    if of_account:
        wanted = wanted.where(col(Seat.account_id) == bindparam("account"))
    return wanted.limit(bindparam("limit", type_=BigInteger())) if limited else wanted


async def latest_before(
    session: AsyncSession,
    tenant: str,
    person_id: int,
    *,
    before: datetime,
    account_id: int | None = None,
    unreflected: bool = False,
) -> Seated | None:
    """Return a person's latest planned call that started before `before`, or None.

    With `unreflected`, calls on which the person has reflected do not count.
    """
    wanted = _latest_before(of_account=account_id is not None, unreflected=unreflected)
    values = {"tenant": tenant, "person": person_id, "before": before, "account": account_id}
    found = (await session.exec(wanted, params=values)).first()
    return Seated(*found) if found else None


@built_once
def _latest_before(*, of_account: bool, unreflected: bool) -> Select[Seat, Call, Account]:
    wanted = (
        _planned(bindparam("tenant"), bindparam("person"))
        .where(col(Seat.starts_at) < bindparam("before"))
        .order_by(col(Seat.starts_at).desc())
        .limit(1)
    )
    if of_account:
        wanted = wanted.where(col(Seat.account_id) == bindparam("account"))
    return wanted.where(col(Seat.reflected_at).is_(None)) if unreflected else wanted


async def latest_without_words(
    session: AsyncSession, tenant: str, person_id: int, *, since: datetime, now: datetime
) -> Seated | None:
    """Return the latest of a person's planned calls that have no note of what the person heard.

    Calls that started before `since` do not count, and neither do calls that are not over. A call
    has no such note if the person wrote no reflection on it, or left the reflection's `heard`
    empty. Return None if there is no such call.
    """
    wanted = (
        _planned(tenant, person_id)
        .outerjoin(Reflection, _OWN_REFLECTION)
        .where(col(Seat.starts_at) >= since, _is_over(now))
        .where(or_(col(Reflection.id).is_(None), col(Reflection.heard) == ""))
        .order_by(col(Seat.starts_at).desc())
        .limit(1)
    )
    found = (await session.exec(wanted)).first()
    return Seated(*found) if found else None


async def without_reflection(
    session: AsyncSession,
    tenant: str,
    person_id: int,
    *,
    since: datetime,
    now: datetime,
    limit: int,
) -> list[Seated]:
    """Return a person's planned calls on which the person has not reflected, newest first.

    The calls are over, and started at `since` or later. Return at most `limit` calls.
    """
    wanted = (
        _planned(tenant, person_id)
        .where(col(Seat.starts_at) >= since, _is_over(now))
        .where(col(Seat.reflected_at).is_(None))
        .order_by(col(Seat.starts_at).desc())
        .limit(limit)
    )
    return [Seated(*row) for row in await session.exec(wanted)]


async def held(
    session: AsyncSession, tenant: str, person_id: int, *, since: datetime, until: datetime
) -> list[Held]:
    """Return a person's planned calls that started in [since, until) and were over at `until`.

    The earliest call comes first. Calls after the first `MAX_HELD` are left out.
    """
    wanted = (
        select(Call, Account, Reflection)
        .select_from(Seat)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Seat.account_id))
        .outerjoin(Reflection, _OWN_REFLECTION)
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.person_id) == person_id,
            col(Call.status) == PLANNED,
            col(Seat.starts_at) >= since,
            col(Seat.starts_at) < until,
            _is_over(until),
        )
        .order_by(col(Seat.starts_at))
        .limit(MAX_HELD)
    )
    return [Held(*row) for row in await session.exec(wanted)]


async def latest_started(
    session: AsyncSession,
    tenant: str,
    person_id: int,
    account_id: int,
    *,
    since: datetime,
    now: datetime,
) -> Seated | None:
    """Return the latest of a person's calls with an account, or None.

    Only calls that started in [since, now] count. Missed calls count, but cancelled calls do not.
    """
    wanted = (
        _of_person(tenant, person_id)
        .where(
            col(Seat.account_id) == account_id,
            col(Seat.starts_at) >= since,
            col(Seat.starts_at) <= now,
            col(Call.status).in_((PLANNED, MISSED)),
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(1)
    )
    found = (await session.exec(wanted)).first()
    return Seated(*found) if found else None


async def missed(
    session: AsyncSession, tenant: str, person_id: int, account_id: int, *, since: datetime
) -> list[datetime]:
    """Return the starts of a person's calls to which nobody from an account came, latest first.

    Calls that were to start before `since` do not count.
    """
    wanted = (
        select(Call.starts_at)
        .join(Seat, col(Seat.call_id) == col(Call.id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.person_id) == person_id,
            col(Seat.account_id) == account_id,
            col(Seat.starts_at) >= since,
            col(Call.status) == MISSED,
        )
        .order_by(col(Seat.starts_at).desc())
    )
    return [*(await session.exec(wanted)).all()]


async def latest_cancelled(
    session: AsyncSession, tenant: str, person_id: int, account_id: int, *, since: datetime
) -> Seated | None:
    """Return a person's cancelled call with an account. If there are several, return the latest.

    Calls that were to start before `since` do not count. Return None if no call is found.
    """
    wanted = (
        _of_person(tenant, person_id)
        .where(
            col(Seat.account_id) == account_id,
            col(Seat.starts_at) >= since,
            col(Call.status) == CANCELLED,
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(1)
    )
    found = (await session.exec(wanted)).first()
    return Seated(*found) if found else None


def _is_over(now: datetime) -> ColumnElement[bool]:
    """Match a call whose planned or real end has passed."""
    ended_early = and_(col(Call.ended_at) > col(Call.starts_at), col(Call.ended_at) <= now)
    return or_(col(Call.ends_at) <= now, ended_early)


def _planned(
    tenant: str | BindParameter[str], person_id: int | BindParameter[int]
) -> Select[Seat, Call, Account]:
    return _of_person(tenant, person_id).where(col(Call.status) == PLANNED)


def _of_person(
    tenant: str | BindParameter[str], person_id: int | BindParameter[int]
) -> Select[Seat, Call, Account]:
    return (
        select(Seat, Call, Account)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Seat.account_id))
        .where(col(Seat.tenant) == tenant, col(Seat.person_id) == person_id)
    )


async def seated(session: AsyncSession, seats: Collection[SeatKey]) -> dict[SeatKey, Seated]:
    """Return the seats with these keys, each with its call and account.

    Seats in cancelled or missed calls are left out. The keys may be of any tenant, so the caller
    must check the tenant.
    """
    wanted = _seated(dialect_of(session))
    values = parameter({"call_id": call_id, "person_id": person_id} for call_id, person_id in seats)
    found = [Seated(*row) for row in await session.exec(wanted, params=values)]
    return {(one.seat.call_id, one.seat.person_id): one for one in found}


@built_once
def _seated(dialect: str) -> Select[Seat, Call, Account]:
    asked = json_rows(dialect, call_id=BigInteger(), person_id=BigInteger())
    same = and_(
        col(Seat.call_id) == asked.c.call_id,
        col(Seat.person_id) == asked.c.person_id,
        is_given(dialect, col(Seat.call_id), "call_id"),
    )
    return (
        select(Seat, Call, Account)
        .select_from(asked)
        .join(Seat, same)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Seat.account_id))
        .where(col(Call.status) == PLANNED)
    )
