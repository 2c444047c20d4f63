"""Parse a promise in plain words: who made it, to whom, and what was promised."""

from dataclasses import dataclass

from handlers.features import which_account
from handlers.registry import Turn
from storage.spelling import comparable
from storage.tables import Account

_PROMISED = 8  # "promised" must be among this many words at the start
_NAMED = 4  # at most this many words in a person's name
_THEY = ("they", "he", "she")
_AT = ("at", "from", "of")


@dataclass(frozen=True)
class TypedPromise:
    """The account's name or "", what was promised, and the contact's name or ""."""

    account: str
    words: str
    person: str = ""


async def by_them(turn: Turn, text: str) -> TypedPromise | None:
    """Parse "Halden promised to send the plans".

    Return None for any other text, or if the text does not name exactly one account. After "they",
    "he" or "she", the account may come last ("for Kestrel") or be "".
    """
    words = text.split()
    said = next((i for i, word in enumerate(words[:_PROMISED]) if word.lower() == "promised"), 0)
    who, what = words[:said], words[said + 1 :]
    if not who or not what:
        return None
    while what[1:] and what[0].lower() in ("to", "us", "me"):
        what = what[1:]
    if len(who) == 1 and who[0].lower() in _THEY:
        return await _for_account(turn, " ".join(what))
    at = _at(who)
    found = await which_account.by_name_or_part_at_start(
        turn, " ".join(who[at + 1 :] if at else who)
    )
    if len(found) != 1 or found[0][1]:
        return None
    return TypedPromise(found[0][0].name, " ".join(what), " ".join(who[:at]))


async def _for_account(turn: Turn, words: str) -> TypedPromise:
    """Split off the account at the end of "the price list by Friday for Kestrel"."""
    what, _, name = words.rpartition(" for ")
    found = await which_account.by_name_or_part_at_start(turn, name) if what else []
    if len(found) != 1 or found[0][1]:
        return TypedPromise("", words)
    return TypedPromise(found[0][0].name, what)


async def by_us(turn: Turn, text: str) -> TypedPromise:
    """Parse the words after "I promised": "Halden the plan", or "Jana at Halden the plan".

    If we find no account, or if no words follow the account, the whole text is the promise.
    """
    begun = (await which_account.by_name_at_start(turn, text))[:1]
    # In "send the deck", the word "send" is not the account Sendler.
    if not begun and text[:1].isupper():
        begun = [
            one
            for one in await which_account.by_name_or_part_at_start(turn, text)
            if _is_spelled(text, *one)
        ]
    if len(begun) == 1 and begun[0][1]:
        return TypedPromise(begun[0][0].name, _without_to(begun[0][1]))
    words = text.split()
    at = _at(words)
    begun = (
        await which_account.by_name_or_part_at_start(turn, " ".join(words[at + 1 :])) if at else []
    )
    if len(begun) == 1 and begun[0][1]:
        return TypedPromise(begun[0][0].name, _without_to(begun[0][1]), " ".join(words[:at]))
    return TypedPromise("", text)


def _is_spelled(text: str, account: Account, _behind: str) -> bool:
    first = comparable(text.split(maxsplit=1)[0].strip(",:")).removesuffix("'s")
    return any(word.startswith(first) for word in account.name_key.split())


def _at(words: list[str]) -> int:
    """Return the index of "at", "from" or "of" after a name ("Jana at Northwind"), or 0."""
    at = next((i for i, word in enumerate(words[: _NAMED + 1]) if word.lower() in _AT), 0)
    return at if all(word[:1].isupper() for word in words[:at]) else 0


def _without_to(words: str) -> str:
    lead, _, what = words.partition(" ")
    return what if lead.lower() == "to" and what else words
