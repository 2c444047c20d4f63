"""Offer a focus for the habit that stands out in a rep's latest calls. The rep decides.

A focus is an if-then plan that the rep works on in their calls.
"""

from datetime import timedelta

from handlers.cards import Block, Button, Buttons, Paragraph, spans
from handlers.features.settings import rhythm_forms
from handlers.features.transcripts import call_labels
from handlers.playbook.schema import Focus
from handlers.registry import Refusal, Turn
from handlers.transcripts.figures import habits
from handlers.transcripts.figures.habits import Habit
from handlers.transcripts.stored import from_stored
from storage.sources import measured_calls
from storage.tables import MeasuredCall

TAKE, NOT_NOW = "talk.focus", "talk.no_focus"
AGAIN_AFTER = timedelta(days=14)  # at least this long from one offer to the next
CALLS = 10  # we look at this many of the rep's latest calls


async def blocks(turn: Turn, row: MeasuredCall) -> list[Block]:
    """Show a habit and the focus that we offer for it. Return [] if we offer none now.

    `row` has the figures that the rep sees for the first time. We offer nothing within two weeks of
    another offer, and nothing before the rep has had enough calls with the current focus.
    """
    since = turn.now - AGAIN_AFTER
    if await measured_calls.offered_since(turn.session, turn.person, since):
        return []
    if await rhythm_forms.calls_left(turn):
        return []
    found = await _weakest(turn)
    if found is None:
        return []
    habit, focus = found
    row.offered_focus = focus.id
    buttons = (
        Button("Take this on", TAKE, call_labels.ref_of(row), about=focus.plan),
        Button("Not now", NOT_NOW, call_labels.ref_of(row), about=focus.plan),
    )
    said = f"{habit.said} A focus for that: {focus.plan}."
    return [Paragraph(spans(said)), Buttons(buttons)]


async def _weakest(turn: Turn) -> tuple[Habit, Focus] | None:
    """Return the habit that stands out, with a focus for it. Return None if none does."""
    rows = await measured_calls.latest(turn.session, turn.person, CALLS)
    current = turn.playbook.focus(turn.person.focus_id) if turn.person.focus_id else None
    figures = [from_stored(row.figures) for row in rows]
    habit = habits.weakest(figures, but_not=current.habits if current else ())
    focus = turn.playbook.focus_for(habit.id) if habit else None
    return (habit, focus) if habit and focus else None


async def taken(turn: Turn, row: MeasuredCall) -> str:
    """Set the offered focus as the rep's focus. Return a sentence that says so.

    Raises Refusal if the focus is no longer in the playbook, or if the rep has another focus and
    has had fewer than three calls with it.
    """
    focus = turn.playbook.focus(row.offered_focus) if row.offered_focus else None
    if focus is None:
        raise Refusal("That focus is no longer in the playbook. /rhythm has the others.")
    await rhythm_forms.set_focus(turn, focus)
    return (
        f"Your focus: {focus.plan}. Your listening lines will repeat it. To change it, use /rhythm."
    )
