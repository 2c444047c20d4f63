"""Answer lines that ask what a colleague answered, or that share a reflection with a colleague.

The first kind is about a request for help that the writer sent to this colleague.
"""

from dataclasses import replace

from handlers.cards import Card, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.features import access, asker_calls, colleagues
from handlers.features.customers import account_in_talk, which_account
from handlers.features.marketing import asks
from handlers.features.reflections import readers
from handlers.registry import Turn
from handlers.typed.team.news_asked import (
    asks_marketing_too,
    may_ask_or_share,
    news_from,
    shares_with,
)
from handlers.views.team import help_cards
from storage.team import help_requests, teams

NOTHING_ASKED = "I have no question from you to {}. To ask one, use “Ask for help” on a brief."


async def answer(turn: Turn) -> Reply | None:
    """Answer "any news from tomas" with the person's last questions to Tomas and any answers.

    After "from tomas or marketing", also show what the person sent to marketing. A marketer or an
    admin sees the reps' open lines for marketing instead.

    If the person has asked Tomas nothing, say so. But if the text also names an account, or if the
    person leads Tomas, or is a marketer or an admin, the text may mean something else, and we
    return None. Also return None for any other text, and in a channel.
    """
    if turn.place is not None or not may_ask_or_share(turn.text):
        return None
    known = await colleagues.names(turn)
    name = news_from(turn.text, known)
    card = await _from(turn, name) if name else None
    if card is None or not asks_marketing_too(turn.text):
        return card
    sent = await asks.show_all(turn)
    return replace(card, blocks=(*card.blocks, *sent.blocks)) if isinstance(sent, Card) else card


async def _from(turn: Turn, name: str) -> Card | None:
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
    if await which_account.named_by(turn, turn.text) or await _means_more(turn, name):
        return None
    lead = NOTHING_ASKED.format(first_name(name))
    return card_saying(typed(lead))


async def _means_more(turn: Turn, name: str) -> bool:
    """Check whether this person may be asking about something other than a request for help.

    If this person leads the named colleague's team, the question may be about what the colleague
    shared. A marketer or an admin may mean what the colleague passed on to marketing.
    """
    reports = await teams.reports(turn.session, turn.person)
    return access.may_publish(turn.person) or name in [one.name for one in reports]


async def share(turn: Turn) -> Reply | None:
    """Answer "share what he said with tomas" with what *Share or pass on* opens for a reflection.

    The reflection is the one on the latest call with the account that the chat was about last.
    Return None in a channel, for any other words, and if that call has no reflection yet.
    """
    if turn.place is not None or not may_ask_or_share(turn.text):
        return None
    known = await colleagues.names(turn)
    if not shares_with(turn.text, known):
        return None
    account = await account_in_talk.current(turn)
    last = await asker_calls.latest(turn, account)
    if last is None or last.seat.reflected_at is None:
        return None
    return await readers.show(replace(turn, text=str(last.call.id)))
