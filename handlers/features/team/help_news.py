"""Say what a colleague answered to a request for help: "any news from tomas"."""

from dataclasses import replace

from handlers.cards import Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.features import asker_calls
from handlers.features.customers import account_in_talk, which_account
from handlers.features.reflections import readers
from handlers.registry import Turn
from handlers.typed.team.news_asked import may_ask, news_from, shares_with
from handlers.views.team import help_cards
from storage.team import help_requests
from storage.workspace import people

MAX_COLLEAGUES = 500
NOTHING_ASKED = "You have asked {} nothing that is on file. “Ask for help” on a brief does that."


async def answer(turn: Turn) -> Reply | None:
    """Show what the person asked this colleague last, with the answer, or say that none has come.

    Return None in a channel and for any other words. If nothing was asked, also return None for
    the name of a contact.
    """
    if turn.place is not None or not may_ask(turn.text):
        return None
    known = [name for name, _ in await people.others(turn.session, turn.person, MAX_COLLEAGUES)]
    name = news_from(turn.text, known)
    if not name:
        return None
    ids = await help_requests.ids_by(turn.session, turn.person)
    asked = [
        one
        for one in (await help_requests.by_ids(turn.session, ids)).values()
        if one.helper.name == name and one.state != "withdrawn"
    ]
    if asked:
        last = asked[-1]
        of_call = [one for one in asked if one.call.id == last.call.id]
        card = help_cards.own(of_call, last.call, turn.now)
        return replace(card, blocks=(Paragraph(spans(typed(card.summary))), *card.blocks))
    if await which_account.named_by(turn, turn.text):
        return None
    lead = NOTHING_ASKED.format(first_name(name))
    return card_saying(typed(lead))


async def share(turn: Turn) -> Reply | None:
    """Answer "share what he said with tomas" as *Share or pass on* does for the last reflection.

    It is that on the latest call with the account just talked about. Return None in a channel, for
    any other words, and if there is no such reflection.
    """
    if turn.place is not None or not may_ask(turn.text):
        return None
    known = [name for name, _ in await people.others(turn.session, turn.person, MAX_COLLEAGUES)]
    if not shares_with(turn.text, known):
        return None
    account = await account_in_talk.current(turn)
    last = await asker_calls.latest(turn, account)
    if last is None or last.seat.reflected_at is None:
        return None
    return await readers.show(replace(turn, text=str(last.call.id)))
