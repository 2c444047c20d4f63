"""Find the question behind a remark, so that it is answered: "mercato, do we have anyone there"."""

from dataclasses import replace

from handlers.features.customers import which_account
from handlers.registry import Turn
from handlers.typed.asked.question_behind import question_behind
from handlers.typed.words import bare_word


async def alone(turn: Turn) -> Turn | None:
    """Return the turn with only the question as its text, with the account that the line names.

    "Mercato, do we have anyone there" becomes "do we have anyone at Mercato Foods". Return None for
    any other line, and in a channel.
    """
    found = question_behind(turn.text) if turn.place is None else None
    if found is None:
        return None
    before, question = found
    if not await which_account.named_by(turn, question):
        begun = await which_account.by_name_or_part_at_start(turn, before)
        account = (
            begun[0][0] if len(begun) == 1 else await which_account.only_one_named(turn, before)
        )
        words = [word for word in question.split() if bare_word(word) != "there"]
        question = " ".join([*words, "at", account.name]) if account else question
    return replace(turn, text=question)
