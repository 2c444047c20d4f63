"""Answer typed orders about a question that the rep has asked a colleague.

“Take back the question to aylin” and “change the question to aylin: …” do what the buttons below
the question do.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import colleagues
from handlers.features.customers import which_account
from handlers.features.notes import note_offered
from handlers.features.team import asking_help, typed_question
from handlers.registry import Turn
from handlers.typed.team.direct_question import direct_question
from handlers.typed.team.own_question_orders import OwnQuestionSaid, may_order, own_question_said
from handlers.views.team import help_cards
from storage.team import help_requests
from storage.team.help_requests import HelpWithCall

NONE_OPEN = "You have no open question to {name}, so there is nothing to {do}."
NO_MESSAGE = "I don't pass other messages on to {name}."
TAKEN = "Taken back: your question about {account}. {name} may have read it."
WHICH = "Which question do you mean?"
OPEN = "What you asked {name}, without an answer yet:"
OPEN_OF_ALL = "What you asked your colleagues, without an answer yet:"
SOON = (
    "I don't pass other messages on to {name}. Your question has no answer yet. If you change it, "
    "{name} gets it again."
)
_DO = {"take back": "take back", "change": "change", "soon": "hurry", "show": "show"}


async def answer(turn: Turn) -> Reply | None:
    """Do what a line orders with the rep's open question to a colleague.

    Return None in a channel, and for any other line. If the line could also mean something else,
    return None unless there is an open question.
    """
    if turn.place is not None or not may_order(turn.text):
        return None
    said = own_question_said(turn.text, await colleagues.names_unlike_contacts(turn))
    if said is None:
        return None
    waiting = await _waiting(turn, said.name)
    if not waiting:
        return _none(said)
    only = waiting[0] if len(waiting) == 1 and said.name else None
    return (only and await _done(turn, said, only)) or _which(said, waiting)


async def _done(turn: Turn, said: OwnQuestionSaid, asked: HelpWithCall) -> Reply | None:
    """Take the question back, or change it. Return None if the line orders neither."""
    if said.order == "take back":
        return await _taken_back(turn, said, asked)
    if said.order == "change" and said.words:
        words = direct_question(said.words)
        question = await typed_question.spelled(turn, asked.account, words)
        return await asking_help.change_words(turn, asked, question)
    return None


async def _waiting(turn: Turn, name: str) -> list[HelpWithCall]:
    """Return the person's questions without an answer, to this colleague if there is a name.

    If the line names an account, and some of the questions are about it, return only these.
    """
    ids = await help_requests.ids_by(turn.session, turn.person)
    found = [
        one
        for one in (await help_requests.by_ids(turn.session, ids)).values()
        if one.state == "waiting" and name in ("", one.helper.name)
    ]
    named = await which_account.named_by(turn, turn.text) if len(found) > 1 else ()
    return [one for one in found if one.account.id in named] or found


def _none(said: OwnQuestionSaid) -> Card | None:
    """Say that the colleague has no open question. Return None if that may not be meant."""
    if not said.name or said.order in ("soon", "show"):
        return None
    name = shortened(first_name(said.name), 40)
    lead = NONE_OPEN.format(name=name, do=_DO[said.order])
    return card_saying(typed(f"{lead} {NO_MESSAGE.format(name=name)}"))


def _which(said: OwnQuestionSaid, waiting: Sequence[HelpWithCall]) -> Card:
    name = shortened(first_name(said.name), 40)
    shown = OPEN.format(name=name) if name else OPEN_OF_ALL
    if said.order == "soon":
        lead = SOON.format(name=name)
    else:
        lead = WHICH if len(waiting) > 1 and said.order != "show" else shown
    return help_cards.open_questions(lead, waiting)


async def _taken_back(turn: Turn, said: OwnQuestionSaid, asked: HelpWithCall) -> Card:
    await asking_help.withdraw(replace(turn, text=str(asked.request.id)))
    account = shortened(asked.account.name, 40)
    lead = TAKEN.format(account=account, name=asked.helper.name)
    if not said.before:
        return card_saying(typed(lead))
    keep = Button("Keep as my note", note_offered.KEEP, f"{asked.account.id}:{said.before}")
    return card_saying(typed(lead), Buttons((keep,)))
