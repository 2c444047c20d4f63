"""Find the account that a word is short for: "bwc" for Brightwater Clinics, "nw" for Northwind."""

from collections.abc import Sequence

from handlers.coaching.names.common_words import is_common
from handlers.features.customers.short_names import is_short_for, short_names_in
from handlers.registry import Turn
from handlers.typed.words import bare_word
from storage.customers import accounts
from storage.tables import Account


def account_meant(text: str, among: Sequence[Account]) -> Account | None:
    """Return the account that the first word of a line is short for.

    Return None if the word is short for no account or for several, or if it is a common word.
    """
    first = bare_word(text.partition(" ")[0])
    if is_common(first):
        return None
    meant = {one.id: one for one in among if is_short_for(first, one.name)}
    return next(iter(meant.values())) if len(meant) == 1 else None


async def of_word(turn: Turn, word: str) -> Account | None:
    """Return the account that the word is short for, among the accounts of the person's calls.

    Return None if the word is short for no account or for several, or if it is not a single word.
    """
    ids = await ids_in(turn, word, 1) if len(word.split()) == 1 else ()
    found = await accounts.by_ids(turn.session, turn.person.tenant, [*ids]) if ids else ()
    return found[0] if len(found) == 1 else None


async def ids_in(turn: Turn, text: str, limit: int) -> set[int]:
    """Return the ids of the accounts that the first `limit` words of a text are short for.

    We look only among the accounts of the person's calls. If a word is short for several of these
    accounts, we ignore the word.
    """
    shorts = short_names_in(text, limit)
    if not shorts:
        return set()
    person = turn.person
    own = await accounts.of_own_calls(turn.session, person.tenant, person.id)
    fitting = ([ident for ident, name in own if is_short_for(one, name)] for one in shorts)
    return {ids[0] for ids in fitting if len(ids) == 1}
