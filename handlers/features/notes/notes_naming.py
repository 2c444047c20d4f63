"""Find the account whose notes name somebody who is not on file."""

from handlers.features.customers import which_account
from handlers.registry import Turn
from storage.customers import accounts
from storage.sales_calls import own_notes
from storage.spelling import comparable
from storage.tables import Account

_NOTES = 50  # we look for a name in this many of the newest notes
_NAME_WORDS = 3


async def account_noted(turn: Turn, name: str) -> Account | None:
    """Return the only account for which one of the rep's newest notes has this name, or None."""
    if await which_account.on_file(turn, name) or len(name.split()) > _NAME_WORDS:
        return None
    said = f" {comparable(name)} "
    notes = await own_notes.latest(turn.session, turn.person, _NOTES)
    there = {one.account_id for one in notes if said in f" {comparable(one.text)} "}
    found = await accounts.by_ids(turn.session, turn.person.tenant, [*there])
    return found[0] if len(found) == 1 else None
