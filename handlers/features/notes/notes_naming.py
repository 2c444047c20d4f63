"""Find the account of somebody who is in a note, but not on file."""

from handlers.features.customers import which_account
from handlers.registry import Turn
from storage.customers import accounts
from storage.sales_calls import own_notes
from storage.spelling import comparable
from storage.tables import Account

_NOTES = 50  # we look for a name in this many of the newest notes
_NAME_WORDS = 3


async def account_noted(turn: Turn, name: str) -> Account | None:
    """Look a name up in the rep's newest notes. Return the account of the notes that have it.

    Return None if no note has the name, or if notes on several accounts have it. Also return None
    if an account on file has this name, or if the name has more than three words.
    """
    if await which_account.on_file(turn, name) or len(name.split()) > _NAME_WORDS:
        return None
    said = f" {comparable(name)} "
    notes = await own_notes.latest(turn.session, turn.person, _NOTES)
    there = {one.account_id for one in notes if said in f" {comparable(one.text)} "}
    found = await accounts.by_ids(turn.session, turn.person.tenant, [*there])
    return found[0] if len(found) == 1 else None
