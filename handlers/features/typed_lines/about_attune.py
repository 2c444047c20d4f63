"""Answer questions about Attune itself, and short lines such as "ok", "undo" and "good night"."""

from dataclasses import replace
from functools import partial

from handlers.cards import Button, Buttons, Card, Note, Paragraph, Reply, Strong, card_saying, spans
from handlers.features.calls import call_corrected, cancelling
from handlers.features.marketing import ask_corrections_typed
from handlers.features.privacy import data_named
from handlers.features.reflections import typed_answer
from handlers.features.settings import rhythm, started_again
from handlers.features.typed_lines import answer_confirmed, just_kept
from handlers.registry import Registry, Turn
from handlers.views import first_message
from handlers.views.marketing import for_marketing
from handlers.views.team import team_words
from storage.conversation import drafts, just_said, offers, only_asked
from storage.conversation.last_about import LATELY

ABOUT = "I am Attune, a bot."
PRIVACY = (
    "No manager or colleague sees your figures, goals, guesses or notes in a reflection unless you "
    "share them. Your own notes about an account are shown only to you. Promises, "
    "people and what you find out about an account do appear in your colleagues' briefs. A line "
    "for marketing goes to marketing, without names unless you say so."
)
PRIVACY_ASK = (
    "If you connect a calendar, colleagues see nothing in it but the times of your calls with "
    "their accounts. Other companies that use the same Attune see nothing of yours."
)
WHY = (
    "I write before and after your calls, about promises that are due, and when a colleague does "
    "something that concerns you. "
    "To stop a kind of message, choose it in the menu below."
)
FROM_FILE = (
    "My last answer comes from what is on file: your calls and notes, what colleagues share, and "
    "your CRM if one is connected. “Everything on file” says where each line comes from."
)
WHY_SAID = (
    "What I say comes from your calls, notes and promises, and from your calendar and CRM if they "
    "are connected. “Everything on file” shows it. If something is wrong, tell me."
)
WHY_ASK = (
    "I ask so that the brief before your next call says what you heard in this one. You never have "
    "to answer. To stop the questions, choose them in the menu below."
)
UNDO = (
    "Press Undo on the message that says what was changed. "
    "You can also change it back yourself: /calls shows your calls, /promises your promises, and "
    "/rhythm your settings."
)
NOTHING_CHANGED = "Nothing was changed by your last line, so there is nothing to undo in it."
STILL_OPEN = (
    "Nothing has changed yet. Was that a yes? Then type “yes”, or press a button of my question."
)
SHORT = {
    "ok": "All right.",
    "bye": "Until next time.",
    "not now": "All right. To pause my messages, say until when: “quiet until 3pm”.",
    "why that": "I went by what I understood from your message. “undo” takes it back.",
    "grumble": "Sorry about that. “help” says what I can do.",
    "cold": "Stay warm.",
    "hot": "Stay cool.",
    "wet": "Stay dry.",
    "tired": "Take a break when you can.",
    "bare question": "I don't know what you mean. Ask again with a name: “when do I see "
    "Northwind?”",
}


def register(registry: Registry) -> None:
    """Register the answers for their intents and words."""
    registry.intent("about", about)
    registry.intent("privacy", privacy)
    registry.intent("why", why)
    registry.intent("undo", undo)
    registry.intent("declined", declined)
    registry.intent("not now", not_now)
    registry.intent("bye", bye)
    registry.intent("why ask", why_ask)
    registry.intent("why said", why_said)
    registry.intent("why that", why_that)
    registry.intent("grumble", grumble)
    registry.intent("bare question", bare_question)
    for talk in ("cold", "hot", "wet", "tired"):
        registry.intent(talk, partial(small_talk, talk))
    registry.phrases("ok", ok, ("ok", "okay"), courtesy=True)


def _short(intent: str) -> Card:
    return Card(SHORT[intent], (Paragraph(spans(SHORT[intent])),))


async def bye(_turn: Turn) -> Reply:
    """Answer "good night"."""
    return _short("bye")


async def not_now(turn: Turn) -> Reply:
    """Answer "not now": close the open offer or question, or say how to pause messages."""
    later = replace(turn, text="later")
    if answered := await typed_answer.declined(turn) or await typed_answer.answer(later):
        return answered
    return Card(SHORT["not now"], (*_short("not now").blocks, Buttons((rhythm.UNTIL_TOMORROW,))))


