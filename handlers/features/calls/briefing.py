"""Shows somebody the brief of a call, and notes that they have read it."""

from handlers.cards import Card, Note, spans
from handlers.knowledge import matches
from handlers.knowledge.facts import gather, opening
from handlers.registry import Turn
from handlers.views import brief, questions
from storage import insights
from storage.calls import Seated


async def briefed(
    turn: Turn,
    seated: Seated,
    note: str | None = None,
    *,
    before: questions.Standing = questions.NONE,
) -> Card:
    """The brief as it is now, after a note if there is one.

    `before` are the questions that stood on it, if one of its buttons was pressed.

    Whoever reads it counts as briefed, so their nudges are planned anew.
    """
    await turn.session.flush()
    facts = await gather(turn.session, turn.person, seated)
    first = opening(facts, turn.playbook)
    facts.seat.briefed_at, facts.seat.opening = turn.now, first.id if first else None
    carried = await matches.fitting(turn.session, facts, turn.playbook, turn.now)
    await insights.record_shown(turn.session, matches.shown(facts, carried, turn.now))
    card = brief.card(facts, turn.playbook, turn.now, carried, before=before)
    return Card(card.summary, (Note(spans(note)), *card.blocks)) if note else card
