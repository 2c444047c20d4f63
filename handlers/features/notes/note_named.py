"""Ask whether to delete one of the rep's own notes, as in "forget the price note"."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Paragraph,
    Quote,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened, stems
from handlers.features.customers import which_account
from handlers.features.notes import note_kept, notes_removed
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.typed.note_for_said import note_for
from handlers.typed.privacy.deletions import NoteToDelete, note_to_delete
from storage.conversation import offers
from storage.conversation.last_about import LATELY
from storage.customers import accounts
from storage.sales_calls import own_notes
from storage.tables import Account

DELETE, KEEP = "note.delete", "note.keep_it"
LOOKED_AT = 300  # we look only at this many of the newest notes
WHICH = "Which of your own notes do you want to delete?"
NONE_FOUND = (
    "Nothing deleted: I found no such note of yours. To delete one, name a word from it: “delete"
    " the pricing note”."
)
STAYS = "All right, the note stays."
UNKNOWN = "I don't know an account called “{}”, so your note stays where it is."


def register(registry: Registry) -> None:
    """Register the buttons that delete or keep a note."""
    registry.button(DELETE, delete)
    registry.button(KEEP, keep)


class _ListedNote(NamedTuple):
    """One of the rep's own notes. `day` is the day of the note, in words."""

    id: int
    account_id: int
    text: str
    day: str


async def asked(turn: Turn) -> Card | None:
    """Answer "forget the price note": ask whether to delete the note.

    If several notes fit, ask which one to delete. Return None in a channel, for any other words, or
    if the rep has no such note.
    """
    wanted = note_to_delete(turn.text) if turn.place is None else None
    if wanted is None:
        return None
    account = await which_account.mentioned(turn, turn.text)
    found = await _fitting(turn, wanted, account)
    if not found:
        return None
    known = await accounts.by_ids(
        turn.session, turn.person.tenant, sorted({one.account_id for one in found})
    )
    names = {one.id: shortened(one.name, 40) for one in known}
    return _ask(found[0], names) if len(found) == 1 else _which(found, names)


def none_found() -> Card:
    """Answer "cancel that note" if the rep has no such note."""
    return card_saying(NONE_FOUND)


async def to_account(turn: Turn) -> Reply | None:
    """Move a note of the last hour to the account in "the routiq note is for alder".

    If no account has this name, the note stays where it is. Return None in a channel, for any other
    words, and if no note of the last hour fits.
    """
    said = note_for(turn.text) if turn.place is None else None
    note_id = await _kept_lately(turn, said.about) if said else 0
    if said is None or not note_id:
        return None
    account = await which_account.only_one_named(turn, said.account)
    if account is None:
        return card_saying(typed(UNKNOWN.format(shortened(said.account, 40))))
    text = await notes_removed.delete_note(turn, str(note_id))
    return await note_kept.keep(turn, account, text)


async def _kept_lately(turn: Turn, about: str) -> int:
    """Return the id of the newest note of the last hour that has these words, or 0."""
    wanted = {*stems(about)}
    for one in await offers.recent(turn.session, turn.person, turn.now - LATELY):
        action, value = one.undo_button
        if action != note_kept.UNDO:
            continue
        note = await own_notes.by_id(turn.session, turn.person, int(value))
        if note and wanted <= {*stems(note.text)}:
            return note.id
    return 0


async def _fitting(
    turn: Turn, wanted: NoteToDelete, account: Account | None
) -> Sequence[_ListedNote]:
    """Return the notes that the line may mean, newest first.

    We look among the rep's own notes on `account`. If `account` is None, we look among all of the
    rep's own notes.

    - If the line names a topic ("the price note"), return the notes that share the most words with
      the topic.
    - If the line names no topic, return () in two cases: if the line asks for several notes, or if
      it neither names an account nor says "last".
    - If the line says "last", return only the newest of the notes that fit.
    """
    if account:
        notes = await own_notes.of_account(turn.session, turn.person, account.id, LOOKED_AT)
    else:
        notes = await own_notes.latest(turn.session, turn.person, LOOKED_AT)
    name = {*stems(account.name)} if account else set()
    about = {*stems(" ".join(sorted(wanted.about)))} - name
    if about:
        shared = [len(about.intersection(stems(note.text))) for note in notes]
        most = max(shared, default=0)
        notes = [note for note, count in zip(notes, shared, strict=True) if 0 < count == most]
    elif not wanted.one or not (account or wanted.last):
        return ()
    zone = turn.person.zone
    today = day_of(turn.now, zone)
    return [
        _ListedNote(one.id, one.account_id, one.text, format_day(day_of(one.noted_at, zone), today))
        for one in notes[: 1 if wanted.last else notes_removed.LISTED]
    ]


def _ask(note: _ListedNote, names: Mapping[int, str]) -> Card:
    lead = f"Do you want to delete your own note on {names.get(note.account_id, '')}?"
    about = shortened(note.text, 40)
    buttons = (
        Button("Delete it", DELETE, str(note.id), "danger", about=about),
        Button("Keep it", KEEP, str(note.id), about=about),
    )
    shown = _as_quote(note, "Your own note")
    return card_saying(typed(lead), shown, Buttons(buttons))


def _which(found: Sequence[_ListedNote], names: Mapping[int, str]) -> Card:
    blocks: list[Block] = [Paragraph(spans(WHICH))]
    for note in found:
        about = shortened(note.text, 40)
        blocks.append(_as_quote(note, names.get(note.account_id, "")))
        blocks.append(Buttons((Button("Delete it", DELETE, str(note.id), about=about),)))
    return Card(WHICH, tuple(blocks))


def _as_quote(note: _ListedNote, about: str) -> Quote:
    return Quote(shortened(note.text, notes_removed.SHOWN), f"{about}, {note.day}")


async def delete(turn: Turn) -> Reply:
    """Delete the note. Raises Refusal if it is already gone."""
    text = await notes_removed.delete_note(turn, turn.text)
    lead = f"Deleted: “{shortened(text, notes_removed.SHOWN)}”"
    return card_saying(typed(lead))


async def keep(_turn: Turn) -> Reply:
    """Keep the note, and say so."""
    return card_saying(STAYS)
