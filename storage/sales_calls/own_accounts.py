"""Query the accounts with which a person has or had calls. All times are UTC."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import PLANNED
from storage.tables import Account, Call, Seat


class AccountTimes(NamedTuple):
    """An account, with the starts of a person's next and last calls with it.

    A start is None if there is no such call.
    """

    account: Account
    next_at: datetime | None
    last_at: datetime | None


async def without_next(
    session: AsyncSession, tenant: str, person_id: int, *, now: datetime, limit: int
) -> list[tuple[Account, datetime]]:
    """Return accounts with which a person has had calls, but has no upcoming call.

    Each account comes with the start of the last call. The account whose last call is longest ago
    comes first. Return at most `limit` accounts.
    """
    last = func.max(col(Seat.starts_at))
    latest = (
        select(Seat.account_id, last.label("last"))
        .join(Call, col(Call.id) == col(Seat.call_id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.person_id) == person_id,
            col(Call.status) == PLANNED,
        )
        .group_by(col(Seat.account_id))
        .having(last < now)
        .subquery()
    )
    wanted = (
        select(Account, latest.c.last)
        .join(latest, latest.c.account_id == col(Account.id))
        .order_by(latest.c.last, col(Account.id))
        .limit(limit)
    )
    return [(account, last_at) for account, last_at in await session.exec(wanted)]


async def accounts_of(
    session: AsyncSession, tenant: str, person_id: int, *, now: datetime, limit: int
) -> list[AccountTimes]:
    """Return at most `limit` accounts that a person has or had calls with, sorted by name."""
    starts = col(Seat.starts_at)
    times = (
        select(
            col(Seat.account_id),
            func.min(case((starts >= now, starts))).label("next"),
            func.max(case((starts < now, starts))).label("last"),
        )
        .join(Call, col(Call.id) == col(Seat.call_id))
        .where(
            col(Seat.tenant) == tenant,
            col(Seat.person_id) == person_id,
            col(Call.status) == PLANNED,
        )
        .group_by(col(Seat.account_id))
        .subquery()
    )
    wanted = (
        select(Account, times.c.next, times.c.last)
        .join(times, times.c.account_id == col(Account.id))
        .order_by(col(Account.name_key), col(Account.id))
        .limit(limit)
    )
    return [AccountTimes(*row) for row in await session.exec(wanted)]
