"""Erase a person, and have messages to others written again without the person's name or words."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.forgetting import forgetting
from handlers.composing import unsharing, updates
from handlers.notices import (
    answered,
    ask_waits,
    asks_for_marketing,
    emptied,
    help_asked,
    updating,
)
from storage import asks, coaching, help_requests, reflections, shown_messages
from storage.rights.erasure import erase_person
from storage.tables import Person

OF_ASKS = (asks_for_marketing.NAME, ask_waits.NAME)


async def erase(
    session: AsyncSession, person: Person, now: datetime, *, by: int | None = None
) -> str:
    """Erase a person, as `erase_person` does, and plan updates of cards that name the person.

    These are the cards about what the person passed on to marketing, asked, or answered. Messages
    with the person's questions to colleagues, or with a figure or a reflection that the person
    shared, are emptied.
    Return the reference of the erasure.
    """
    tenant, id_ = person.tenant, person.id
    with_them, their_notes = await asks.touched_by(session, tenant, id_)
    questions = await help_requests.ids_by(session, person)
    for viewer in await coaching.viewers(session, person):
        showing = await shown_messages.taken_from_viewer(session, viewer, person)
        await updates.empty(session, viewer, showing, now, rewritten=emptied.TAKEN_BACK)
    shared = await reflections.shared_by(session, person)
    await unsharing.take_back(session, person, shared, now)
    reference = await erase_person(session, person, now, forgetting, by=by)
    await help_asked.update(session, tenant, questions, now, words_go=True)
    await updating.plan(session, tenant, OF_ASKS, with_them, now)
    await updating.plan(session, tenant, (answered.NAME,), their_notes, now)
    return reference
