"""Remember which call a line of the person's has just planned, while they may go on about it."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Draft, Person

_PLANNED = "call planned:"  # `Draft.time` begins like this after a line that planned a call


async def keep(session: AsyncSession, person: Person, call_id: int, now: datetime) -> None:
    """Remember that a line of the person's has just planned this call. No words are stored."""
    await drafts.keep_one(session, person, "", now, (_PLANNED, str(call_id)))


async def latest(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[datetime, int] | None:
    """Return when `keep` last stored a call's id, at `since` (UTC) or later, and the id."""
    wanted = select(Draft.made_at, Draft.time).where(
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(_PLANNED),
        col(Draft.made_at) >= since,
    )
    row = (await session.exec(wanted)).first()
    return (row[0], int(row[1].removeprefix(_PLANNED))) if row else None
