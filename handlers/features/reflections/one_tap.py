"""The reflection in the message after a call: one tap, and one line in the same place."""

from handlers.cards import Card, Reply
from handlers.features.fields import one_of
from handlers.features.reflections import (
    no_show,
    passing_on,
    reflection_card,
    reflection_form,
    written,
)
from handlers.limits import of_input, too_long
from handlers.registry import Refusal, Registry, Turn
from handlers.times import format_absolute
from handlers.views import reflect_cards
from storage.calls import Seated
from storage.choices import GOAL_REACHED, MISSED, GoalReached
from storage.tables import Reflection


def register(registry: Registry) -> None:
    """Register the taps, the button that asks again, and the form for the line."""
    registry.button("reflect.tap", tap)
    registry.button("reflect.change", ask_again)
    registry.form(reflect_cards.LINE, save_line)


async def tap(turn: Turn) -> Reply:
    """Save a tap, and offer the line. Another tap replaces the first; nothing else is changed."""
    call_id, _, said = turn.text.partition(":")
    seated = await written.started_call(turn, call_id, locked=True)
    if said == MISSED:
        return await no_show.mark(turn, seated)
    answer = one_of(said, GOAL_REACHED)
    if answer is None:
        raise Refusal("That answer is not one of these. /reflect opens the form.")
    if seated.call.status == MISSED and seated.call.changed_by != turn.person.id:
        return await no_show.card(turn, seated)
    reflection = await written.begun(turn, seated, answer, await written.own(turn, seated))
    return await _card(turn, seated, reflection, answer)


async def ask_again(turn: Turn) -> Reply:
    """The question with its buttons, instead of the saved answer."""
    seated = await written.started_call(turn, turn.text)
    zone = turn.person.zone
    when = format_absolute(seated.call.starts_at, now=turn.now, zone=zone, own=zone)
    return reflect_cards.prompt(seated, turn.playbook, when)


async def save_line(turn: Turn) -> Reply:
    """Save the line below a tap, and reply. Words that are on file already are kept above it.

    The tap may come with the line. If there is none, because it was left out or was taken back
    meanwhile, the answer is the whole form, with the line in it. Raises
    Refusal if there is no line, or if it is too long together with what is on file.
    """
    seated = await written.started_call(turn, turn.text, locked=True)
    line = turn.fields.get("heard", "").strip()
    if not line:
        raise Refusal("Write down what they said, then save it.", field="heard")
    reflection = await written.own(turn, seated)
    answer = one_of(turn.fields.get("goal_reached", ""), GOAL_REACHED)
    if reflection is None and answer is not None:
        reflection = await written.begun(turn, seated, answer, None)
    if reflection is None:
        form = await reflection_form.opened(turn, seated)
        return reflection_form.filled(form, turn.fields)
    before = reflection.heard
    heard = before if line in before.splitlines() else f"{before}\n{line}".strip()
    if problem := too_long(heard, of_input("heard")):
        raise Refusal(problem, field="heard")
    coming = await written.coming(turn, seated)
    chosen = turn.fields.get("heard_from", "")
    said_by = written.speaker_id(chosen, coming) or written.labelled_id(line, chosen, coming)
    if not before or (heard == before and chosen):
        reflection.heard_from = said_by
    elif heard != before and said_by != reflection.heard_from:
        reflection.heard_from = None  # two people's words, and room for one name
    reflection.heard = heard
    reflection.written_at = turn.now
    await turn.session.flush()
    await passing_on.follow(turn, seated, reflection)
    return await reflection_card.card(turn, seated, reflection)


async def _card(turn: Turn, seated: Seated, reflection: Reflection, answer: GoalReached) -> Card:
    await turn.session.flush()
    if reflection.heard:
        return await reflection_card.card(turn, seated, reflection)
    coming = await written.coming(turn, seated)
    return reflect_cards.tapped(seated, answer, turn.playbook, coming)
