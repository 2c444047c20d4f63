"""Show what is on file about the account or the promise in a question that we can't answer."""

from handlers.cards import Card
from handlers.coaching.promises.promise_signs import share_said
from handlers.features.asked import word_facts
from handlers.features.asked.on_account import on_account
from handlers.features.asked.subject import Subject
from handlers.features.customers import which_account
from handlers.features.promises import promise_list
from handlers.registry import Turn
from storage.customers import commitments
from storage.tables import Account


async def answer(turn: Turn) -> Card | None:
    """Show what is on file about the account or the promise in a question.

    - If the question names an account, show what is on file about the account: "can i push the
      alder one".
    - Otherwise, if the question has all the words of an open promise, list all promises with the
      account of this promise: "is the depot list in yet".

    Return None for any other question. Also return None in a channel.
    """
    if turn.place is not None:
        return None
    if account := await which_account.only_one_named(turn, turn.text):
        on = await on_account(turn, account)
        return await word_facts.on_file(on, Subject([account]))
    promised = await _of_promise(turn)
    return await promise_list.list_card(turn, promised) if promised else None


async def _of_promise(turn: Turn) -> Account | None:
    """Return the account of the open promise whose words are all in the question.

    Return None if there is no such promise, or if promises with several accounts fit.
    """
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    asked = {at.id: at for row, at in rows if share_said(turn.text, row.text) == 1}
    return asked.popitem()[1] if len(asked) == 1 else None
