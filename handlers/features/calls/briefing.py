"""Answers with the brief of a call, and marks the person who reads it as briefed."""

from collections.abc import Sequence

from handlers.cards import Card, Note, spans
from handlers.knowledge import look_ups, matches
from handlers.knowledge.facts import Facts, gather
from handlers.knowledge.situations import opening
from handlers.registry import Turn
from handlers.views import brief
from storage import insights
from storage.calls import Seated


async def show_brief(turn: Turn, seated: Seated, note: str | None = None) -> Card:
    """The brief of a call as it is now, below a note if there is one; marks it as read."""
    await turn.session.flush()
    facts = await gather(turn.session, turn.person, seated)
    matched = await matches.fitting(turn.session, facts, turn.playbook, turn.now)
    await mark_as_briefed(turn, facts, matched)
    research = await look_ups.of_call(turn.session, facts, turn.playbook, turn.now)
    if research is not None:
        facts.seat.research = research.recorded
    card = brief.card(facts, turn.playbook, turn.now, matched, research=research)
    return Card(card.summary, (Note(spans(note)), *card.blocks)) if note else card


async def mark_as_briefed(turn: Turn, facts: Facts, matched: Sequence[matches.Fitting]) -> None:
    """Record that the person reads this brief now, so that it is not sent to them as well.

    Also records its opening question, and which of the `matched` insights it showed.
    """
    first = opening(facts, turn.playbook)
    facts.seat.briefed_at, facts.seat.opening = turn.now, first.wording if first else None
    await insights.record_shown(turn.session, matches.shown(facts, matched, turn.now))
