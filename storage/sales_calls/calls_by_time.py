"""Find a person's calls between two times (UTC), such as the hours around a transcript."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import MISSED, PLANNED
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Call, Person, Seat


async def calls_between(
    session: AsyncSession, person: Person, since: datetime, until: datetime, *, limit: int
) -> list[Seated]:
    """Return a person's planned calls that start in [since, until], latest first."""
    wanted = (
        select(Seat, Call, Account)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Seat.account_id))
        .where(
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
            col(Seat.starts_at) >= since,
            col(Seat.starts_at) <= until,
            col(Call.status) == PLANNED,
        )
        .order_by(col(Seat.starts_at).desc(), col(Seat.call_id).desc())
        .limit(limit)
    )
    return [Seated(*row) for row in await session.exec(wanted)]


async def missed_starts(
    session: AsyncSession, person: Person, since: datetime, until: datetime
) -> set[datetime]:
    """Return the start times of a person's missed calls that were to start in [since, until].

    A call is missed if nobody from the account came.
    """
    wanted = (
        select(Seat.starts_at)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .where(
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
            col(Seat.starts_at) >= since,
            col(Seat.starts_at) <= until,
            col(Call.status) == MISSED,
        )
    )
    return set(await session.exec(wanted))
