"""Erase a person, and have the cards about their asks written again without their name."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.forgetting import forgetting
from handlers.notices import answered, ask_waits, asks_for_marketing, updating
from storage import asks
from storage.rights.erasure import erase_person
from storage.tables import Person

OF_ASKS = (asks_for_marketing.NAME, ask_waits.NAME)


async def erase(
    session: AsyncSession, person: Person, now: datetime, *, by: int | None = None
) -> str:
    """Erase a person, as `erase_person` does, and plan updates of cards that name the person.

    These are the cards about what the person passed on to marketing, asked, or answered. Return the
    reference of the erasure.
    """
    tenant, id_ = person.tenant, person.id
    with_them, their_notes = await asks.touched_by(session, tenant, id_)
    reference = await erase_person(session, person, now, forgetting, by=by)
    await updating.plan(session, tenant, OF_ASKS, with_them, now)
    await updating.plan(session, tenant, (answered.NAME,), their_notes, now)
    return reference
