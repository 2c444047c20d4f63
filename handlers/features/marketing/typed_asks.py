"""Let marketers answer, take on and find asks by typing: “answer lena: …”, “i'll take it”."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import access, colleagues
from handlers.features.access import may_publish
from handlers.features.marketing import ask_changed, asks, asks_meant
from handlers.knowledge.ask_facts import AskFacts
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.marketing.asks_said import (
    ORDINALS,
    AskAbout,
    AskSaid,
    ask_said,
    asked_of_nobody,
    may_concern_an_ask,
    which_meant,
)
from handlers.views.marketing import ask_cards
from handlers.views.marketing.for_marketing import ASKS
from handlers.views.team import help_cards
from storage.conversation import answer_drafts, which_asked

SEND = "ask.send_answer"
WITHOUT_NAMES = "What reps pass on without their name is in “Asks” too."
NONE_OF = "No open ask has {}'s name on it."
UNSENT = "Nothing has been sent yet."
# If it is not clear which ask the typed words are for, we store the words as a draft, and ask. For
# each kind of draft, this has
# - the label of the words
# - our question if only one ask fits
# - our question if several asks fit or none fits
WRITTEN = {
    "answer": ("Your answer", "Is this your answer?", "Which of these are you answering?"),
    "back": ("Your question", "Shall I send your question?", "Which one is your question about?"),
    "changed": ("The result", "Is this the result?", "Which one is this the result of?"),
}
WHICH_TO_TAKE = "Which one will you take?"
TOLD = "Yes. When you take an ask on, I tell the person who asked that you are on it."
ONLY_ANSWERS = "I bring reps only answers to asks, and nothing has been sent."
GONE = "That answer was already sent, or is not on file. “Answer” on the ask opens a form."


def register(registry: Registry) -> None:
    """Register the button that sends a typed answer."""
    registry.button(SEND, send)


async def answer(turn: Turn) -> Reply | None:
    """Answer, take on or show an ask, as the typed line of a marketer or an admin says.

    Return None in a channel, and for people with other roles. Also return None if the line is not
    about an ask.
    """
    if turn.place is not None or not may_publish(turn.person):
        return None
    if chosen := await _chosen(turn):
        return chosen
    if not may_concern_an_ask(turn.text):
        return None
    said = ask_said(turn.text, await colleagues.names_unlike_contacts(turn))
    return await _carry_out(turn, said) if said else await _asked_back(turn)


async def _asked_back(turn: Turn) -> Reply | None:
    """Answer a line such as "ask which app they use": offer to send the question to a rep.

    The question is about the open ask whose card was shown last. Return None
    - if the line does not begin with "ask" and a question
    - if the person is not a marketer
    - if no card of an open ask was shown in the last half hour
    """
    words = asked_of_nobody(turn.text) if asks_meant.is_marketer(turn) else ""
    if not words:
        return None
    opened = await asks_meant.just_opened(turn, await asks_meant.open_for(turn))
    return await ask_which(turn, AskSaid("back", words=words), opened) if opened else None


async def _carry_out(turn: Turn, said: AskSaid) -> Reply | None:
    """Do what the line says. Return None if the line is probably not about an ask."""
    seen = await asks_meant.open_for(turn)
    if said.about == "take":
        return await _take(turn, seen, said.words)
    if said.about == "read":
        known = asks_meant.is_marketer(turn)
        return help_cards.not_known_whether_read(first_name(said.whose)) if known else None
    if said.about == "told":
        return card_saying(TOLD, Buttons((ASKS,)))
    if said.about != "person":
        return await _write(turn, seen, said)
    return _of_person(asks_meant.asked_by(seen, said.whose), first_name(said.whose))


async def send(turn: Turn) -> Reply:
    """Send the words of the draft to the rep. The button names the draft and the rep's ask.

    If the ask has changed since we asked which one is meant, show what is new, and ask again.
    """
    draft_id, _, rest = turn.text.partition(":")
    ask_id, _, name = rest.partition(":")
    draft = await answer_drafts.answer(turn.session, turn.person, access.row_id(draft_id))
    if draft is None:
        raise Refusal(GONE)
    words = draft.words
    if changed := await ask_changed.since(turn, draft, access.row_id(ask_id)):
        said = AskSaid(_written(name), words=words)
        news = ask_changed.newest(changed)
        return Aside(await ask_which(turn, said, [changed], first=ask_changed.CHANGED, below=news))
    written = await asks.write(replace(turn, text=ask_id), name or "answer", words)
    await turn.session.delete(draft)
    return written


def _written(name: str) -> AskAbout:
    """Return the kind of a draft. `name` is from the button's value, or "" for an answer."""
    return "back" if name == "back" else "changed" if name == "changed" else "answer"


def _of_person(found: Sequence[AskFacts], name: str) -> Reply:
    """Show the only ask from this person, or list several. If there is none, say so."""
    if len(found) == 1:
        return Aside(ask_cards.for_marketing(found[0]))
    if not found:
        lead = NONE_OF.format(name)
        more = (Note(spans(WITHOUT_NAMES)), Buttons((ASKS,)))
        return card_saying(typed(lead), *more)
    buttons = [
        (
            Button("Answer", "ask.answer", str(one.ask.id), "primary", about=one.ask.line),
            Button("Look at it", "ask.show", str(one.ask.id), about=one.ask.line),
        )
        for one in found
    ]
    return listed(f"Open asks from {name}", found, buttons)


