"""Ask a colleague to take or join a call: “cant make alder tmrw, can aylin take it?”."""

from dataclasses import replace

from handlers.cards import Note, Reply, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import colleagues
from handlers.features.customers import account_in_talk, which_account
from handlers.features.team import typed_question
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.team.cover_said import cover_said, may_say_cover
from handlers.typed.team.direct_question import direct_question
from storage.sales_calls.own_calls import Seated
from storage.tables import Person

STAYS = (
    "The call stays yours. {name} can join it by typing “prep {account} {when}” in their own chat "
    "with me."
)


async def answer(turn: Turn) -> Reply | None:
    """Show the question to the colleague, with the button that sends it.

    Also say that the call stays with the rep, and how the colleague can join it. Return None in a
    channel, for any other line, or if the line leaves open which account is meant.
    """
    if turn.place is not None or not may_say_cover(turn.text):
        return None
    said = cover_said(turn.text, await colleagues.names_unlike_contacts(turn))
    if said is None:
        return None
    account = await which_account.only_one_named(turn, turn.text)
    if account is None and said.is_sure:
        account = await account_in_talk.current(turn)
    whom = await typed_question.helper_named(turn, said.name)
    calls = await typed_question.calls_meant(turn, account) if account else ()
    if whom is None or not calls or calls[0].call.starts_at <= turn.now:
        return None
    question = direct_question(said.asks)
    shown = await typed_question.preview(turn, calls[0], whom, question, keep=turn.text)
    note = Note(spans(typed(_stays(turn, whom, calls[0]))))
    *blocks, buttons = shown.blocks
    return replace(shown, blocks=(*blocks, note, buttons))


def _stays(turn: Turn, whom: Person, seated: Seated) -> str:
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    name, account = first_name(whom.name), shortened(seated.account.name, 40)
    return STAYS.format(name=shortened(name, 40), account=account, when=when)
