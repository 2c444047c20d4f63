"""Answer a line that names an account that is not on file.

Offer to plan a call with the account, or ask what to do with the line.
"""

from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.buyer_words.their_words import is_name, label_of
from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.words import shortened
from handlers.features.briefs import prep
from handlers.features.calls import typed_call
from handlers.features.customers import account_in_talk, contacts, which_account
from handlers.features.marketing import named_competitor
from handlers.features.notes import note_kept, note_offered, notes_naming, own_notes
from handlers.features.reflections import typed_line
from handlers.limits import VALUE
from handlers.registry import Registry, Turn
from handlers.times import Understood
from handlers.typed.customers.job_titles import job_title
from handlers.typed.customers.new_account_said import (
    label_may_be_account,
    new_account,
    without_call_words,
)
from handlers.typed.customers.person_reports import reporter
from handlers.typed.words import bare_words_of, said_at

DROP = "note.not_kept"
_ID = 20  # characters of an account's id in a button's value
_NAME_LENGTH = 30


def register(registry: Registry) -> None:
    """Register the button "Don't keep it"."""
    registry.button(DROP, not_kept)


async def not_kept(_: Turn) -> Reply:
    """Say that a line was not kept."""
    return card_saying(own_notes.NOT_KEPT)


async def named_new(turn: Turn) -> Reply | None:
    """Plan the call in "new account feldmann foods, call thu 10".

    If the line gives no time, offer to plan a call. Return None in these cases:
    - the line does not name a new account
    - the account is on file
    - the person did not type the line in their own chat
    """
    parts = new_account(turn.text) if turn.place is None else ()
    if not parts or await which_account.on_file(turn, parts[0]):
        return None
    calls = (parts[0], *(f"{parts[0]} {without_call_words(part)}" for part in parts[1:]))
    for words in calls:
        entered = typed_call.read_call(replace(turn, text=words))
        if isinstance(entered.reading, Understood) and entered.account:
            return await prep.plan_only(replace(turn, text=words))
    name = shortened(parts[0], _NAME_LENGTH)
    lead = f"An account goes on file with its first call, so “{name}” is not on file yet."
    return card_saying(typed(lead), Buttons((_plan(parts[0]),)))


async def labelled(turn: Turn) -> Reply | None:
    """Ask what to do with "feldmann: they lose 2 hrs a day" if no Feldmann is on file.

    The label is what comes before the colon. If it says what a person did ("ilse rang"),
    `_reported` answers. If it says something else, return None in these cases:
    - the label may be a person's name or job title
    - an account, a contact, a colleague or a competitor on file has the label as its name
    - a call of the rep has just ended
    - the line is too long for a button
    - the rep did not type the line in their own chat
    """
    text = turn.text.strip()
    label = label_of(text) if turn.place is None and "\n" not in text else ""
    name = reporter(label)
    if name and not any(map(is_common, name.split())):
        return await _reported(turn, name, text)
    if not label or not _may_be_account(label) or len(text) > VALUE - _ID:
        return None
    if await account_in_talk.just_ended(turn) or await _is_known(turn, label):
        return None
    account, shown = await account_in_talk.current(turn), shortened(label, _NAME_LENGTH)
    if account is None:
        lead = f"I don't know “{shown}”. An account goes on file with its first call."
        asked = await _which(turn, text, lead)
        return replace(asked, blocks=(*asked.blocks, Buttons((_plan(label),))))
    name, about = shortened(account.name, _NAME_LENGTH), shortened(text, 40)
    keep = Button(f"Keep for {name}", note_offered.KEEP, f"{account.id}:{text}", about=about)
    drop = Button("Don't keep it", DROP, about=about)
    lead = f"I don't know “{shown}”. Shall I keep this for {shortened(account.name)}?"
    return card_saying(typed(lead), Buttons((keep, _plan(label), drop)))


async def _reported(turn: Turn, name: str, text: str) -> Reply | None:
    """Keep "ilse rang: they want to be paid" for the account whose notes name Ilse.

    If no account's notes name Ilse, ask which account the line is about. Other features answer in
    these cases, so return None:
    - the name is on file
    - the line is like "ilse said: …", and a call of the rep has just ended
    """
    says = said_at(bare_words_of(text.partition(":")[0])) is not None
    if await _is_known(turn, name) or (says and await account_in_talk.just_ended(turn)):
        return None
    if account := await notes_naming.account_noted(turn, name):
        return await note_kept.keep(turn, account, text)
    shown = shortened(name, _NAME_LENGTH)
    return await _which(turn, text, f"I don't know “{shown}” yet.")


async def _which(turn: Turn, text: str, lead: str) -> Card:
    among = await typed_line.likely(turn)
    lead = f"{lead} {typed_line.WHICH}" if among else lead
    return own_notes.which_one(text, among, lead, typed_line.CALLS_HINT, own_notes.NONE)


def _may_be_account(label: str) -> bool:
    is_speaker = is_name(label) or bool(job_title(label))
    return label_may_be_account(label) and not (is_speaker or any(map(is_common, label.split())))


async def _is_known(turn: Turn, label: str) -> bool:
    """Check whether an account, a contact, a colleague or a competitor on file has this name."""
    if await which_account.named_by(turn, label) or await which_account.is_mistyped(turn, label):
        return True
    if await own_notes.account_labelled(turn, turn.text.strip()):
        return True
    is_person = await contacts.colleague(turn, label)
    return bool(is_person or await named_competitor.answer(turn, label))


def _plan(name: str) -> Button:
    filled = name if len(name) <= which_account.MAX_NAME else ""
    return Button("Plan a call", "call.add", filled, about=shortened(name, 40))
