"""Offer to send a typed line to marketing, if marketing's answer was the last message before it."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Aside, Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.marketing import asks
from handlers.notices import tell
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.marketing.reply_said import may_tell, reply_said
from handlers.views.marketing import ask_cards
from storage.conversation import answer_drafts, last_asked
from storage.marketing import ask_notes
from storage.marketing import asks as stored_asks
from storage.tables import Ask, Draft
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

    The line is kept as a draft until the person presses the button, or says "send it".
    """
    card = reply.card if isinstance(reply, Aside) else reply
    if not isinstance(card, Card) or turn.place is not None or len(turn.text.split()) < MIN_WORDS:
        return reply
    answered = await _just_answered(turn)
    if answered is None:
        return reply
    draft = await _kept(turn, answered, turn.text)
    card = replace(card, blocks=(*card.blocks, *await _offer(turn, *answered, draft)))
    return Aside(card) if isinstance(reply, Aside) else card


async def told(turn: Turn) -> Reply | None:
    """Offer to send "yes 2 pages ok" for "tell her yes 2 pages ok", right after marketing's answer.

    Return None in these cases:

    - The person typed something else, or typed it in a channel.
    - The last message to the person was not an answer from marketing.
    """
    may_be = turn.place is None and may_tell(turn.text)
    answered = await _just_answered(turn) if may_be else None
    words = reply_said(turn.text, answered[1]) if answered else ""
    if answered is None or not words:
        return None
    return await not_sent_yet(turn, await _kept(turn, answered, words))


async def not_sent_yet(turn: Turn, draft: Draft) -> Reply:
    """Say that a typed reply has not been sent yet, with the button that sends it."""
    ask = await stored_asks.by_id(turn.session, turn.person.tenant, int(draft.about))
    if ask is None or ask.state == "withdrawn":
        return card_saying(GONE)
    name = await last_writer(turn, ask)
    words = shortened(draft.words, 120)
    lead = f"Nothing has been sent yet. “Send it” sends this to {first_name(name)}: “{words}”"
    return card_saying(typed(lead), *await _offer(turn, ask, name, draft))


async def _kept(turn: Turn, answered: tuple[Ask, str], words: str) -> Draft:
    ask, _ = answered
    return await answer_drafts.keep_reply(turn.session, turn.person, ask.id, words, turn.now)


async def _offer(turn: Turn, ask: Ask, name: str, draft: Draft) -> tuple[Note, Buttons]:
    """Return who would read the reply, and the button that sends it."""
    who = await tell.readers(turn.session, ask.tenant, ask)
    how = "with your name" if ask.named else ask_cards.WITHOUT_KNOWN_NAMES
    label = f"Send to {shortened(first_name(name), 20)}"
    button = Button(label, SEND, str(draft.id), about=shortened(draft.words, 40))
    said = Note(spans(typed(f"If you send it to {first_name(name)}, {who} can read it, {how}.")))
    return said, Buttons((button,))


async def last_writer(turn: Turn, ask: Ask) -> str:
    """Return the name of the marketer who wrote last about an ask, or "marketing"."""
    talk = await ask_notes.of_ask(turn.session, ask)
    wrote = [note.author_id for note in talk if note.author_id != ask.author_id]
    author = await people.by_id(turn.session, ask.tenant, wrote[-1]) if wrote else None
    return author.name if author and author.erased_at is None else "marketing"


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
