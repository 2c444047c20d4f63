"""Remember the call that a person has just planned. The person's next message may be about it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Person


async def keep(session: AsyncSession, person: Person, call_id: int, now: datetime) -> None:
    """Remember that the person has just planned this call. No words are stored."""
    await drafts.keep_only(session, person, "call planned", now, about=str(call_id))


async def latest(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[datetime, int] | None:
    """Return the call that `keep` stored last, as (when it was stored, the call's id).

    Return None if `keep` stored no call at `since` (UTC) or later.
    """
    row = await drafts.newest(session, person, since, "call planned")
    return (row.made_at, int(row.about)) if row else None
