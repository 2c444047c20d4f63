"""What is answered to plain words: the features that a command, a button or a form leads to too.

Nothing is cancelled, moved or kept from plain words alone: they lead to the buttons and forms.
"""

from dataclasses import replace
from datetime import date

from handlers import calls, prep, promises, rhythm, rhythm_forms, which_account
from handlers.cards import Button, Buttons, Card, Note, Paragraph, Reply, Strong, spans
from handlers.coaching.words import shortened
from handlers.commands import help_card
from handlers.conversation import NO_COMMAND, Feature, Registry, Turn
from handlers.rhythm_settings import DAY, day_of, order_of
from handlers.times import Unclear
from handlers.times.due import due
from handlers.typed_time import typed_time

ABOUT = (
    "I am Attune, a bot. I brief you before each call with a customer, and keep track of what both "
    "sides promised."
)
PRIVACY = (
    "Your goals, guesses and figures are yours alone, and so are your notes in a reflection until "
    "you share them. Promises, people and what you find out about an account stand in your team's "
    "briefs. A line for marketing goes to marketing, without names unless you say so."
)
PRIVACY_ASK = (
    "It is all kept in your company's own Attune. Ask whoever runs it what is on file about you, "
    "or to delete it."
)
WHY = (
    "I write before and after your calls, and about promises that are due. "
    "Each kind has its own button below, if you would rather not get it."
)
SHORT = {"ok": "All right.", "bye": "Until next time."}
ENDS = " ?!.,;:"


def register(registry: Registry) -> None:
    """Each intent of `plain_words` that no command answers."""
    registry.intent("about", about)
    registry.intent("privacy", privacy)
    registry.intent("why", why)
    registry.intent("away", away)
    registry.intent("times", rhythm_forms.open_settings)
    registry.intent("list", calls.list_card)
    registry.intent("one", one_call)
    registry.intent("planned", planned)
    registry.intent("promised", promised)
    registry.words("ok", _saying("ok"), ("ok", "okay"), courtesy=True)
    registry.intent("bye", _saying("bye"))

    async def otherwise(turn: Turn) -> Reply:
        return await _account_alone(turn) or help_card(NO_COMMAND, registry.commands)

    registry.otherwise(otherwise)


def _saying(intent: str) -> Feature:
    async def said(_turn: Turn) -> Reply:
        return Card(SHORT[intent], (Paragraph(spans(SHORT[intent])),))

    return said


async def about(_turn: Turn) -> Reply:
    """What this is, and how to begin."""
    example = Paragraph(spans("Tell me like this: ", Strong("prep Northwind tomorrow 3pm")))
    return Card(ABOUT, (Paragraph(spans(ABOUT)), example, Note(spans("help shows the rest."))))


async def privacy(_turn: Turn) -> Reply:
    """Who reads what, and whom to ask."""
    return Card(PRIVACY, (Paragraph(spans(PRIVACY)), Note(spans(PRIVACY_ASK))))


async def why(turn: Turn) -> Reply:
    """Why messages come, each with the button that stops it."""
    return await rhythm.card(turn, Paragraph(spans(WHY)))


async def away(turn: Turn) -> Reply:
    """The form for an absence, with the days that the words name."""
    today = day_of(turn.now, turn.person.zone)
    words = turn.text.strip(ENDS)
    for joint in ("until", "till", "back on", "back"):
        before, found, after = f" {words.lower()} ".partition(f" {joint} ")
        if found:
            first = _day(turn, before) or today
            return rhythm_forms.away_form(first, _day(turn, after))
    day = _day(turn, words)
    return rhythm_forms.away_form(day or today, day + DAY if day else None)


def _day(turn: Turn, words: str) -> date | None:
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    bare = words.strip(ENDS).removeprefix("from ").removeprefix("on ")
    if not bare:
        return None
    found = due(bare, today=today, zone=person.zone, order=order_of(person))
    return found.day if found and found.day and found.day >= today else None


async def one_call(turn: Turn) -> Reply:
    """The calls with an account, each with its buttons to change or cancel it."""
    begun = await which_account.beginning(turn, turn.text.strip(ENDS))
    if begun:
        return await calls.list_card(turn, begun[0][0])
    return await calls.list_card(turn, note="Which call? Each has its own buttons.")


async def planned(turn: Turn) -> Reply:
    """The brief of a call with an account on file, planned if a time follows; else a question."""
    words = turn.text.strip(ENDS)
    if not words:
        return await prep.prep(replace(turn, text=""))
    if await which_account.beginning(turn, words):
        return await prep.prep(replace(turn, text=words))
    lead = f"I know no account called “{shortened(words, 60)}”. Is it a new one?"
    plan = Button("Plan a call", "call.add", words if len(words) <= which_account.COMPARED else "")
    return Card(lead, (Paragraph(spans(lead)), Buttons((plan,))))


async def promised(turn: Turn) -> Reply:
    """The form for a promise, with the account and the words."""
    words = turn.text.strip(ENDS)
    begun = await which_account.beginning(turn, words)
    if begun and begun[0][1]:
        return promises.form_with(turn, begun[0][1], begun[0][0].name)
    return promises.form_with(turn, words)


async def _account_alone(turn: Turn) -> Reply | None:
    """The account's next call, or a new one, where an account and perhaps a time is all of it."""
    words = turn.text.strip(ENDS)
    begun = await which_account.beginning(turn, words)
    if any(_is_time(turn, rest) for _, rest in begun):
        return await prep.prep(replace(turn, text=words))
    return None


def _is_time(turn: Turn, rest: str) -> bool:
    reading = typed_time(turn, rest) if rest else None
    return not (isinstance(reading, Unclear) and reading.reason == "not_a_time")
