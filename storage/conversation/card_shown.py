"""Remember which ask or insight a marketer has just opened, so that “it” means this one."""

from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.tables import Draft, Person

Shown = Literal["ask", "insight"]

WITHIN = timedelta(minutes=30)  # for this long, a typed line may be about the card


async def remember(
    session: AsyncSession, person: Person, what: Shown, row_id: int, now: datetime
) -> None:
    """Remember the card that is shown now (UTC), instead of an earlier one. No words are stored."""
    await drafts.keep_shown(session, person, f"{what}:{row_id}", now)


async def latest(session: AsyncSession, person: Person, what: Shown, now: datetime) -> int | None:
    """Return the row id of the ask or insight that was shown last, in the last half hour.

    Return None if the card shown last was of the other kind, or if it was shown earlier.
    """
    wanted = select(Draft.time).where(
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(drafts.SHOWN),
        col(Draft.made_at) >= now - WITHIN,
    )
    found = ((await session.exec(wanted)).first() or "").removeprefix(drafts.SHOWN)
    kind, _, row_id = found.partition(":")
    return int(row_id) if kind == what else None
