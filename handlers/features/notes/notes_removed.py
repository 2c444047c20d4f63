"""Show and remove the rep's own notes about an account."""

from dataclasses import replace

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.notes import note_kept, note_put_back
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.views.briefs.everything import REMOVE_NOTE
from storage.conversation import offers
from storage.sales_calls import own_notes
from storage.tables import Account

REMOVE_LISTED, PAGE = "note.remove_listed", "note.page"
SHOWN = 200  # characters of a kept note
LISTED = 8  # how many notes a card offers to remove
AS_THEIRS = "To keep a customer's words, begin with who said them: “Jana: who signs?”"
GONE = "That note is already gone."
NOTHING = "You have no notes of your own about this account."


def register(registry: Registry) -> None:
    """Register the buttons that show and remove notes."""
    registry.button(note_kept.UNDO, remove)
    registry.button(REMOVE_NOTE, choose)
    registry.button(REMOVE_LISTED, remove_listed)
    registry.button(PAGE, page)


async def remove(turn: Turn) -> Reply:
    """Delete a note that was just kept, and offer a button that puts it back."""
    back = await note_put_back.button(turn, turn.text)
    lead = f"Removed: “{shortened(await delete_note(turn, turn.text), SHOWN)}”"
    return card_saying(typed(lead), Note(spans(AS_THEIRS)), *back)


async def delete_note(turn: Turn, note_id: str) -> str:
    """Delete a note, and return its words. Raises Refusal if it is already gone."""
    id_ = access.row_id(note_id)
    note = await own_notes.by_id(turn.session, turn.person, id_, locked=True)
    if note is None:
        raise Refusal(GONE)
    text = note.text
    await offers.close(turn.session, turn.person)
    await own_notes.remove(turn.session, note)
    return text


async def choose(turn: Turn) -> Reply:
    """Show the rep's own notes about an account, newest first, each with a button to remove it."""
    return Aside(await _listed(turn, turn.text))


async def page(turn: Turn) -> Reply:
    """Show older or newer notes.

    The button's value is the account's id, and how many of the newest notes to skip: "12:8".
    """
    account_id, _, after = turn.text.partition(":")
    return await _listed(turn, account_id, after=access.row_id(after))


async def remove_listed(turn: Turn) -> Reply:
    """Delete a note. Show the other notes, and a button that puts the deleted note back.

    The button's value has the ids of the account and the note, and how many of the newest notes to
    skip: "12:7:8".
    """
    account_id, _, rest = turn.text.partition(":")
    note_id, _, after = rest.partition(":")
    back = await note_put_back.button(turn, note_id)
    await delete_note(turn, note_id)
    card = await _listed(turn, account_id, "Removed.", after=access.row_id(after or "0"))
    first, *others = card.blocks
    return replace(card, blocks=(first, *back, *others))


async def _listed(turn: Turn, account_id: str, said: str = "", *, after: int = 0) -> Card:
    """Return a page of the rep's notes on an account. `after` counts the newest notes to skip.

    We round `after` down to a multiple of `LISTED`.
    """
    account = await access.account(turn, access.row_id(account_id))
    total = await own_notes.count(turn.session, turn.person, account.id)
    after = min(after, max(total - 1, 0)) // LISTED * LISTED
    found = await own_notes.of_account(turn.session, turn.person, account.id, LISTED, skip=after)
    lead = f"Your own notes on {shortened(account.name)}. Only you read them." if found else NOTHING
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    if said:
        blocks.append(Note(spans(said)))
    if total > LISTED:
        here = f"{after + 1} to {after + len(found)}" if len(found) > 1 else f"{after + 1}"
        blocks.append(Note(spans(f"{here} of {total}, newest first.")))
    today = day_of(turn.now, turn.person.zone)
    for note in found:
        day = format_day(day_of(note.noted_at, turn.person.zone), today)
        blocks.append(Paragraph(spans(typed(f"{day}: “{shortened(note.text, SHOWN)}”"))))
        value = f"{account.id}:{note.id}:{after}"
        about = shortened(note.text, 40)
        blocks.append(Buttons((Button("Remove", REMOVE_LISTED, value, about=about),)))
    return Card(lead, (*blocks, *_page_buttons(account, after, total)))


def _page_buttons(account: Account, after: int, total: int) -> list[Block]:
    """Return the buttons to the pages with newer and with older notes."""
    pages = {"Newer notes": after - LISTED, "Older notes": after + LISTED}
    buttons = tuple(
        Button(label, PAGE, f"{account.id}:{start}", about=shortened(account.name))
        for label, start in pages.items()
        if 0 <= start < total
    )
    return [Buttons(buttons)] if buttons else []
