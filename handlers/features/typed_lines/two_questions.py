"""Answer a line that asks two things: "whos coming to halden and how long is it"."""

from dataclasses import replace

from handlers.cards import Card, Divider, Reply
from handlers.features.customers import which_account
from handlers.features.typed_lines.line_readers import LineReader, first_answer
from handlers.registry import Turn, Unfinished
from handlers.typed.asked.two_questions import two_questions

Readers = tuple[LineReader[Reply | Unfinished], ...]


async def answer(turn: Turn, readers: Readers) -> Reply | Unfinished | None:
    """Let the `readers` answer both questions, and return both answers on one card.

    If the second question names no account, it is about the account of the first one. Return None
    in a channel, for any other line, or if one of the questions has no answer.
    """
    both = two_questions(turn.text) if turn.place is None else None
    if both is None:
        return None
    first, second = both
    account = await which_account.only_one_named(turn, first)
    if account and not await which_account.named_by(turn, second):
        second = f"{second} at {account.name}"
    answered = await first_answer(readers, replace(turn, text=first))
    also = await first_answer(readers, replace(turn, text=second))
    if not isinstance(answered, Card) or not isinstance(also, Card):
        return None
    return replace(answered, blocks=(*answered.blocks, Divider(), *also.blocks))
