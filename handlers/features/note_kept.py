"""Keep a line as the rep's own note about an account. Nobody else ever reads such a note."""

from handlers.cards import Block, Button, Buttons, Card, Paragraph, spans, typed
from handlers.coaching.words import shortened
from handlers.registry import Turn
from handlers.typed.confidential import is_confidential
from handlers.views import promise_cards
from storage import own_notes
from storage.tables import Account

UNDO = "note.remove"
ONLY_YOU = "Only you read it."
_NOT_IN_BRIEFS = "“Everything on file” shows it. Briefs don't."


async def card(turn: Turn, account: Account, words: str) -> Card:
    """Keep a line as the rep's own note, and say who reads it."""
    lead = f"Kept as your own note on {shortened(account.name)}. {ONLY_YOU}"
    if is_confidential(words):
        lead = f"{lead} {_NOT_IN_BRIEFS}"
    return Card(lead, tuple(await blocks(turn, account, words, lead)))


async def blocks(turn: Turn, account: Account, words: str, lead: str) -> list[Block]:
    """Keep a line as the rep's own note. Return `lead` and the buttons below it."""
    note = await own_notes.add(turn.session, turn.person, account.id, words, turn.now)
    undo = Button("Undo", UNDO, str(note.id), about=shortened(note.text, 40))
    added = promise_cards.add_promised(account.id, words)
    return [Paragraph(spans(typed(lead))), Buttons((undo, *added))]
