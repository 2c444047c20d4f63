"""Answers "Yes" at once to all questions about meetings with people from one new company each."""

from collections.abc import Sequence

from handlers.cards import Card, Note, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features.calls import meetings, meetings_listed
from handlers.registry import Refusal, Registry, Turn
from handlers.views.meeting_questions import YES_TO_ALL
from storage import seen_meetings

NAME = 40  # limit of characters of an account's name


def register(registry: Registry) -> None:
    """Register the button above the list of what was found."""
    registry.button(YES_TO_ALL, accept_all)


async def accept_all(turn: Turn) -> Reply:
    """Plan calls for all plain questions. The button's value is the page of the list, from 0.

    Raises Refusal if none is left.
    """
    names: dict[str, None] = {}
    last = None
    for first in await meetings_listed.plain_questions(turn):
        row = await seen_meetings.by_id(turn.session, turn.person, first.id)
        if row is not None and row.verdict == "ask":  # an answer before may have settled it
            account = await meetings.accept_plain(turn, seen_meetings.reference(row))
            names[shortened(account.name, NAME)], last = None, row
    if last is None:
        raise Refusal("Those questions have been answered.")
    lead = f"Planned: calls with {_listed(list(names))}."
    note = "To change one, press Another account or Not a sales call in the list."
    blocks = (Paragraph(spans(typed(lead))), Note(spans(note)))
    shown = f"{meetings_listed.LIST}{turn.text}"
    return await meetings_listed.answered(turn, Card(lead, blocks), shown, turn.message, last)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
