"""Find out whether an ask has changed since we asked a marketer “Is this your answer?”."""

from handlers.cards import Block, Note, Paragraph
from handlers.knowledge import ask_facts
from handlers.knowledge.ask_facts import AskFacts
from handlers.registry import Turn
from handlers.views.marketing import ask_cards
from storage.marketing import asks
from storage.tables import Draft

CHANGED = "This has changed since I asked you."


async def since(turn: Turn, draft: Draft, ask_id: int) -> AskFacts | None:
    """Return an ask if it has changed since we kept the marketer's words as a draft.

    An ask has changed if

    - the rep has reworded it, or
    - anybody but the marketer has written about it or taken it on.

    Return None if the ask has not changed. Also return None if it was deleted or taken back.
    """
    ask = await asks.by_id(turn.session, turn.person.tenant, ask_id, locked=True)
    if ask is None or ask.state == "withdrawn":
        return None
    seen = await ask_facts.gather(turn.session, ask, turn.now, turn.person.zone)
    newer = [one for one in seen.talk if one.note.at > draft.made_at]
    by_others = any(one.note.author_id != turn.person.id for one in newer)
    return seen if by_others or ask.asked_at > draft.made_at else None


def newest(seen: AskFacts) -> tuple[Block, ...]:
    """Show the newest note about the ask. Return no blocks if there is no note."""
    if not seen.talk:
        return ()
    last = seen.talk[-1]
    if not last.note.text:
        return (Note(ask_cards.note_line(last.note, last.who)),)
    return (Paragraph(ask_cards.note_line(last.note, last.who)),)
