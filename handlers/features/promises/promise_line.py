"""Save the promises in a typed line that has only promises: ours, the customer's, or both."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Card, Reply
from handlers.coaching.names.contacts_named import without_addressee
from handlers.features import colleagues
from handlers.features.customers import account_in_talk, which_account
from handlers.features.promises import (
    promise_asked,
    promise_form,
    promise_saved,
    promise_words,
)
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.transcripts.promises.noted_promises import NotedPromise, may_promise, noted_promises
from handlers.transcripts.promises.wished_for import names_nothing
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.promises.promise_in_full import in_full
from handlers.typed.words import OPENERS, THEY, WE, bare_word, listed, without_leading
from storage.conversation import offers
from storage.customers import accounts, contacts
from storage.tables import Account

_ENDS = " .!,;"
_MAX_BEFORE = 6  # words before a promise: "mia berg will send us"
# "I'll", "they're" and so on, without the apostrophe.
_SHORT = listed("ill well theyll shell hell theyre shes hes")
_US = listed("us me")
# If one of these words stands before a promise, a separate clause precedes the promise: "jana was
# there and she sends the list".
_CLAUSE = listed("and was were but so")
_CONJUNCTIONS = OPENERS | {"plus", "while", "but"}


async def answer(turn: Turn, text: str) -> Reply | None:
    """Save "mia sends us the list by fri", or "i promised her a sheet thu and she sends the list".

    "Mia" and "she" are people at the account that the line names. If the line names no account,
    they are people at the account that was just talked about.

    Return None in a channel, for a confidential line, and for a line that says more than promises.
    Also return None if all promises are the rep's, if the account is not clear, or if the promises
    are not clear (`_are_clear`).
    """
    account, found = await _read(turn, text)
    if account is None or all(one.side == "ours" for one in found):
        return None
    return await _all_saved(turn, account, found)


async def of_ours(turn: Turn) -> Reply | None:
    """Save "ill get her the list by tmrw eod" and other lines in which all promises are the rep's.

    Return None in a channel, for a confidential line, and for a line that says more than promises.
    Also return None if a promise is the customer's, if the account is not clear, or if the promises
    are not clear (`_are_clear`).
    """
    account, found = await _read(turn, turn.text)
    if account is None or any(one.side == "theirs" for one in found):
        return None
    return await _all_saved(turn, account, found)


async def in_few_words(turn: Turn) -> Reply | None:
    """Save "mia to send the org chart fri" and other promises that are not full sentences.

    The line is first written out: "mia will send the org chart fri". Return None for any other
    line, and if neither `answer` nor `of_ours` saves the written-out line.
    """
    words = in_full(turn.text)
    if not words:
        return None
    return await answer(turn, words) or await of_ours(replace(turn, text=words))


async def _read(turn: Turn, text: str) -> tuple[Account | None, list[NotedPromise]]:
    """Return the account and the promises of a line that has only promises.

    Return (None, []) for any other line. What the customer asks for is not a promise: "ruben said
    they need an answer by friday".
    """
    words = _without_opener(text.strip(_ENDS))
    if turn.place is not None or is_confidential(words) or not may_promise(words):
        return None, []
    label, colon, rest = words.partition(":")
    account = await which_account.on_file(turn, label) if colon and rest.strip() else None
    words = _without_opener(rest.strip()) if account else words
    account = account or await _account_of(turn, words)
    found = await _promises(turn, account, words) if account else []
    if not found or any(one.asked for one in found) or not _is_all(words, found):
        return None, []
    if not _are_clear(turn, found):
        return None, []
    return account, found


async def _all_saved(turn: Turn, account: Account, found: Sequence[NotedPromise]) -> Card:
    """Save each promise, and show in one card what became of each."""
    cards = [await _saved(turn, account, one) for one in found]
    if len(cards) > 1:  # a typed "undo" names none of the promises, so it must undo none of them
        await offers.make_older(turn.session, turn.person)
    lead = " ".join(one.summary for one in cards)
    return Card(lead, tuple(block for one in cards for block in one.blocks))


def _without_opener(words: str) -> str:
    """Return "jana sends the list fri" for "and jana sends the list fri"."""
    said = words.split()
    return " ".join(
        said[len(said) - len(without_leading([bare_word(one) for one in said], OPENERS)) :]
    )


async def _promises(turn: Turn, account: Account, words: str) -> list[NotedPromise]:
    known = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    ours = [turn.person.name, *await colleagues.names(turn)]
    return noted_promises(words, [account.name, *(one.name for one in known)], ours)


def _is_all(words: str, found: Sequence[NotedPromise]) -> bool:
    """Check that a line has only these promises, and a few words before each: "mia berg will"."""
    for one in found:
        verb, _, what = one.words.partition(" ")
        said = one.words if one.words in words else f"{verb}s {what}"  # "sends the list"
        before, promise, words = words.partition(said)
        if not promise or len(before.split()) > _MAX_BEFORE or _says_more(before):
            return False
    return not words.strip(_ENDS)


def _says_more(before: str) -> bool:
    """Check for a separate clause before a promise: "pia was there, shes sending us …"."""
    words = without_leading(
        before.strip(_ENDS).split(), _CONJUNCTIONS | {f"{one}," for one in OPENERS}
    )
    return any(word[-1] in ",;.!" or bare_word(word) in _CLAUSE for word in words)


def _are_clear(turn: Turn, found: Sequence[NotedPromise]) -> bool:
    """Check whether promises are clear enough to save.

    - Each promise must say what is promised.
    - At least one promise must have a day: "he owes me the date, I owe him a ref by fri". If the
      customer gives us something in each promise, no day is needed: "she sends me her excel".
    - No day may be past.
    """
    today = day_of(turn.now, turn.person.zone)
    read = [promise_form.read(turn, one.words) for one in found]
    days = [one.due_on for one in read if one.due_on]
    are_clear = not any(one.note or names_nothing(one.text) for one in read)
    has_day = bool(days) or all(one.to_us for one in found)
    return are_clear and has_day and min(days, default=today) >= today


async def _account_of(turn: Turn, words: str) -> Account | None:
    """Return the account that a line is about, or None if the account is not clear.

    - If the line begins with a contact's name, it is about the contact's account. If contacts at
      several accounts fit, it is about the account that was just talked about.
    - If the line begins with "they", "we" or "she'll", it is about the account that was just talked
      about.
    - If the line begins with an account's name and says "us" or "me", it is about this account.
    """
    person, first = turn.person, bare_word(words.split(maxsplit=1)[0])
    met = await contacts.at_own_accounts(turn.session, person.tenant, person.id)
    ids = {id_ for id_, name in met if without_addressee(words, name)}
    if len(ids) == 1:
        return (await accounts.by_ids(turn.session, person.tenant, [*ids]))[0]
    if ids or first in THEY | WE or first in _SHORT:
        account = await account_in_talk.meant(turn, words)
        return account if account is not None and (not ids or account.id in ids) else None
    begun = await which_account.by_name_or_part_at_start(turn, words)
    # "Kestrel signs wed 11" does not say "us", so it is a note.
    is_to_us = not _US.isdisjoint(map(bare_word, words.split()))
    return begun[0][0] if len(begun) == 1 and is_to_us else None


async def _saved(turn: Turn, account: Account, one: NotedPromise) -> Card:
    """Save one of the promises. If a colleague has noted the same promise, only say so."""
    words = await promise_words.shortened(turn, account, one)
    form = promise_form.filled_form(account.name, promise_form.read(turn, words), side=one.side)
    saved = await promise_saved.at_once(turn, form)
    return saved if isinstance(saved, Card) else await promise_asked.card(turn, form, noted=True)
