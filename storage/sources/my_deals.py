"""Read the open deals that concern one person."""

from collections.abc import Sequence

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Account, CrmCompany, CrmDeal, Person, Seat


async def of_person(
    session: AsyncSession, person: Person, limit: int
) -> Sequence[tuple[CrmDeal, Account, CrmCompany]]:
    """Return up to `limit` open deals that concern a person, ordered by close date.

    A deal concerns the person in two cases:

    - The person owns the deal in the CRM.
    - The person has or had a call with the deal's account.
    """
    met = select(Seat.account_id).where(
        col(Seat.tenant) == person.tenant, col(Seat.person_id) == person.id
    )
    own = func.lower(col(CrmDeal.owner_email)) == (person.email or "\n").lower()
    wanted = (
        select(CrmDeal, Account, CrmCompany)
        .join(Account, col(Account.id) == col(CrmDeal.account_id))
        .join(CrmCompany, col(CrmCompany.account_id) == col(CrmDeal.account_id))
        .where(col(CrmDeal.tenant) == person.tenant, or_(own, col(CrmDeal.account_id).in_(met)))
        .order_by(col(CrmDeal.closes_on).nulls_last(), col(CrmDeal.id))
        .limit(limit)
    )
    return (await session.exec(wanted)).all()
