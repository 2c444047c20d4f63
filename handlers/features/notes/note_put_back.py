"""Put back one of the rep's own notes that was removed."""

from datetime import datetime

from handlers.cards import Block, Button, Buttons, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.notes import note_kept
from handlers.registry import Registry, Turn
from storage.conversation import offers, undos
from storage.conversation.undos import Undo
from storage.sales_calls import own_notes

BACK, LABEL = "note.put_back", "Put it back"
SHOWN = 200  # characters of the note


def register(registry: Registry) -> None:
    """Register the button that puts a note back."""
    registry.button(BACK, put_back)


async def button(turn: Turn, note_id: str) -> list[Block]:
    """Return the button that puts a note back, or [] if the note is gone.

    Call this before the note is deleted, because this function saves a copy of the note.
    """
    note = await own_notes.by_id(turn.session, turn.person, access.row_id(note_id))
    if note is None:
        return []
    account = await access.account(turn, note.account_id)
    ids = f"{account.id}:{note.noted_at.isoformat()}"
    kept = Undo(BACK, account.name, ids, note.text)
    value = str(await undos.keep(turn.session, turn.person, kept, turn.now))
    return [Buttons((Button(LABEL, BACK, value, about=shortened(note.text, 40)),))]


async def put_back(turn: Turn) -> Reply:
    """Keep the note again, with the day on which it was written. *Undo* removes it."""
    kept = await access.kept_undo(turn, BACK, turn.text)
    account_id, _, noted_at = kept.ids.partition(":")
    account = await access.account(turn, access.row_id(account_id))
    at = datetime.fromisoformat(noted_at)
    note = await own_notes.add(turn.session, turn.person, account.id, kept.words, at)
    undo = offers.to_undo(note_kept.UNDO, str(note.id), turn.now)
    await offers.save(turn.session, turn.person, undo)
    lead = f"{note_kept.noted(account)} On file again: “{shortened(note.text, SHOWN)}”"
    about = shortened(note.text, 40)
    return card_saying(
        typed(lead), Buttons((Button("Undo", note_kept.UNDO, str(note.id), about=about),))
    )
