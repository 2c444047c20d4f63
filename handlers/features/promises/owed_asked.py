"""Answer "halden owes me what": a question about promises that is worded like a statement."""

from handlers.cards import Reply
from handlers.features.customers import account_in_talk, which_account
from handlers.features.promises import just_listed, promise_list
from handlers.registry import Turn
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.promises.owed_asked import owed_asked
from handlers.typed.words import OPENERS, THEY, WE, without_leading
from storage.choices import PromiseSide


async def answer(turn: Turn) -> Reply | None:
    """List the open promises that the question is about: those by us, or those by the customer.

    If the question names no account, list the promises with all accounts. But "they owe me what" is
    about the account just talked about, if there is one.

    Return None for any other line, and in a channel.
    """
    if turn.place is not None or not owed_asked(turn.text):
        return None
    first = without_leading(written_out_words(turn.text), OPENERS)[0]
    side: PromiseSide = "ours" if first in WE else "theirs"
    account = await which_account.only_one_named(turn, turn.text)
    if account is None and first in THEY:
        account = await account_in_talk.current(turn)
    await just_listed.keep(turn, account)
    return await promise_list.list_card(turn, account, side=side)
