"""Parse a promise in plain words: who made it, to whom, and what was promised."""

from dataclasses import dataclass

from handlers.coaching.names.common_words import SHARED
from handlers.coaching.names.contacts_named import without_addressee
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.words import SAY_LITTLE, VERBS, singular
from handlers.features.customers import which_account
from handlers.features.notes import notes_naming
from handlers.registry import Turn
from handlers.transcripts.promises.noted_promises import NotedPromise
from handlers.typed.promises import promised_to_them
from handlers.typed.words import bare_word
from storage.customers import accounts, contacts
from storage.spelling import comparable
from storage.tables import Account

_PROMISED = 8  # we look for "promised" among this many of the first words
_NAMED = 4  # at most this many words in a person's name
_THEY = ("they", "he", "she")
_BEFORE_VERB = ("to", "id", "ill")  # "I'd" and "I'll" as people type them: "id send a deck"
_AT = ("at", "from", "of")
_SENDS = ("send", "give", "get", "email", "show", "share", "bring")
# The first words of a day: "by Friday", "next week", "tomorrow".
_DUE = ("by", "until", "before", "on", "this", "next", "today", "tomorrow")


@dataclass(frozen=True)
class TypedPromise:
    """The account's name or "", what was promised, and the contact's name or ""."""

    account: str
    words: str
    person: str = ""


async def by_them(turn: Turn, text: str) -> TypedPromise | None:
    """Parse "Halden promised to send the plans".

    The words before "promised" must be one of these:

    - the name of exactly one account, as in "Halden" or "Jana at Halden"
    - "they", "he" or "she". The text may then name the account at its end ("for Kestrel"). If the
      text names no account there, `account` is "" in the result.

    Return None for any other text.
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
    at = _index_of_at(who)
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
    """Parse the words after "I promised".

    Examples of these words are "Halden the plan", "Jana at Halden the plan", "jana the plan" and
    "the plan to Halden". "To send Halden the plan" is read as "Halden the plan". If we find no
    account, or no words that say what was promised, the whole text is the promise.
    """
    bare = _without_sending(text)
    for one in (_to_account, _to_somebody_at, _to_contact, _before_account, _to_noted):
        if found := await one(turn, bare):
            return found
    return TypedPromise("", text)


def _without_sending(text: str) -> str:
    """Return "Halden the plan" for "to send Halden the plan"."""
    words = text.split(maxsplit=2)
    sends = [word.lower() for word in words[:1]] == ["to"] and words[1:2] != []
    return words[2] if sends and len(words) > 2 and words[1].lower() in _SENDS else text


async def _to_account(turn: Turn, text: str) -> TypedPromise | None:
    """Split off the account at the start of "Halden the plan"."""
    begun = (await which_account.by_name_at_start(turn, text))[:1]
    if not begun:
        begun = [
            one
            for one in await which_account.by_name_or_part_at_start(turn, text)
            if _is_spelled(text, one[0])
        ]
    if len(begun) != 1 or not begun[0][1]:
        return None
    return TypedPromise(begun[0][0].name, _without_to(begun[0][1]))


async def _to_somebody_at(turn: Turn, text: str) -> TypedPromise | None:
    """Split off the person and the account in "Jana at Halden the plan"."""
    words = text.split()
    at = _index_of_at(words)
    begun = (
        await which_account.by_name_or_part_at_start(turn, " ".join(words[at + 1 :])) if at else []
    )
    if len(begun) != 1 or not begun[0][1]:
        return None
    return TypedPromise(begun[0][0].name, _without_to(begun[0][1]), " ".join(words[:at]))


async def _before_account(turn: Turn, text: str) -> TypedPromise | None:
    """Split "a mockup to Halden by Friday" into "Halden" and "a mockup by Friday"."""
    words = text.split()
    at = max((at for at, word in enumerate(words) if word.lower() in ("to", "for")), default=0)
    name = " ".join(words[at + 1 :])
    begun = await which_account.by_name_or_part_at_start(turn, name) if at and name else []
    if len(begun) != 1 or not _is_spelled(name, begun[0][0]):
        return None
    account, following = begun[0]
    if following and following.split()[0].lower() not in _DUE:
        return None
    return TypedPromise(account.name, f"{' '.join(words[:at])} {following}".strip())


async def _to_contact(turn: Turn, text: str) -> TypedPromise | None:
    """Split off the contact at the start of "pia a quote by Friday".

    Return None unless the text begins with the name of exactly one contact.
    """
    person = turn.person
    met = await contacts.at_own_accounts(turn.session, person.tenant, person.id)
    found = [(id_, name, rest) for id_, name in met if (rest := without_addressee(text, name))]
    if len(found) != 1:
        return None
    account_id, name, rest = found[0]
    (account,) = await accounts.by_ids(turn.session, person.tenant, [account_id])
    return TypedPromise(account.name, _without_to(rest), name)


async def _to_noted(turn: Turn, text: str) -> TypedPromise | None:
    """Split off somebody who is not on file, but in a note: "max the api docs by monday".

    The text must begin with a given name, and the rep's newest notes with this name must be about
    one account.
    """
    words = text.split()
    first = bare_word(words[0]) if words else ""
    if first not in GIVEN_NAMES:
        return None
    for size in (2, 1):
        name, rest = " ".join(words[:size]), " ".join(words[size:])
        account = await notes_naming.account_noted(turn, name) if rest else None
        if account is not None:
            return TypedPromise(account.name, _without_to(rest), name)
    return None


def _is_spelled(text: str, account: Account) -> bool:
    """Check whether a text begins with the account's name: "Alder a quote", "alder a quote".

    If the text begins in upper case, its first word must be the beginning of a word of the name.

    If the text begins in lower case, its first word must meet both of these conditions:

    - It is the whole first word of the name. So "send" does not name the account Sendler.
    - It is not a common word. So "send" does not name the account Send Systems.
    """
    first = comparable(text.split(maxsplit=1)[0].strip(",:")).removesuffix("'s")
    own = account.name_key.split()
    if text[:1].isupper():
        return any(word.startswith(first) for word in own)
    return first == own[0] and singular(first) not in SAY_LITTLE | SHARED | VERBS


def _index_of_at(words: list[str]) -> int:
    """Return the index of "at", "from" or "of" after a name ("Jana at Northwind"), or 0."""
    at = next((i for i, word in enumerate(words[: _NAMED + 1]) if word.lower() in _AT), 0)
    return at if all(word[:1].isupper() for word in words[:at]) else 0


def _without_to(words: str) -> str:
    """Return "send a deck" for "to send a deck" and "id send a deck"."""
    lead, _, what = words.partition(" ")
    return what if bare_word(lead) in _BEFORE_VERB and what else words


async def shortened(turn: Turn, account: Account, promise: NotedPromise) -> str:
    """Return a promise without the verb "send" or the like, and without the recipient after it.

    "send jana the contract by fri" → "the contract by fri"

    The recipient is one of the account's contacts, the account, or a word such as "her". A promise
    without such a recipient, or by the customer, stays as it is.
    """
    if promise.side == "theirs":
        return promise.words
    known = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    given = promised_to_them.given(promise.words)
    what = [without_addressee(given, each.name) for each in known]  # "jana the contract"
    # In "halden plan", "halden" is a part of what was promised. In "halden a plan", it is not.
    to_account = without_addressee(given, account.name)
    what += [to_account] if promised_to_them.begins_with_thing(to_account) else []
    return next(filter(None, what), promised_to_them.without_them(promise.words))
