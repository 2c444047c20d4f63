"""Erase somebody, and update other people's messages that show the erased name or words."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.names.forgetting import forgetting
from handlers.composing import unsharing, updates
from handlers.notices import (
    answered,
    ask_waits,
    asks_for_marketing,
    commented,
    emptied,
    figure_shared,
    help_answered,
    help_asked,
    updating,
    voice_digest,
)
from storage.conversation import shown_messages
from storage.marketing import ask_notes, asks
from storage.rights.erasure import account_texts, contacts
from storage.rights.erasure.contacts import Erased
from storage.rights.erasure.people import erase_person
from storage.sales_calls import reflections
from storage.tables import Account, Contact, Person
from storage.team import coaching, help_requests
from storage.workspace import audit

OF_ASKS = (asks_for_marketing.NAME, ask_waits.NAME)


async def erase(
    session: AsyncSession, person: Person, now: datetime, *, by: audit.By = None
) -> str:
    """Erase a person, as `erase_person` does, and update other people's messages.

    - Cards about an ask are updated if the person made the ask or wrote a note on it.
    - The person's questions to colleagues disappear from messages.
    - The figures and reflections that the person shared disappear from messages.

    Return the reference of the erasure.
    """
    tenant, id_ = person.tenant, person.id
    with_them, their_notes = await ask_notes.touched_by(session, tenant, id_)
    questions = await help_requests.ids_by(session, person)
    figures = await coaching.ids_shared(session, person)
    for viewer in await coaching.viewers(session, person):
        showing = await shown_messages.take_from_viewer(session, viewer, person)
        await updates.empty(session, viewer, showing, now, rewritten=emptied.FIGURE_TAKEN_BACK)
    shared = await reflections.shared_by(session, person)
    await unsharing.take_back(session, person, shared, now)
    reference = await erase_person(session, person, now, forgetting, by=by)
    await help_asked.update(session, tenant, questions, now, words_go=True)
    await updating.plan(session, tenant, (figure_shared.NAME,), figures, now)
    await _update_asks(session, tenant, with_them, now)
    await updating.plan(session, tenant, (answered.NAME,), their_notes, now)
    return reference


async def _update_asks(
    session: AsyncSession, tenant: str, ask_ids: Collection[int], now: datetime
) -> None:
    """Plan updates of the cards about asks, and of the digests that may list them."""
    await updating.plan(session, tenant, OF_ASKS, ask_ids, now)
    since = await asks.first_asked(session, tenant, ask_ids)
    if since is not None:
        await voice_digest.update_sent(session, tenant, since, now)


async def erase_contact(
    session: AsyncSession, contact: Contact, now: datetime, *, by: audit.By = None
) -> Erased:
    """Erase a contact as `contacts.erase_contact` does, and update the cards that show the name."""
    async with _cards_follow(session, contact.tenant, contact.account_id, now):
        return await contacts.erase_contact(session, contact, now, forgetting, by=by)


async def erase_name(
    session: AsyncSession, account: Account, name: str, now: datetime, *, by: audit.By = None
) -> Erased:
    """Erase a name as `contacts.erase_name` does, and update the cards that show the name."""
    async with _cards_follow(session, account.tenant, account.id, now):
        return await contacts.erase_name(session, account, name, now, forgetting, by=by)


@asynccontextmanager
async def _cards_follow(
    session: AsyncSession, tenant: str, account_id: int, now: datetime
) -> AsyncIterator[None]:
    """Plan updates of the cards whose text changes inside the `with` block.

    These are cards about asks, questions to colleagues and their answers, and comments.
    """
    before = await _words(session, tenant, account_id)
    yield
    after = await _words(session, tenant, account_id)
    of_asks, of_notes, questions, comments, goals = (
        {id_ for id_, said in was.items() if said != is_[id_]}
        for was, is_ in zip(before, after, strict=True)
    )
    in_asks = await ask_notes.of_notes(session, tenant, of_notes)
    await _update_asks(session, tenant, of_asks | in_asks, now)
    answers = of_notes | await ask_notes.notes_on(session, tenant, of_asks)
    await updating.plan(session, tenant, (answered.NAME,), answers, now)
    await updating.plan(session, tenant, (help_answered.NAME,), questions, now)
    await updating.plan(session, tenant, (commented.NAME,), comments, now)
    await help_asked.update(session, tenant, questions | goals, now, words_go=True)


async def _words(session: AsyncSession, tenant: str, account_id: int) -> list[dict[int, object]]:
    """Return what is written about an account: for each kind of row, the texts by row id."""
    said = [
        await account_texts.words_about(session, table, tenant, account_id)
        for table in ("ask", "asknote", "helprequest", "reflectioncomment")
    ]
    return [*said, await help_requests.goals_shown(session, tenant, account_id)]
