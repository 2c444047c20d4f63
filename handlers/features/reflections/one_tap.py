"""Save the answer that a rep taps after a call, and ask for one line about the call."""

from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Reply
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.fields import one_of
from handlers.features.reflections import kept_line, no_show, own_reflection, reflection_card
from handlers.registry import Refusal, Registry, Turn
from handlers.views import reflect_cards
from storage.choices import GOAL_REACHED, MISSED
from storage.sales_calls.own_calls import Seated
from storage.tables import Reflection


def register(registry: Registry) -> None:
    """Register the buttons with the answers, and the button that shows the question again."""
    registry.button("reflect.tap", tap)
    registry.button("reflect.change", ask_again)


async def tap(turn: Turn) -> Reply:
    """Save the tapped answer, and ask for one line about the call.

    The button's value is "call:answer", or "call:answer:old" if the tapped answer may replace the
    answer "old". If the answer on file is neither the tapped answer nor "old", save nothing (see
    `_on_file`).
    """
    call_id, said, replaces = (*turn.text.split(":"), "", "")[:3]
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    answer = one_of(said, GOAL_REACHED)
    if answer is None and said != MISSED:
        raise Refusal("That answer is no longer offered. /reflect opens the form.")
    if seated.call.status == MISSED:
        return await no_show.card(turn, seated)
    reflection = await own_reflection.of_call(turn, seated)
    if reflection is not None and reflection.goal_reached not in ("", said, replaces):
        return await _on_file(turn, seated, reflection, said)
    if answer is None:
        return await no_show.mark(turn, seated)
    reflection = await own_reflection.begin(turn, seated, answer, reflection)
    if not reflection.heard:
        return await kept_line.card(turn, seated, reflection)
    asked = reflect_cards.question(seated.seat.goal, turn.playbook).label
    label = reflect_cards.label_of(answer, seated.seat.goal, turn.playbook)
    return await reflection_card.card(turn, seated, reflection, [f"{asked} Now: {label}."], new=())


async def _on_file(turn: Turn, seated: Seated, reflection: Reflection, said: str) -> Card:
    """Say that the tapped answer was not saved, because another answer is on file.

    Also offer to replace the answer on file. If the rep tapped that nobody came, offer nothing.
    """
    goal = seated.seat.goal
    answer = reflection.goal_reached
    kept, pressed = (reflect_cards.label_of(each, goal, turn.playbook) for each in (answer, said))
    lead = (
        f"“{kept}” is on file for {shortened(seated.account.name)}, so “{pressed}” was not saved."
    )
    card = kept_line.with_lead(await kept_line.card(turn, seated, reflection), lead)
    if said == MISSED:
        return card
    label, value = f"Change “{kept}” to “{pressed}”", f"{seated.call.id}:{said}:{answer}"
    change = Button(label, "reflect.tap", value, about=shortened(seated.account.name, 40))
    first, *rest = card.blocks
    return replace(card, blocks=(first, Buttons((change,)), *rest))


async def ask_again(turn: Turn) -> Reply:
    """Show the question and its buttons again. A saved answer stays until the rep taps another."""
    seated = await own_reflection.started_call(turn, turn.text)
    when = asker_calls.when(turn, seated)
    reflection = await own_reflection.of_call(turn, seated)
    on_file = reflection.goal_reached if reflection else ""
    return reflect_cards.prompt(seated, turn.playbook, when, on_file)
