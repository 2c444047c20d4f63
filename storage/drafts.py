"""Query drafts: words that people typed, kept while Attune's question about them is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, Person

ANSWERED_WITHIN = timedelta(minutes=10)  # for this long, a typed "yes" or "no" answers an offer
OFFER = "offer to keep a line:"  # `Draft.time` begins like this if the draft is such an offer


async def own(session: AsyncSession, person: Person, draft_id: int) -> Draft | None:
    """Return a person's draft by row id, or None."""
    wanted = select(Draft).where(
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.id) == draft_id,
    )
    return (await session.exec(wanted)).first()


@dataclass(frozen=True)
class Offer:
    """An offer to keep a line about an account. `about` has the form's subject and the speaker.

    `made_at` is in UTC.
    """

    account: str
    words: str
    about: str
    made_at: datetime


async def offer(session: AsyncSession, person: Person, made: Offer) -> None:
    """Store the latest offer to keep a line. The words of an earlier offer are forgotten."""
    await close_offer(session, person)
    session.add(
        Draft(
            tenant=person.tenant,
            person_id=person.id,
            account=made.account,
            goal=made.words,
            time=f"{OFFER}{made.about}",
            made_at=made.made_at,
        )
    )
    await session.flush()


async def offered(session: AsyncSession, person: Person, since: datetime) -> Offer | None:
    """Return the open offer if it was made at `since` (UTC) or later, or None."""
    wanted = (
        select(Draft)
        .where(*_offers_to(person), col(Draft.made_at) >= since)
        .order_by(col(Draft.id).desc())
        .limit(1)
    )
    row = (await session.exec(wanted)).first()
    if row is None:
        return None
    return Offer(row.account, row.goal, row.time.removeprefix(OFFER), row.made_at)


async def close_offer(session: AsyncSession, person: Person) -> None:
    """Forget the words of the open offer, if there is one."""
    await session.exec(delete(Draft).where(*_offers_to(person)))


def _offers_to(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(OFFER),
    )
