"""Answer a question that comes after a remark: "mercato, do we have anyone there"."""

from dataclasses import replace

from handlers.cards import Card, Divider, Reply
from handlers.features.customers import which_account
from handlers.features.notes import note_beside
from handlers.features.promises import likely_reports, promise_reports
from handlers.features.typed_lines import unanswered
from handlers.features.typed_lines.line_readers import LineReader, first_answer
from handlers.registry import Turn, Unfinished
from handlers.typed.asked.question_behind import question_behind
from handlers.typed.customers.statements import states_something
from handlers.typed.words import bare_word

Readers = tuple[LineReader[Reply | Unfinished], ...]


async def answer(turn: Turn, readers: Readers) -> Reply | Unfinished | None:
    """Let the `readers` answer the question, after adding the account that the remark names.

    "Mercato, do we have anyone there" is answered like "do we have anyone at Mercato Foods". If the
    remark states something about an account, also keep the remark as the rep's own note: "jana
    leaves in may, what time is my call". If the remark reports on a promise, settle the promise
    too: "sent the pricing, what else do i owe northwind".

    Return None if no question comes after a remark. Return None in a channel.
    """
    found = question_behind(turn.text) if turn.place is None else None
    if found is None:
        return None
    before, asked = found
    begun = await which_account.by_name_or_part_at_start(turn, before)
    account = begun[0][0] if len(begun) == 1 else await which_account.only_one_named(turn, before)
    if account and not await which_account.named_by(turn, asked):
        words = [word for word in asked.split() if bare_word(word) != "there"]
        asked = " ".join([*words, "at", account.name])
    reported = await _reported(turn, before)
    question = replace(turn, text=asked)
    answered = await first_answer(readers, question) or await unanswered.card(question)
    if isinstance(reported, Card) and isinstance(answered, Card):
        return replace(reported, blocks=(*reported.blocks, Divider(), *answered.blocks))
    if account is None or not states_something(before) or not isinstance(answered, Card):
        return answered
    return note_beside.with_rest(
        answered, await note_beside.keep_with_promises(turn, account, before)
    )


async def _reported(turn: Turn, before: str) -> Reply | None:
    """Settle the promise that the remark reports on, or ask which promise it means."""
    remark = replace(turn, text=before)
    return await promise_reports.answer(remark) or await likely_reports.answer(remark)
