"""Change the words of a line that was just kept or offered: "make it 50 not 15", "linden sorry".

"Actually the board decides on the 17th" changes a line that was kept a few lines ago, too.
"""

from dataclasses import replace

from handlers.cards import Card, Note, QuickForm, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.customers import which_account
from handlers.features.notes import note_kept, notes_removed, own_notes
from handlers.features.reflections import kept_line, typed_report
from handlers.inputs import TextInput
from handlers.registry import Refusal, Registry, Turn
from handlers.typed import kept_corrections
from handlers.typed.correction_words import opens_a_correction
from handlers.typed.said_again import said_again
from storage.conversation.offers import Offer
from storage.customers import accounts
from storage.sales_calls import own_notes as stored_notes

CHANGE = "note.change"
NEW_WORDS = "What should the note say?"


def register(registry: Registry) -> None:
    registry.form(CHANGE, change)


async def answer(turn: Turn, kept: Offer) -> Reply | None:
    """Change the words of what was just kept or offered.

    - If we kept a note or a line of a report, and the typed words say how to change it, change a
      number or the spelling of a word.
    - If we kept a note, and the typed words only ask to change it, open the note for editing.
    - If we only offered to keep a line, change a number in the line, and offer it again.

    Return None if we kept something else, or if the typed words ask for something else. Raises
    Refusal if the note is gone.
    """
    new, old = kept_corrections.new_words(turn.text)
    if not kept.is_undo:
        return await _offered(turn, kept, new, old)
    action, value = kept.undo_button
    if action == kept_line.TAKE_OUT:
        return await _in_report(turn, value, new, old)
    spelling = kept_corrections.new_spelling(turn.text)
    asks = kept_corrections.asks_to_change(turn.text)
    if action != note_kept.UNDO or not (new or asks or spelling):
        return None
    account_id, noted = await _note(turn, value)
    text = kept_corrections.with_number(noted, new, old) if new else ""
    if text := text or kept_corrections.respelled(noted, spelling):
        return await _reworded(turn, value, account_id, text)
    if not (new or asks):
        return None
    line = TextInput("heard", "Your own note", note_kept.ONLY_YOU, noted)
    form = QuickForm(CHANGE, value, (line,), submit="Change it")
    return card_saying(NEW_WORDS, form)


async def repeated(turn: Turn, kept: Offer) -> Reply | None:
    """Change the words that a correction changes in a kept line that it otherwise repeats.

    Return None if the typed words do not repeat the line, or if we kept something else. Raises
    Refusal if the note is gone.
    """
    if not opens_a_correction(turn.text):
        return None
    action, value = kept.undo_button
    if action == kept_line.TAKE_OUT:
        line = await kept_line.kept(turn, value)
        text = said_again(line.line, turn.text) if line else ""
        return await _report_again(turn, value, line, text) if line and text else None
    if action != note_kept.UNDO:
        return None
    account_id, noted = await _note(turn, value)
    text = said_again(noted, turn.text)
    return await _reworded(turn, value, account_id, text) if text else None


async def _offered(turn: Turn, offered: Offer, new: str, old: str) -> Reply | None:
    """Offer the line again, with the new number."""
    text = kept_corrections.with_number(offered.words, new, old) if new and offered.words else ""
    account = await which_account.on_file(turn, offered.account) if text else None
    if account is None:
        return None
    held = await asker_calls.latest(turn, account)
    return await own_notes.offer(turn, account, text, held)


async def _in_report(turn: Turn, value: str, new: str, old: str) -> Reply | None:
    """Take the line out of the report, and save it with the new number or the new spelling."""
    kept = await kept_line.kept(turn, value)
    spelling = kept_corrections.new_spelling(turn.text)
    text = kept_corrections.respelled(kept.line, spelling) if kept else ""
    if kept and new and not text:
        text = kept_corrections.with_number(kept.line, new, old)
    return await _report_again(turn, value, kept, text) if kept and text else None


async def _report_again(turn: Turn, value: str, kept: kept_line.Kept, text: str) -> Reply:
    """Save a line of a report with other words."""
    await kept_line.take_out(replace(turn, text=value))
    return await typed_report.save(turn, kept.seated, {"heard": text, "goal_reached": kept.answer})


async def change(turn: Turn) -> Reply:
    """Replace the words of a note with those in the form.

    Raises Refusal if the form is empty, or if the note is gone.
    """
    words = turn.fields.get("heard", "").strip()
    if not words:
        raise Refusal(own_notes.NO_WORDS, field="heard")
    account_id, _ = await _note(turn, turn.text)
    return await _reworded(turn, turn.text, account_id, words)


async def _reworded(turn: Turn, note_id: str, account_id: int, words: str) -> Card:
    (account,) = await accounts.by_ids(turn.session, turn.person.tenant, [account_id])
    await notes_removed.delete_note(turn, note_id)
    card = await note_kept.keep(turn, account, words)
    now = Note(spans(typed(f"It now says: “{shortened(words, notes_removed.SHOWN)}”")))
    return replace(card, blocks=(card.blocks[0], now, *card.blocks[1:]))


async def _note(turn: Turn, note_id: str) -> tuple[int, str]:
    """Return the account id and the words of a note. Raises Refusal if the note is gone."""
    found = await stored_notes.by_id(turn.session, turn.person, access.row_id(note_id), locked=True)
    if found is None:
        raise Refusal(notes_removed.GONE)
    return found.account_id, found.text
