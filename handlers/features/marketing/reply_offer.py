"""Offer to send a typed line to marketing, if marketing's answer was the last message before it."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Aside, Button, Buttons, Card, Note, Reply, spans
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.marketing import asks
from handlers.notices import tell
from handlers.registry import Refusal, Registry, Turn
from handlers.views.marketing import ask_cards
from storage.conversation import answer_drafts, last_asked
from storage.marketing import ask_notes
from storage.marketing import asks as stored_asks
from storage.tables import Ask
from storage.workspace import people

SEND = "ask.send"
WITHIN = timedelta(minutes=30)  # we offer to send a line for this long after marketing's answer
MIN_WORDS = 2  # how many words a line needs so that we offer to send it
GONE = "That line was sent already, or is no longer kept here. “Reply” on the answer opens a form."


def register(registry: Registry) -> None:
    """Register the button that sends the line."""
    registry.button(SEND, send)


async def below(turn: Turn, reply: Reply) -> Reply:
    """Add *Send to Sara* below a reply to a typed line, if Sara has just answered the person's ask.

    The line is kept as a draft until the person presses the button.
    """
    card = reply.card if isinstance(reply, Aside) else reply
    if not isinstance(card, Card) or turn.place is not None or len(turn.text.split()) < MIN_WORDS:
        return reply
    answered = await _just_answered(turn)
    if answered is None:
        return reply
    ask, name = answered
    draft = await answer_drafts.keep_reply(turn.session, turn.person, ask.id, turn.text, turn.now)
    who = await tell.readers(turn.session, ask.tenant, ask)
    how = "with your name" if ask.named else ask_cards.WITHOUT_KNOWN_NAMES
    label = f"Send to {shortened(first_name(name), 20)}"
    button = Button(label, SEND, str(draft.id), about=shortened(turn.text, 40))
    said = Note(spans(f"If you send it to {first_name(name)}, {who} can read it, {how}."))
    card = replace(card, blocks=(*card.blocks, said, Buttons((button,))))
    return Aside(card) if isinstance(reply, Aside) else card


async def _just_answered(turn: Turn) -> tuple[Ask, str] | None:
    """Return the ask that marketing has just written about, and the writer's name."""
    person = turn.person
    note_id = await last_asked.answer_of_marketing(turn.session, person, turn.now - WITHIN)
    note = await ask_notes.note_by_id(turn.session, person.tenant, note_id) if note_id else None
    ask = await stored_asks.by_id(turn.session, person.tenant, note.ask_id) if note else None
    if note is None or ask is None or ask.author_id != person.id or ask.state == "withdrawn":
        return None
    author = await people.by_id(turn.session, person.tenant, note.author_id)
    return (ask, author.name) if author and author.erased_at is None else None


async def send(turn: Turn) -> Reply:
    """Send the line to marketing, as *Reply* on the answer does."""
    draft_id = access.row_id(turn.text)
    draft = await answer_drafts.reply(turn.session, turn.person, draft_id)
    if draft is None:
        raise Refusal(GONE)
    ask_id, words = draft.about, draft.words
    await turn.session.delete(draft)
    return await asks.reply(replace(turn, text=ask_id), words)
