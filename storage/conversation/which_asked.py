"""Remember that Attune has just asked a marketer which ask they will take. No words are stored."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, Person

ANSWERED_WITHIN = timedelta(minutes=10)
WHICH = "asked which ask to take"  # `Draft.time` of the draft that remembers it


async def remember(session: AsyncSession, person: Person, now: datetime) -> None:
    """Remember the question. `now` is in UTC."""
    await session.exec(delete(Draft).where(*_of(person)))
    session.add(Draft(tenant=person.tenant, person_id=person.id, time=WHICH, made_at=now))
    await session.flush()


async def was_just_asked(session: AsyncSession, person: Person, now: datetime) -> bool:
    """Forget the question, and return whether it was asked in the last ten minutes."""
    made_at = (await session.exec(select(Draft.made_at).where(*_of(person)))).first()
    if made_at is None:
        return False
    await session.exec(delete(Draft).where(*_of(person)))
    return made_at >= now - ANSWERED_WITHIN


def _of(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time) == WHICH,
    )
