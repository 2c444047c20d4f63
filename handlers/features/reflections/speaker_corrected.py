"""Correct who said the line that was just kept or offered: "sry that was irina not jana"."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.coaching.buyer_words.speaker_labels import is_labelled, without_labels
from handlers.coaching.buyer_words.their_words import label_of
from handlers.features import asker_calls
from handlers.features.customers import contacts, people_said, which_account
from handlers.features.notes import own_notes
from handlers.features.reflections import kept_line, one_line
from handlers.features.reflections.kept_line import Kept
from handlers.registry import Turn
from handlers.typed.customers.people_said import cased
from handlers.typed.customers.speaker_corrections import SpeakerCorrected, speaker_corrected
from handlers.views import reflect_cards
from storage.conversation import drafts, offers
from storage.conversation.offers import Offer
from storage.customers import contacts as stored_contacts
from storage.tables import Account


async def answer(turn: Turn) -> Reply | None:
    """Keep the last line again, as the words of the person whom the correction names.

    A line that was only offered is kept now, or offered again (see `own_notes.offer`).

    Return None in these cases:
    - The text does not correct who said a line.
    - The text is not in the person's own chat with Attune.
    - No line was just kept or offered.
    - The new name is not the name of a person.
    """
    said = speaker_corrected(turn.text) if turn.place is None else None
    if said is None:
        return None
    since = turn.now - drafts.ANSWERED_WITHIN
    last = await offers.latest(turn.session, turn.person, since)
    if last is None:
        return None
    if not last.is_undo:
        return await _of_offer(turn, last, said)
    action, value = last.undo_button
    kept = await kept_line.kept(turn, value) if action == kept_line.TAKE_OUT else None
    return await _of_kept(turn, kept, value, said) if kept else None


async def _of_offer(turn: Turn, offered: Offer, said: SpeakerCorrected) -> Reply | None:
    """Keep the offered line, or offer it again, as the words of the person named in `said`."""
    account = await which_account.on_file(turn, offered.account) if offered.words else None
    name = await _full_name(turn, account, said.new) if account else ""
    if account is None or not name:
        return None
    words = await _without_speaker(turn, account, offered.words)
    held = await asker_calls.latest(turn, account)
    return await own_notes.offer(turn, account, f"{name}: {words}", held, named=True)


async def _of_kept(turn: Turn, kept: Kept, value: str, said: SpeakerCorrected) -> Reply | None:
    """Take the line out of the reflection. Keep it again as words of the person named in `said`."""
    account = kept.seated.account
    name = await _full_name(turn, account, said.new)
    if not name:
        return None
    words = await _without_speaker(turn, account, kept.line)
    await kept_line.take_out(replace(turn, text=value))
    contact = await contacts.known(turn, account, name)
    fields = {
        "heard": words if contact else f"{name}: {words}",
        "heard_from": str(contact.id) if contact else one_line.SOMEBODY,
        "goal_reached": kept.answer,
    }
    subject = f"{kept.seated.call.id}:{reflect_cards.REPORT}"
    return await one_line.save(replace(turn, text=subject, fields=fields))


async def _full_name(turn: Turn, account: Account, typed: str) -> str:
    """Return the full name of the contact with the typed name.

    If there is no such contact, return the typed name if it looks like a person's name. If it does
    not, or if an account or a colleague has the name, return "".
    """
    contact = await contacts.known(turn, account, typed)
    if contact:
        return contact.name
    if await which_account.on_file(turn, typed) or await contacts.colleague(turn, typed):
        return ""
    return cased(typed) if people_said.is_a_name(typed) else ""


async def _without_speaker(turn: Turn, account: Account, line: str) -> str:
    """Return a line without the label that names who spoke."""
    known = await stored_contacts.by_accounts(turn.session, [account.id])
    for one in known.get(account.id, ()):
        if is_labelled(line, one.name) or without_labels(line, one.name) != line:
            return without_labels(line, one.name)
    return line.partition(":")[2].strip() if label_of(line) else line
