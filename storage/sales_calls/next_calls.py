"""Find accounts by name, and a person's next call with each."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from storage.choices import PLANNED
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.sql.built_once import built_once
from storage.tables import Account, Call, Person, Seat


class WithNextCall(NamedTuple):
    """An account, and a person's next planned call with the account, or None."""

    account: Account
    call: Seated | None


async def by_names(
    session: AsyncSession, person: Person, names: Iterable[str], since: datetime
) -> dict[str, WithNextCall]:
    """Return the accounts with these names, each with the person's next call.

    The keys are the names in `comparable` form. Names that are not on file are left out. The next
    call is the first that starts at `since` (UTC) or later.
    """
    values = {
        "tenant": person.tenant,
        "person": person.id,
        "keys": [*{comparable(name) for name in names}],
        "since": since,
    }
    found: dict[str, WithNextCall] = {}
    for account, seat, call in await session.exec(_with_keys(), params=values):
        next_call = Seated(seat, call, account) if seat and call else None
        found.setdefault(account.name_key, WithNextCall(account, next_call))
    return found


@built_once
def _with_keys() -> Select[Account, Seat | None, Call | None]:
    """Select accounts by their keys, each with the person's next planned call."""
    seat, call = aliased(Seat), aliased(Call)
    starts_at = (
        select(func.min(seat.starts_at))
        .join(call, col(call.id) == col(seat.call_id))
        .where(
            col(seat.tenant) == bindparam("tenant"),
            col(seat.person_id) == bindparam("person"),
            col(seat.account_id) == col(Account.id),
            col(seat.starts_at) >= bindparam("since"),
            col(call.status) == PLANNED,
        )
        .correlate(Account)
        .scalar_subquery()
    )
    taken = (
        (col(Seat.tenant) == col(Account.tenant))
        & (col(Seat.person_id) == bindparam("person"))
        & (col(Seat.account_id) == col(Account.id))
        & (col(Seat.starts_at) == starts_at)
    )
    planned = (col(Call.id) == col(Seat.call_id)) & (col(Call.status) == PLANNED)
    return (
        select(Account, Seat, Call)
        .select_from(Account)
        .outerjoin(Seat, taken)
        .outerjoin(Call, planned)
        .where(
            col(Account.tenant) == bindparam("tenant"),
            col(Account.name_key).in_(bindparam("keys")),
        )
        .order_by(col(Call.id).is_(None), col(Call.id))
    )
