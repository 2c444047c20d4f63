"""Answer "drop the promise 'revised quote'": show the promise with its buttons."""

import re

from handlers.cards import Block, Card, Note, Paragraph, Reply, spans
from handlers.coaching.words import SMALL_WORDS, stems
from handlers.features import promises
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.views import promise_cards
from storage import commitments

_DROP = re.compile(
    r"(?:please |can you |could you )?(?:drop|delete|remove|cancel|scrap|forget|strike|discard)"
    r" (?:the|my|our|that|this|their) promise\b(?: about| of| that| to| for)?[\s:,]*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
WHICH, WHICH_OF_THESE = "Is it this promise?", "Which of these promises?"
NONE = "No open promise of yours has these words."
SHOWN = 3


async def find(turn: Turn) -> Reply | None:
    """Show the open promises that match the typed words. Return None for any other words."""
    asked = _DROP.fullmatch(turn.text.strip())
    if not asked:
        return None
    rows = await commitments.of_owner(turn.session, turn.person.tenant, turn.person.id)
    wanted = _telling(asked["words"])
    shared = {row.id: len(wanted & _telling(f"{row.text} {of.name}")) for row, of in rows}
    most = max(shared.values(), default=0)
    if not most or 2 * most < len(wanted):
        return await promises.list_card(turn, None, NONE)
    found = [row for row in rows if shared[row[0].id] == most][:SHOWN]
    lead = WHICH if len(found) == 1 else WHICH_OF_THESE
    today = day_of(turn.now, turn.person.zone)
    blocks: list[Block] = [Paragraph(spans(lead))]
    blocks += promise_cards.lines(found, today, "all")
    return Card(lead, (*blocks, Note(spans("/promises shows all."))))


def _telling(words: str) -> set[str]:
    return {stem for stem in stems(words) if stem not in SMALL_WORDS}
