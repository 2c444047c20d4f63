"""Answer typed lines about help from a colleague, and lines that share a reflection.

- "any news from tomas" asks what Tomas answered to the person's request for help.
- "share what he said with tomas" asks to share a reflection with Tomas.
"""

from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened, stems
from handlers.features import access, asker_calls, colleagues
from handlers.features.customers import account_in_talk, which_account
from handlers.features.marketing import answered_by, asks
from handlers.features.reflections import readers
from handlers.features.team import asking_help
from handlers.registry import Turn
from handlers.typed.team.news_asked import (
    asks_marketing_too,
    may_ask_or_share,
    news_about,
    news_from,
    shares_with,
)
from handlers.views.team import help_cards
from storage.sales_calls.own_calls import Seated
from storage.team import help_requests, teams
from storage.team.help_requests import HelpWithCall

NOTHING_TO_SHARE = (
    "Nothing was shared: you have not reflected on your last call with {} yet. Your own notes "
    "can't be shared."
)
NOT_ABOUT = "You asked {name} nothing about “{topic}”. What you asked last:"
NOTHING_ASKED = "I have no question from you to {}. To ask one, use “Ask for help” on a brief."


async def answer(turn: Turn) -> Reply | None:
    """Answer "any news from tomas" with the person's last questions to Tomas, and his answers.

    After "from tomas or marketing", add what the person sent to marketing. For a marketer or an
    admin, add the open asks of the reps instead.

    If the person has not asked Tomas a question, show his newest answers to what the person sent
    to marketing. If there are no such answers either, say that the person has not asked Tomas a
    question.

    Return None in a channel, and for any other text. Also return None if we found no question and
    no answers, and the text may mean something else:

    - the text names an account or a topic
    - the person leads Tomas
    - the person is a marketer or an admin
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
    topic = {*stems(" ".join(news_about(turn.text, name)))}
    named = await which_account.named_by(turn, turn.text)
    about = [one for one in asked if topic & _words_of(one)]
    is_other = bool(topic) and not about and not named
    asked = about if about or named else asked
    if asked:
        last = asked[-1]
        of_call = [one for one in asked if one.call.id == last.call.id]
        card = help_cards.own(of_call, last.call)
        if is_other:
            said = " ".join(news_about(turn.text, name))
            lead = NOT_ABOUT.format(name=first_name(name), topic=shortened(said, 60))
            return asking_help.own_questions(lead, of_call)
        return replace(card, blocks=(Paragraph(spans(typed(card.summary))), *card.blocks))
    if of_marketing := await answered_by.card(turn, name):
        return of_marketing
    if topic or named or await _means_more(turn, name):
        return None
    lead = NOTHING_ASKED.format(first_name(name))
    return card_saying(typed(lead))


def _words_of(asked: HelpWithCall) -> set[str]:
    """Return the stems of a request's question and answer, and of its account's name."""
    request = asked.request
    return {*stems(f"{request.question} {request.answer} {asked.account.name}")}


async def _means_more(turn: Turn, name: str) -> bool:
    """Check whether this person may be asking about something other than a request for help.

    If this person leads the named colleague's team, the question may be about what the colleague
    shared. A marketer or an admin may mean what the colleague passed on to marketing.
    """
    reports = await teams.reports(turn.session, turn.person)
    return access.may_publish(turn.person) or name in [one.name for one in reports]


async def share(turn: Turn) -> Reply | None:
    """Answer "share what he said with tomas" like the button *Share or pass on* of a reflection.

    Take the latest call with the account in the text, or else with the account that the chat was
    about last. If the call has no reflection yet, say so. Return None in a channel, for any other
    words, or if there was no such call.
    """
    if turn.place is not None or not may_ask_or_share(turn.text):
        return None
    known = await colleagues.names(turn)
    named = await which_account.only_one_named(turn, turn.text)
    if not shares_with(turn.text, known, named.name if named else ""):
        return None
    account = named or await account_in_talk.current(turn)
    last = await asker_calls.latest(turn, account)
    if last is None:
        return None
    if last.seat.reflected_at is None:
        return _nothing_to_share(last)
    return await readers.show(replace(turn, text=str(last.call.id)))


def _nothing_to_share(last: Seated) -> Card:
    name = shortened(last.account.name, 40)
    reflects = Button("Reflect on it", "reflect.open", str(last.call.id), about=name)
    return card_saying(typed(NOTHING_TO_SHARE.format(name)), Buttons((reflects,)))
