"""Find the promises in saved words, such as a note, and offer to add them."""

from dataclasses import replace

from handlers.cards import Button
from handlers.coaching.buyer_words.their_words import label_of
from handlers.coaching.promises.promise_signs import is_same
from handlers.features import colleagues
from handlers.features.promises import promise_form
from handlers.registry import Turn
from handlers.transcripts.promises.noted_promises import NotedPromise, may_promise, noted_promises
from handlers.typed.promises.promise_alone import divided
from handlers.views.promises import promise_cards
from storage.customers import commitments, contacts
from storage.tables import Account


async def buttons(
    turn: Turn, account: Account, words: str, *, said_by_them: bool = False
) -> tuple[Button, ...]:
    """Return a button for each promise that `new_in` finds."""
    found = await new_in(turn, account, words, said_by_them=said_by_them)
    return promise_cards.add_promised(account.id, found)


async def new_in(
    turn: Turn, account: Account, words: str, *, said_by_them: bool = False
) -> list[NotedPromise]:
    """Return the promises in the words. Leave out promises that are already on file as open.

    After each promise, cut off the words that are not promised:

    - "the contract by wed, needs legal first" → "the contract by wed"

    `said_by_them` means that the rep picked somebody on the customer's side as the speaker. Then
    "we send it by Friday" may be a promise by either side, so we return only promises that are
    surely the customer's. But if the words begin with a label ("Jana: …"), it is clear who
    promises, so we return all promises.
    """
    if not may_promise(words):
        return []
    known = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    names = [account.name, *(one.name for one in known)]
    if not noted_promises(words, names):
        return []
    others = await colleagues.names(turn)
    found = noted_promises(words, names, [turn.person.name, *others])
    found = [replace(one, words=divided(one.words).promise) for one in found]
    if said_by_them and not label_of(words):
        found = [one for one in found if one.side == "theirs"]
    person = turn.person
    on_file = await commitments.open_with(turn.session, person.tenant, person.id, account.id)
    return [
        one
        for one in found
        if not any(
            row.side == one.side and is_same(row.text, _text_of(turn, one)) for row in on_file
        )
    ]


def _text_of(turn: Turn, promise: NotedPromise) -> str:
    return promise_form.read(turn, promise.words).text
