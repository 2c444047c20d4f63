"""Answer a question that follows the name of an account: "castell: who is ines roth"."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.features.asked import facts
from handlers.features.customers import which_account
from handlers.registry import Turn
from handlers.typed.plain_spelling import written_out, written_out_words

_LABEL = 60  # characters of a name before a colon
_ENDS = " ?!."
# We answer only questions that begin like this. Any other question after an account's name may be
# one that the customer asked: "northwind: who signs?".
_ASKS = (
    *(["who", "is"], ["what", "did"], ["when", "is"], ["when", "do"], ["what", "is"]),
    *(["when", "did"], ["what", "do"], ["who", "said"], ["what", "have"], ["who", "are"]),
)
# A customer's own question has one of these words: "northwind: when is your release?".
_OF_THEIRS = frozenset(("you", "your", "we", "us", "our"))


async def answer(turn: Turn) -> Reply | None:
    """Answer "castell: who is ines roth" as if it were "who is ines roth at castell?".

    Return None in these cases:

    - The line was typed in a channel.
    - The line is not an account's name, a colon, and a question that begins as in `_ASKS`.
    - The question may be one that the customer asked.
    """
    label, colon, question = turn.text.partition(":")
    words = written_out_words(question)
    if turn.place is not None or not colon or len(label) > _LABEL or words[:2] not in _ASKS:
        return None
    if not _OF_THEIRS.isdisjoint(words):
        return None
    begun = await which_account.by_name_or_part_at_start(turn, label.strip())
    if len(begun) != 1 or begun[0][1]:
        return None
    asked = written_out(question.strip(_ENDS))
    of_account = replace(turn, text=f"{asked} at {begun[0][0].name}?")
    return await facts.answer(of_account) or await facts.any_question(of_account)
