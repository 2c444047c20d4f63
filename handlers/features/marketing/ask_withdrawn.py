"""Take back what a rep passed on to marketing, or a reply to marketing."""

from collections.abc import Sequence

from handlers.cards import Button, Buttons, Reply, card_saying
from handlers.features import access
from handlers.features.marketing import ask_sending, taken_back_said
from handlers.knowledge import ask_facts
from handlers.notices import (
    taken_back,
    tell,
)
from handlers.registry import Refusal, Turn
from handlers.views.marketing import ask_cards
from storage.database.connection import empty_log_after_commit
from storage.marketing import ask_notes, asks
from storage.sales_calls import reflections
from storage.tables import Ask
from storage.workspace import people


async def withdraw(turn: Turn) -> Reply:
    """Take back what the rep passed on."""
    ask = await asks.by_id(turn.session, turn.person.tenant, access.row_id(turn.text), locked=True)
    if ask is None or ask.author_id != turn.person.id:
        raise Refusal("Only the person who wrote that can take it back.")
    await withdraw_ask(turn, ask)
    lead = await taken_back_said.of_ask(turn.session, ask)
    return card_saying(lead)


async def take_reply_back(turn: Turn) -> Reply:
    """Take back one of the rep's replies. The ask stays with marketing."""
    tenant = turn.person.tenant
    note = await ask_notes.note_by_id(turn.session, tenant, access.row_id(turn.text))
    if note is None:
        raise Refusal("That reply was already taken back.")
    ask = await asks.by_id(turn.session, tenant, note.ask_id, locked=True)
    if ask is None or note.kind != "replied" or note.author_id != turn.person.id:
        raise Refusal("Only the person who wrote that can take it back.")
    await turn.session.delete(note)
    await turn.session.flush()
    seen = await ask_facts.gather(turn.session, ask, turn.now, turn.person.zone)
    if ask.state == "waiting" and ask_cards.open_question(seen):
        ask.state = "asked_back"
    await turn.session.flush()
    await ask_sending.update_messages(turn, ask)
    reply = Button("Reply", "ask.reply", str(ask.id), about=ask.line)
    lead = await taken_back_said.of_reply(turn.session, ask)
    return card_saying(lead, Buttons((reply,)))


async def withdraw_ask(turn: Turn, ask: Ask) -> None:
    """Withdraw an ask, and everything else that the rep passed on from the same call.

    What marketing wrote stays. The rep's words in the asks are deleted. The reflection of the call
    is marked as not for marketing. The rep can remove this mark.
    """
    found: Sequence[Ask] = [ask]
    if ask.call_id is not None:
        found = await asks.all_of_call(
            turn.session, ask.tenant, ask.call_id, ask.author_id, locked=True
        )
    for one in found:
        await _withdraw(turn, one)


async def _withdraw(turn: Turn, ask: Ask) -> None:
    """Withdraw one ask, update its posts, and tell the marketers who were involved."""
    if ask.state == "withdrawn":
        return
    ask.state, ask.closed_at = "withdrawn", turn.now
    if ask.call_id is not None:
        written = await reflections.of_call(turn.session, ask.tenant, ask.call_id, ask.author_id)
        if written is not None:
            written.attribution = "no"
    await turn.session.flush()
    await ask_sending.update_messages(turn, ask, digests=True)
    talk = await ask_notes.of_ask(turn.session, ask)
    ask.line = ask.quote = ""
    for note in talk:
        if note.author_id == ask.author_id:
            note.text = ""
    await turn.session.flush()
    empty_log_after_commit(turn.session)
    involved = {ask.taken_by, *(note.author_id for note in talk)} - {None, ask.author_id}
    found = [await people.by_id(turn.session, ask.tenant, one or 0) for one in involved]
    marketers = [one for one in found if one is not None]
    key = f"{ask.id}:{turn.now:%Y%m%d%H%M%S%f}"
    await tell.tell(turn.session, marketers, taken_back.NAME, ask.id, turn.now, key=key)