async def why_that(_turn: Turn) -> Reply:
    """Answer "why did you do that"."""
    return _short("why that")


async def grumble(_turn: Turn) -> Reply:
    """Answer "youre useless"."""
    return _short("grumble")


async def bare_question(turn: Turn) -> Reply:
    """Answer a question such as "why", which does not say what it is about.

    If the person has just asked for a fact about an account, say where our answer came from.
    Otherwise, ask for a question with a name in it.
    """
    since = turn.now - drafts.ANSWERED_WITHIN
    if turn.place is None and await just_said.fact(turn.session, turn.person, since):
        return card_saying(FROM_FILE)
    return _short("bare question")


async def small_talk(kind: str, _turn: Turn) -> Reply:
    """Answer "lol its freezing" and "so tired today" in a few words."""
    return _short(kind)


async def ok(turn: Turn) -> Reply:
    """Answer "ok", also if it comes with an order: "ok send", "ok ask again".

    If we have just asked whether to cancel a call, ask the same question again.
    """
    if sent := await answer_confirmed.answer(replace(turn, text=turn.text or "ok")):
        return sent
    again = await started_again.turn_on_again(turn) or await cancelling.ask_again(turn)
    if again:
        return again
    since = turn.now - drafts.ANSWERED_WITHIN
    asked = await only_asked.latest(turn.session, turn.person, since)
    still_open = turn.place is None and asked is not None and asked.about != ""
    return card_saying(STILL_OPEN) if still_open else _short("ok")


async def declined(turn: Turn) -> Reply:
    """Answer "never mind": undo what was just kept, or else close the open offer."""
    return await just_kept.dropped(turn) or await typed_answer.declined(turn) or _short("ok")


async def about(turn: Turn) -> Reply:
    """Say what Attune is, and how to begin."""
    marketing = turn.person.role == "marketer"
    lead = f"{ABOUT} {for_marketing.WHAT if marketing else first_message.WHAT}"
    begin = "/insight pricing" if marketing else first_message.EXAMPLE
    example = Paragraph(spans("For example: ", Strong(begin)))
    return card_saying(lead, example, Note(spans("Type help to see what else I can do.")))


async def privacy(turn: Turn) -> Reply:
    """Say who can read which data. If the line names a kind of data, answer only for this kind."""
    if answer := await data_named.who_sees(turn):
        return answer
    whom = first_message.contact(turn.operator.support, turn.operator.privacy_url)
    asked = Note((*spans(f"{PRIVACY_ASK} "), *whom) if whom else spans(PRIVACY_ASK))
    more = Buttons((data_named.WHAT_IS_KEPT, data_named.DELETE, Button("My team", team_words.MINE)))
    return card_saying(PRIVACY, asked, more)


async def why(turn: Turn) -> Reply:
    """Say why Attune sends messages, with the menu that can stop them."""
    return rhythm.stop_card(turn, WHY)


async def why_said(_turn: Turn) -> Reply:
    """Answer "why did you say try again thursday": say from which data our messages come."""
    return card_saying(WHY_SAID)


async def why_ask(turn: Turn) -> Reply:
    """Say why Attune asks questions, with the menu that can stop them."""
    return rhythm.stop_card(turn, WHY_ASK)


async def undo(turn: Turn) -> Reply:
    """Undo the last change. If there is nothing to undo, say where changes can be undone.

    If our last answer only asked or refused something, undo nothing. Drop the open question, and
    offer a button that undoes the last change.
    """
    since = turn.now - drafts.ANSWERED_WITHIN
    if turn.place is None and await only_asked.latest(turn.session, turn.person, since):
        return await _nothing_changed(turn)
    taken = await call_corrected.undone(turn) or await just_kept.undone(turn)
    taken = taken or await ask_corrections_typed.undone(turn)
    if taken := taken or await just_kept.undone_before(turn):
        return taken
    return card_saying(UNDO, Buttons((Button("See my calls", "call.list"),)))


async def _nothing_changed(turn: Turn) -> Card:
    """Drop the open question, and offer to undo the last change."""
    await only_asked.drop_question(turn.session, turn.person)
    since = turn.now - LATELY
    last = await offers.latest(turn.session, turn.person, since)
    last = last or await offers.set_aside_since(turn.session, turn.person, since)
    if last is None:
        return card_saying(NOTHING_CHANGED)
    undo_last = Button("Undo the last change", *last.undo_button)
    return card_saying(NOTHING_CHANGED, Buttons((undo_last,)))
