"""Remember which call a person's line has just planned, because the next line may be about it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Person


async def keep(session: AsyncSession, person: Person, call_id: int, now: datetime) -> None:
    """Remember that a line of the person's has just planned this call. No words are stored."""
    await drafts.keep_only(session, person, "call planned", now, about=str(call_id))


async def latest(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[datetime, int] | None:
    """Return when `keep` last stored a call's id, at `since` (UTC) or later, and the id."""
    row = await drafts.newest(session, person, since, "call planned")
    return (row.made_at, int(row.about)) if row else None
