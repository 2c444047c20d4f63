"""Save a promise that the rep types as a message: "told anders id get back on that by wed"."""

from dataclasses import replace

from handlers.cards import Card, Note, Reply, spans
from handlers.coaching.names.contacts_named import contacts_named
from handlers.features.calls import last_named
from handlers.features.customers import which_account
from handlers.features.promises import (
    fitting_promises,
    promise_form,
    promise_saved,
    promise_words,
)
from handlers.registry import Turn
from handlers.typed.notes_and_promises import promised_words, reports_own_words
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.promises import promised_to_them
from handlers.typed.promises.bare_promise import bare_promise
from handlers.typed.promises.ordered_promise import ordered_promise
from storage.customers import contacts
from storage.spelling import comparable
from storage.tables import Account

ENDS = " ?!.,;:"
YOU_SEND = "I don't write to customers, so this is your own promise."


async def answer(turn: Turn) -> Reply | None:
    """Save the promise in "i owe northwind the deck by tue". If a part is missing, ask for it.

    If the line names an account, we save the promise for this account: "told northwind id send a
    deck". If the line names no account, and the promise names nobody or only "them", we save it for
    the account just talked about: "told them id send a deck", "ill send a sample report thursday".

    We save a promise only if the line does at least one of these things:

    - It names exactly one account.
    - It names a day: "ill get back to tomas by friday".
    - It reports the rep's own words: "i said id send a deck".

    Return None for any other line, and in a channel.
    """
    words = promised_words(turn.text).strip(ENDS) if turn.place is None else ""
    if not words:
        return None
    is_sure = reports_own_words(turn.text) or promise_form.read(turn, words).due_on is not None
    will_do = words.startswith("to ") and is_sure
    account = await which_account.only_one_named(turn, turn.text)
    to_them = is_sure and promised_to_them.begins_with_them(words)
    if not (will_do or account or to_them):
        return None
    if is_sure and (promised_to_them.means_them(words) or promised_to_them.names_nobody(words)):
        account = account or await last_named.just_talked_about(turn)
    elif account and await which_account.only_one_named(turn, words):
        account = None  # `said_by_us` finds the account in the words: "to send jana a deck"
    if account is None:
        return await promise_saved.said_by_us(turn, words)
    told = promise_saved.PromisedTo(account, await _contact(turn, account))
    return await promise_saved.said_by_us(turn, promised_to_them.named(words, account.name), told)


async def without_verb(turn: Turn) -> Reply | None:
    """Save the promise in "proposal to greg by tue", which names a thing, a person and a day.

    The text must name exactly one account, or a contact at exactly one account. Return None for any
    other text, for a confidential text, and in a channel.
    """
    words = bare_promise(turn.text) if turn.place is None else ""
    if (
        not words
        or is_confidential(words)
        or await which_account.only_one_named(turn, words) is None
    ):
        return None
    if promise_form.read(turn, words).due_on is None:
        return None
    return await promise_saved.said_by_us(turn, words)


async def ordered(turn: Turn) -> Reply | None:
    """Save the promise in "send mia the roi deck by friday, remind me", and say who sends it.

    Return None in these cases:

    - The line is not such an order, is confidential, or was typed in a channel.
    - The line names a colleague.
    - The line names no day.
    - The line names neither exactly one account nor a contact at exactly one account.
    """
    words = ordered_promise(turn.text) if turn.place is None else ""
    if not words or is_confidential(words) or await fitting_promises.names_colleague(turn):
        return None
    typed_promise = await promise_words.by_us(turn, words)
    if not typed_promise.account or promise_form.read(turn, words).due_on is None:
        return None
    saved = await promise_saved.said_by_us(turn, words)
    if not isinstance(saved, Card):
        return saved
    return replace(saved, blocks=(*saved.blocks, Note(spans(YOU_SEND))))


async def after_colon(turn: Turn) -> Reply | None:
    """Save the promise that follows "promise:". If a part is missing, ask for it.

    Return None for any other line, and in a channel.
    """
    lead, colon, rest = turn.text.partition(":")
    if turn.place is not None or not colon or comparable(lead) != "promise" or not rest.strip():
        return None
    return await promise_saved.said_by_us(turn, rest.strip(ENDS))


async def _contact(turn: Turn, account: Account) -> str:
    """Return the name of the contact at this account whom the line names.

    Return "" if the line names no contact, or several.
    """
    known = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    named = contacts_named(turn.text, [each.name for each in known])
    return named[0] if len(named) == 1 else ""