async def _write(turn: Turn, seen: Sequence[AskFacts], said: AskSaid) -> Reply | None:
    """Send the words if it is clear which ask they are for. If it is not, store them, and ask.

    If several asks fit, choose the one whose card the marketer opened last. If the line names a
    colleague who has no open ask, let the marketer choose:

    - for an answer, from all open asks
    - for a question or a result, from the asks that `asks_meant.asks_to_offer` returns

    Return None if the line is probably not about an ask.
    """
    fits, none = asks_meant.meant(seen, said), ""
    if not fits and said.whose and said.about != "answer":
        none = _none_fits(said)
        fits = await asks_meant.asks_to_offer(turn, seen, said)
        if not fits:
            return (
                _of_person([], asks_meant.first_name_of(said))
                if said.sure and asks_meant.is_marketer(turn)
                else None
            )
        said = replace(said, sure=said.about == "changed" and fits[0].ask.closed_at is not None)
    if len(fits) > 1:
        fits = await asks_meant.just_opened(turn, fits) or fits
    if said.about == "changed" and not said.words:
        return _of_person(fits, asks_meant.first_name_of(said))
    if len(fits) == 1 and said.sure:
        return await asks.write(replace(turn, text=str(fits[0].ask.id)), said.about, said.words)
    none = none or ("" if fits else _none_fits(said))
    if not (fits or seen):
        return _nothing_open(turn, said, none)
    return await ask_which(turn, said, fits or seen, none)


def _nothing_open(turn: Turn, said: AskSaid, none: str) -> Card | None:
    if (said.about != "answer" or said.is_tell) and not asks_meant.is_marketer(turn):
        return None  # an admin may also sell, and "follow up: …" may be a note about a customer
    lead = f"{none} {ONLY_ANSWERS if said.is_tell else asks.NOTHING}".strip()
    return card_saying(typed(lead), *((Buttons((ASKS,)),) if said.is_tell else ()))


def _none_fits(said: AskSaid) -> str:
    if said.which:
        return f"No open ask mentions “{shortened(said.which, 60)}”."
    return NONE_OF.format(asks_meant.first_name_of(said)) if said.whose else ""


async def ask_which(
    turn: Turn,
    said: AskSaid,
    found: Sequence[AskFacts],
    none: str = "",
    below: tuple[Block, ...] = (),
    *,
    first: str = "",
) -> Card:
    """Store the words as a draft, and ask which of the asks in `found` they are for.

    `first` is a sentence that comes before the question, or "". `none` is a sentence that says that
    no ask fits the words, or "". `below` comes at the end of the card.
    """
    one = len(found) == 1 and not none
    ids = [seen.ask.id for seen in found]
    written = "" if said.about == "answer" else said.about
    draft = await answer_drafts.keep_answer(
        turn.session, turn.person, said.words, turn.now, to="ask", ids=ids, written=written
    )
    about = f":{written}" if written else ""
    buttons = [
        (Button("Send to this one", SEND, f"{draft.id}:{seen.ask.id}{about}", about=seen.ask.line),)
        for seen in found
    ]
    label, is_it, which = WRITTEN[said.about]
    kept = (Note(spans(typed(f"{label}: {shortened(said.words, 200)}"))),)
    lead = f"{first} {none} {is_it if one else which} {UNSENT}"
    card = listed(" ".join(lead.split()), found, buttons, kept)
    return replace(card, blocks=(*card.blocks, *below))


async def _take(turn: Turn, seen: Sequence[AskFacts], which: str) -> Reply | None:
    """Take on the ask that fits. If several asks fit, or if none fits, ask which one is meant.

    Return None if somebody has already answered or taken on every open ask.
    """
    free = asks_meant.not_taken(seen)
    fits = asks_meant.that_fit(free, which)
    if not which:
        fits = (
            await asks_meant.just_opened(turn, fits)
            or await asks_meant.just_shown(turn, fits)
            or fits
        )
    if len(fits) == 1:
        return await asks.take_up(replace(turn, text=str(fits[0].ask.id)))
    if not free:
        return None
    none = "" if fits or which in ORDINALS else f"No open ask mentions “{shortened(which, 60)}”."
    buttons = [
        (Button("I'll take it", "ask.take", str(one.ask.id), about=one.ask.line),)
        for one in fits or free
    ]
    await which_asked.remember(turn.session, turn.person, turn.now)
    return listed(f"{none} {WHICH_TO_TAKE}".strip(), fits or free, buttons)


async def _chosen(turn: Turn) -> Reply | None:
    """Take on the ask that the line names, if we have just asked “Which one will you take?”.

    Return None in these cases:

    - We did not ask this in the last ten minutes.
    - None of the asks that are still free fits the line.
    """
    if not await which_asked.forget(turn.session, turn.person, turn.now):
        return None
    which = which_meant(turn.text)
    seen = await asks_meant.open_for(turn) if which else []
    return (
        await _take(turn, seen, which)
        if asks_meant.that_fit(asks_meant.not_taken(seen), which)
        else None
    )


def listed(
    lead: str,
    found: Sequence[AskFacts],
    buttons: Sequence[tuple[Button, ...]],
    below: tuple[Block, ...] = (),
) -> Card:
    """Return a list of asks, each with its buttons. `below` comes right below the first line."""
    blocks: list[Block] = [Paragraph(spans(typed(lead))), *below]
    for one, row in zip(found[: asks_meant.SHOWN], buttons, strict=False):
        blocks.append(Paragraph(spans(typed(ask_cards.in_list(one)))))
        blocks += [Note(spans(ask_cards.status_line(one))), Buttons(row)]
    more = (Buttons((ASKS,)),) if len(found) > asks_meant.SHOWN else ()
    return Card(lead, (*blocks, *more))
