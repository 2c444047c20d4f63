"""Find the account in words that name only an account and a time: "alder tomorrow", "wed alder"."""

from collections.abc import Sequence

from handlers.features.calls import named_call
from handlers.features.customers import which_account
from handlers.registry import Turn
from storage.spelling import comparable
from storage.tables import Account

_CALLS = ("call", "meeting")


async def named_alone(turn: Turn, about: str) -> Account | None:
    """Return the account in the words if they name one account, perhaps a time, and nothing else.

    "Alder tomorrow" fits. "Northwind team" and "alder's" don't fit, because they ask about
    something that belongs to the account, such as its team or its goal.
    """
    words = [word for word in about.split() if word.lower() not in _CALLS]
    first = named_call.time_in(turn, words)
    if first and about.startswith(first):  # "wed northwind"
        words = words[len(first.split()) :]
    found = await which_account.by_name_or_part_at_start(turn, " ".join(words))
    if len(found) != 1:
        return None
    account, rest = found[0]
    name = account.name_key.split()
    if any(_is_possessive(word, name) for word in comparable(about).split()):
        return None
    when = named_call.time_in(turn, rest.split())
    return account if when == " ".join(rest.split()) else None


def _is_possessive(word: str, name: Sequence[str]) -> bool:
    """Check whether a word is a possessive of the name: "alder's" or "alders" for Alder."""
    return word not in name and word.endswith("s") and word[:-1].removesuffix("'") in name
