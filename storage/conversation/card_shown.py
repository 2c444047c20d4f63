"""Remember which card somebody has just opened: the next line that they type may be about it.

If a marketer types “it”, the marketer means the ask or insight on this card. If the card shows a
request for help, the next line may be the answer to the request.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Person

# "help" is a colleague's request for help.
Shown = Literal["ask", "insight", "help"]

WITHIN = timedelta(minutes=30)  # for this long, a typed line may be about the card


async def remember(
    session: AsyncSession, person: Person, what: Shown, row_id: int, now: datetime
) -> None:
    """Remember the card that the person sees at `now` (UTC), and forget earlier cards.

    Only the row id is stored, none of the words on the card.
    """
    await drafts.keep_only(session, person, "card shown", now, about=f"{what}:{row_id}")


async def latest(session: AsyncSession, person: Person, what: Shown, now: datetime) -> int | None:
    """Return the row id of what the last card shows.

    Return None if the last card shows something other than `what`, or if it was opened more than
    `WITHIN` before `now` (UTC).
    """
    shown = await drafts.newest(session, person, now - WITHIN, "card shown")
    kind, _, row_id = shown.about.partition(":") if shown else ("", "", "")
    return int(row_id) if kind == what else None


async def forget(session: AsyncSession, person: Person) -> None:
    """Forget which card the person has opened."""
    await drafts.delete_all(session, person, "card shown")
