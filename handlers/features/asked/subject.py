"""Find which account and which people a question is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.features.customers import account_in_talk, which_account
from handlers.registry import Turn
from handlers.typed.asked.facts_asked import AskedFact, without_filling
from handlers.typed.words import listed
from storage.customers import accounts, contacts
from storage.spelling import comparable
from storage.tables import Account, Contact

_NEGATIONS = listed("cant cannot dont wont isnt arent didnt doesnt hasnt havent not never no")
_SHORTEST = 4  # we quote a topic only if its longest word has at least this many letters


@dataclass(frozen=True)
class Subject:
    """What a question is about.

    - `accounts`: the accounts that are named. If there are several, the person must choose one.
    - `people`: the named contacts at these accounts.
    - `topic`: the words that say what else the question is about, such as "pricing".
    - `guessed`: whether `accounts` is a guess. If a question names no account and no contact, we
      guess that it is about the account that the last message was about.
    - `time`: a day or a time, or "". If it is set, the question is only about calls at that time.
    """

    accounts: Sequence[Account]
    people: Sequence[Contact] = ()
    topic: Sequence[str] = field(default=())
    guessed: bool = False
    time: str = ""

    @property
    def account(self) -> Account | None:
        """The account, if there is only one."""
        return self.accounts[0] if len(self.accounts) == 1 else None


async def find_subject(turn: Turn, asked: AskedFact) -> Subject:
    """Find the accounts and the people that a question names.

    If a question names only a person, we look for contacts with this name at the accounts that the
    rep has calls with, and take all accounts where we find one. If a question names no account and
    no person, we take the account that the last message was about.
    """
    words = without_filling(asked.rest)
    found = await _named(turn, asked)
    people = await _people(turn, found, words)
    left = [word for word in words if not _is_in(word, _name_words(found, people))]
    if found:
        return Subject(found, people, left)
    last = await account_in_talk.current(turn)
    return Subject([last] if last else [], (), left, guessed=last is not None)


async def _named(turn: Turn, asked: AskedFact) -> Sequence[Account]:
    """Return the accounts that the question names by the account's name or by a contact's name.

    If `which_account.mentioned` finds an account, this account comes first. We then return another
    account only if both conditions are met:

    - The question has the first word of the other account's name.
    - The names of the two accounts do not begin with the same word.
    """
    person = turn.person
    ids = set(await which_account.named_by(turn, turn.text))
    if account := await which_account.mentioned(turn, turn.text):
        others = await accounts.by_ids(turn.session, person.tenant, sorted(ids - {account.id}))
        first = {account.name_key.split()[0], ""}
        begins = ((one, one.name_key.split()[0]) for one in others)
        return [account, *(one for one, word in begins if word in {*asked.rest} - first)]
    if not ids and asked.fact in ("person", "said", "next call", "last call"):
        met = await contacts.at_own_accounts(turn.session, person.tenant, person.id)
        ids = {
            id_
            for id_, name in met
            if any(_is_in(w, which_account.forms_of(name)) for w in asked.rest)
        }
    if not ids:
        return []
    return await accounts.by_ids(turn.session, person.tenant, sorted(ids))


async def _people(turn: Turn, found: Sequence[Account], words: Sequence[str]) -> list[Contact]:
    """Return the contacts at these accounts whom the words name.

    A word that is also the first word of the account's name stands for the account, and does not
    name a contact.
    """
    if not found:
        return []
    known = await contacts.by_accounts(turn.session, [one.id for one in found])
    return [
        contact
        for one in found
        for contact in known.get(one.id, ())
        if any(_is_in(word, _forms(contact, one)) for word in words)
    ]


def _forms(contact: Contact, account: Account) -> set[str]:
    return which_account.forms_of(contact.name) - {*account.name_key.split()[:1]}


def _name_words(found: Sequence[Account], people: Sequence[Contact]) -> set[str]:
    names = {word for one in found for word in one.name_key.split()}
    return names | {word for one in people for word in comparable(one.name).split()}


def _is_in(word: str, names: set[str]) -> bool:
    return word in names or (len(word) > 2 and word.endswith("s") and word[:-1] in names)


def is_quotable(topic: str) -> bool:
    """Check whether an answer can quote a topic: "pricing" yes, "one go" and "cant 11 4" no."""
    words = topic.split()
    are_words = all(word.replace("-", "").isalpha() for word in words)
    return are_words and _NEGATIONS.isdisjoint(words) and max(map(len, words)) >= _SHORTEST
