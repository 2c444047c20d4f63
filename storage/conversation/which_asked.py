"""Remember that Attune has just asked a marketer “Which one will you take?” about open asks."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.conversation.drafts import ANSWERED_WITHIN
from storage.tables import Person


async def remember(session: AsyncSession, person: Person, now: datetime) -> None:
    """Remember the question. `now` is in UTC."""
    await drafts.keep_only(session, person, "asks to choose from", now)


async def forget(session: AsyncSession, person: Person, now: datetime) -> bool:
    """Forget the question, and return whether it was asked in the last ten minutes."""
    since = now - ANSWERED_WITHIN
    asked = await drafts.newest(session, person, since, "asks to choose from")
    await drafts.delete_all(session, person, "asks to choose from")
    return asked is not None
