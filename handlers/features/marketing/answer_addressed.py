"""Offer to send a marketer's line as the answer to a rep's ask: “northwind: yes, it does”.

An ask is what a rep passed on to marketing from a call. The line begins with the account or the
rep of the ask.
"""

from handlers.cards import Block, Note, Reply, spans
from handlers.features.marketing import asks_meant, typed_asks
from handlers.features.notes import own_notes
from handlers.knowledge.ask_facts import AskFacts
from handlers.registry import Turn
from handlers.typed.marketing.asks_said import AskSaid, addressed, is_called
from storage.customers import accounts

OR_A_NOTE = "If it is not an answer, you can keep it as a note:"


async def answer(turn: Turn) -> Reply | None:
    """Let the marketer confirm that a line such as “northwind: …” answers an ask.

    If the line begins with the account, also offer to keep the line as a note. An ask that the rep
    sent without names never fits, because marketing must not learn who sent it.

    Return None if the line does not name the account or rep of an open ask. Return None in a
    channel, or if the person is not a marketer.
    """
    if turn.place is not None or turn.person.role != "marketer":
        return None
    whom, words = addressed(turn.text)
    if not words:
        return None
    seen = await asks_meant.open_for(turn)
    fits = [one for one in seen if one.ask.named and is_called(whom, (one.account, one.who))]
    if not fits:
        return None
    said = AskSaid("answer", words=words, sure=False)
    note = await _note(turn, whom, fits)
    return await typed_asks.ask_which(turn, said, fits, below=note)


async def _note(turn: Turn, whom: str, fits: list[AskFacts]) -> tuple[Block, ...]:
    ask = fits[0].ask
    if ask.account_id is None or not is_called(whom, (fits[0].account,)):
        return ()
    account = await accounts.by_id(turn.session, ask.tenant, ask.account_id)
    if account is None:
        return ()
    return (Note(spans(OR_A_NOTE)), await own_notes.offer_own(turn, account, turn.text))
