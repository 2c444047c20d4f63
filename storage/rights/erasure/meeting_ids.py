"""Forget the ids and links of calls' meetings. All times are UTC.

Some calendars build the ids from the organiser's mail address. Teams links contain the organiser's
id, and personal links of other services contain a name. The organiser may be a contact.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Call, Contact, Person, Seat

# Three days, for two reasons:
# - For three days after an erasure, a request that is older than the erasure may still store data
#   of the erased person.
# - We may still read a meeting from a calendar until three days after the meeting ended.
LATE = timedelta(days=3)


async def forget_ids(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    """Forget the ids and links of these calls' meetings."""
    await session.exec(
        update(Call)
        .where(
            or_(
                col(Call.source_id).is_not(None), col(Call.join_url) != "", col(Call.meeting) != ""
            ),
            *which,
        )
        .values(source_id=None, join_url="", meeting="")
        .execution_options(synchronize_session=False)
    )


async def forget_past_ids(
    session: AsyncSession, tenant: str, account_id: int, now: datetime
) -> None:
    """Forget the ids and links of an account's past meetings.

    Meetings that ended in the last three days (`LATE`) are left out, because we may still read them
    from a calendar.
    """
    theirs = col(Call.tenant) == tenant, col(Call.account_id) == account_id
    await forget_ids(session, *theirs, col(Call.ends_at) <= now - LATE)


async def forget_past_ids_of_erased(session: AsyncSession, now: datetime) -> None:
    """Forget the ids and links of past meetings that somebody who was erased may have organised.

    This covers all tenants, and the meetings of these calls:
    - calls in which an erased person has a seat
    - calls with an account that has an erased contact

    Meetings that ended in the last three days (`LATE`) are left out.
    """
    seats = select(Seat.call_id).join(Person, col(Person.id) == col(Seat.person_id))
    accounts = select(Contact.account_id).where(col(Contact.erased_at).is_not(None))
    theirs = or_(
        col(Call.id).in_(seats.where(col(Person.erased_at).is_not(None))),
        col(Call.account_id).in_(accounts),
    )
    await forget_ids(session, theirs, col(Call.ends_at) <= now - LATE)
