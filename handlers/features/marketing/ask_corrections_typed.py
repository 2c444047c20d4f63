"""Let marketers give back an ask, or correct an answer, by typing: “undo that answer”."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Reply, card_saying
from handlers.coaching.text.words import SMALL_WORDS, stems
from handlers.features.access import may_publish
from handlers.features.marketing import ask_corrections, asks_meant, typed_asks
from handlers.knowledge import ask_facts
from handlers.knowledge.ask_facts import AskFacts
from handlers.registry import Turn
from handlers.typed.marketing.ask_corrections_said import Corrected, Correction, corrected
from handlers.views.marketing import ask_cards
from handlers.views.marketing.for_marketing import ASKS
from storage.conversation import card_shown
from storage.marketing import asks as stored

SHOWN = 8
WITHIN = timedelta(minutes=30)  # for this long after an answer, a typed “undo” takes it back
NOTHING: Mapping[Correction, str] = {
    "give back": "You aren't working on an ask at the moment.",
    "take back": "You haven't sent an answer in the last three days.",
    "change": "You haven't sent an answer in the last three days.",
}
DONE: Mapping[Correction, str] = {
    "give back": "Given back. Somebody else can take it.",
    "take back": "Taken back. The ask waits for an answer again.",
    "change": "Changed.",
}
WHICH: Mapping[Correction, str] = {
    "give back": "Which ask do you want to give back?",
    "take back": "Which answer do you want to take back?",
    "change": "Which answer do you want to change?",
}
LABELS: Mapping[Correction, tuple[str, str]] = {
    "give back": ("Give it back", ask_cards.GIVE_BACK),
    "take back": ("Take the answer back", ask_cards.TAKE_ANSWER_BACK),
    "change": ("Change the answer", ask_cards.CHANGE_ANSWER),
}


async def answer(turn: Turn) -> Reply | None:
    """Do what a marketer's line says: give back an ask, or change an answer, or take it back.

    If it is not clear which ask is meant, ask which. If a marketer has nothing to correct, say so.

    Return None

    - in a channel
    - for any other line
    - if an admin has nothing to correct
    - if the person is neither a marketer nor an admin
    """
    if turn.place is not None or not may_publish(turn.person):
        return None
    said = corrected(turn.text)
    if said is None:
        return None
    found = await _own(turn, said)
    fits = [one for one in found if _mentions(one, said.which)]
    if len(fits) > 1 and not said.which:
        opened = await card_shown.latest(turn.session, turn.person, "ask", turn.now)
        fits = [one for one in fits if one.ask.id == opened] or fits
    if len(fits) == 1:
        return await _correct(turn, said, fits[0])
    if not found:
        return _nothing(said) if turn.person.role == "marketer" else None
    return _which(said, fits or found)


async def undone(turn: Turn) -> Reply | None:
    """Take back the answer that the marketer has just sent.

    Return None if the marketer sent no answer in the last half hour (`WITHIN`), or has opened
    another card since.
    """
    if turn.place is not None or not may_publish(turn.person):
        return None
    opened = await card_shown.latest(turn.session, turn.person, "ask", turn.now)
    said = Corrected("take back")
    last = [one for one in await _own(turn, said) if one.ask.id == opened]
    if not last or last[0].talk[-1].note.at < turn.now - WITHIN:
        return None
    return await _correct(turn, said, last[0])


async def _own(turn: Turn, said: Corrected) -> list[AskFacts]:
    """Return the asks that the line may be about.

    If the line gives an ask back, return the asks that the marketer has taken on. If it changes an
    answer or takes one back, return the asks that the marketer answered within the last
    `ANSWER_STAYS_OPEN` and that nobody else has written about since.
    """
    session, person, now = turn.session, turn.person, turn.now
    if said.do == "give back":
        found = await stored.taken_by(session, person, SHOWN)
    else:
        since = now - ask_corrections.ANSWER_STAYS_OPEN
        found = await stored.answered_by(session, person, since, SHOWN)
    seen = [await ask_facts.gather(session, one, now, person.zone) for one in found]
    if said.do == "give back":
        return seen
    return [one for one in seen if one.talk and one.talk[-1].note.author_id == person.id]


def _mentions(seen: AskFacts, which: str) -> bool:
    wanted = {*stems(which)} - SMALL_WORDS
    return wanted <= asks_meant.words_shown(seen)


async def _correct(turn: Turn, said: Corrected, seen: AskFacts) -> Reply:
    """Correct this ask as the line says, and show it."""
    of_ask = replace(turn, text=str(seen.ask.id))
    if said.do == "change" and not said.words:
        return await ask_corrections.open_form(of_ask)
    match said.do:
        case "change":
            card = await ask_corrections.change(of_ask, said.words)
        case "take back":
            card = await ask_corrections.take_answer_back(of_ask)
        case _:
            card = await ask_corrections.give_back(of_ask)
    lead = DONE[said.do]
    return card_saying(lead, *card.blocks)


def _nothing(said: Corrected) -> Card:
    lead = NOTHING[said.do]
    return card_saying(lead, Buttons((ASKS,)))


def _which(said: Corrected, found: Sequence[AskFacts]) -> Card:
    label, action = LABELS[said.do]
    buttons = [(Button(label, action, str(one.ask.id), about=one.ask.line),) for one in found]
    return typed_asks.listed(WHICH[said.do], found, buttons)
