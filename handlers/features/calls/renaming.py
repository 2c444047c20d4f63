"""Rename an account or a contact in chat: "rename Sw Ahrenfeld to Stadtwerke Ahrenfeld".

People can rename only accounts that were added by their own invitations, or by their own answers
about meetings.
"""

import re

from handlers.cards import Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.customers import contacts, person_removed, which_account
from handlers.features.customers.people_said import on_file
from handlers.features.meetings.meeting_account_renamed import was_added_by
from handlers.registry import Turn
from handlers.typed.customers.name_and_job import name_and_job
from handlers.typed.customers.people_said import cased
from storage.customers import accounts, contact_names, suppressed_names
from storage.spelling import comparable, tidy
from storage.tables import Account

_QUOTES = "“”\"‘’' ,.!;"
_WORDS = (
    re.compile(r"(?:please )?(?:rename|call) (?P<old>.+?) (?:to|as) (?P<new>.+)", re.IGNORECASE),
    re.compile(
        r"(?P<new>.+?) is (?:the |his |her )?(?:(?:right|correct|real|guy['’]?s|person['’]?s) )?"
        r"name,? not (?P<old>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:the )?(?:right|correct|real) name is (?P<new>.+?),? not (?P<old>.+)", re.IGNORECASE
    ),
)
_POLITE = re.compile(r",? (?:please|pls|plz|thanks|thx)[ .!]*$", re.IGNORECASE)


def names_in(said: str) -> tuple[str, str] | None:
    """Return the old and the new name in a request to rename an account, or None."""
    for pattern in _WORDS:
        if found := pattern.fullmatch(said.strip()):
            old, new = (tidy(_POLITE.sub("", found[one]).strip(_QUOTES)) for one in ("old", "new"))
            return (old, new) if old and new else None
    return None


async def rename(turn: Turn) -> Reply | None:
    """Rename an account or a contact, or say why we do not rename it.

    Return None if the words do not ask to rename anything, if they were typed in a channel, or if
    no account and no contact at the person's accounts has the old name.
    """
    names = names_in(turn.text) if turn.place is None else None
    if names is None:
        return None
    old, new = names
    present = await accounts.by_name(turn.session, turn.person.tenant, old)
    if present is None:
        return await _contact(turn, old, new)
    if len(new) > which_account.MAX_NAME:
        return _card(f"That name is too long. At most {which_account.MAX_NAME} characters fit.")
    other = await which_account.on_file(turn, new)
    if other is not None and other.id != present.id and other.name_key == comparable(new):
        return _card(
            f"{shortened(other.name)} is on file already, and is a different account from "
            f"{shortened(present.name)}.",
            f"If a meeting is with {shortened(other.name)}, press “Another account” below that "
            "meeting.",
        )
    if not await was_added_by(turn, present):
        return _card(
            "I rename only accounts that came from your invitations or your answers about "
            f"meetings. Your colleagues may use the name {shortened(present.name)}, so I won't "
            "change it."
        )
    return await _renamed(turn, present, new)


async def _contact(turn: Turn, old: str, new: str) -> Reply | None:
    """Rename a contact: "rename mia 45min to mia thorne"."""
    found = await person_removed.named(turn, old)
    if found is None:
        return await _already(turn, old, new)
    (account, contact), name = found, cased(new)
    before, there = contact.name, await contacts.known(turn, account, name)
    if len(name) > which_account.MAX_NAME:
        return _card(f"That name is too long. At most {which_account.MAX_NAME} characters fit.")
    if there is not None and there.id != contact.id:
        lead = f"Not done: {shortened(there.name, 40)} is on file too, as somebody else."
        return _card(lead, f"Type “remove {shortened(before, 40)}” if they are the same person.")
    if await suppressed_names.among(turn.session, turn.person.tenant, [name]):
        return _card("Not done: a person with that name has been erased.")
    await contact_names.rename(turn.session, contact, name)
    await turn.session.flush()
    back = f"Type “rename {shortened(name)} to {shortened(before)}” to change it back."
    return _card(f"{shortened(before)} is now called {shortened(name)}.", back)


async def _already(turn: Turn, old: str, new: str) -> Reply | None:
    """Answer "marek is the guys name, not ops guy marek" if "Marek" is the name on file already."""
    if comparable(name_and_job(old).name) != comparable(new):
        return None
    found = await person_removed.named(turn, new)
    return _card(on_file(*found, already=True)) if found else None


async def _renamed(turn: Turn, account: Account, new: str) -> Card:
    before = account.name
    account.name, account.name_key = new, comparable(new)
    await turn.session.flush()
    back = f"Type “rename {shortened(new)} to {shortened(before)}” to change it back."
    return _card(f"{shortened(before)} is now called {shortened(new)}.", back)


def _card(lead: str, note: str = "") -> Card:
    notes = (Note(spans(typed(note))),) if note else ()
    return card_saying(typed(lead), *notes)
