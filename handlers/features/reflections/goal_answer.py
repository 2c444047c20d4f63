"""Save whether the goal of a call was reached, from a typed line.

A typed line does not replace an answer on file. The rep changes such an answer with a button.
"""

from dataclasses import replace
from datetime import time

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.fields import one_of
from handlers.features.reflections import kept_line, one_tap, own_reflection
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import DAY, at, day_of
from handlers.times import format_short
from handlers.views import reflect_cards
from storage.choices import GOAL_REACHED, GoalReached
from storage.conversation import offers
from storage.sales_calls.own_calls import Seated

SET, BACK = "goal.answer", "goal.answer_back"
CHANGED = "Your answer has changed since then, so I left it alone. /reflect opens what is on file."


def register(registry: Registry) -> None:
    """Register the button that saves an answer, and the button that undoes the change."""
    registry.button(SET, set_answer)
    registry.button(BACK, put_back)


async def take(turn: Turn, seated: Seated, answer: GoalReached) -> Reply:
    """Save the answer if none is on file. If one is on file, say so, and offer to change it."""
    own = await own_reflection.of_call(turn, seated)
    if own is not None and own.goal_reached:
        return await _stays(turn, seated, own.goal_reached, answer)
    return await set_answer(replace(turn, text=f"{seated.call.id}:{answer}:"))


async def set_answer(turn: Turn) -> Reply:
    """Save the answer on the button, and offer *Undo*.

    `one_tap.tap` saves the answer. It also handles the buttons in the message after a call.
    """
    call_id, answer, _ = (*turn.text.split(":"), "", "")[:3]
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    own = await own_reflection.of_call(turn, seated)
    before = own.goal_reached if own else ""
    card = await one_tap.tap(turn)
    own = await own_reflection.of_call(turn, seated)
    if own is None or not isinstance(card, Card) or before == own.goal_reached or not answer:
        return card
    value = f"{call_id}:{answer}:{before}"
    await offers.save(turn.session, turn.person, offers.to_undo(BACK, value, turn.now))
    undo = Button("Undo", BACK, value, about=_about(turn, seated))
    first, *rest = card.blocks
    return replace(card, blocks=(first, Buttons((undo,)), *rest))


async def put_back(turn: Turn) -> Reply:
    """Restore the answer from before the change. If there was none, delete the new answer.

    Raises Refusal if the answer has changed again in the meantime.
    """
    call_id, answer, before = (*turn.text.split(":"), "", "")[:3]
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    own = await own_reflection.needed(turn, seated)
    if own.goal_reached != answer:
        raise Refusal(CHANGED)
    await offers.close(turn.session, turn.person)
    own.goal_reached, own.written_at = one_of(before, GOAL_REACHED) or "", turn.now
    lead = "Taken back."
    if own.goal_reached:
        lead = f"“{_label(turn, seated, before)}” is on file again for {_call(turn, seated)}."
    rest = await kept_line.what_is_left(turn, seated, own)
    return replace(rest, summary=lead, blocks=(Paragraph(spans(typed(lead))), *rest.blocks))


async def _stays(turn: Turn, seated: Seated, kept: GoalReached, answer: GoalReached) -> Card:
    """Say that the answer on file stays, and offer to change it to the typed one.

    If the rep has another call with the account today, also offer to set its goal.
    """
    label = _label(turn, seated, kept)
    lead = f"“{label}” is on file for {_call(turn, seated)}, so it stays."
    buttons: list[Button] = []
    about = _about(turn, seated)
    if answer != kept:
        change = f"Change “{label}” to “{_label(turn, seated, answer)}”"
        buttons.append(Button(change, SET, f"{seated.call.id}:{answer}:{kept}", about=about))
    tomorrow = at(day_of(turn.now, turn.person.zone) + DAY, time(), turn.person.zone)
    for coming in await asker_calls.planned(turn, seated.account, until=tomorrow, limit=1):
        when = _when(turn, coming)
        lead = f"{lead} Your next call with them is {when}."
        name = shortened(seated.account.name, 40)
        buttons.append(Button(f"Goal for {when}", "goal.open", str(coming.call.id), about=name))
    return card_saying(typed(lead), *((Buttons(tuple(buttons)),) if buttons else ()))


def _label(turn: Turn, seated: Seated, answer: str) -> str:
    return reflect_cards.label_of(answer, seated.seat.goal, turn.playbook)


def _when(turn: Turn, seated: Seated) -> str:
    return format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)


def _call(turn: Turn, seated: Seated) -> str:
    return f"your call with {_about(turn, seated)}"


def _about(turn: Turn, seated: Seated) -> str:
    return f"{shortened(seated.account.name, 40)}, {_when(turn, seated)}"
