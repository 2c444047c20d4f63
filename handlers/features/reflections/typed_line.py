"""If a rep types something that is no request, offer to keep it for the latest call's account."""

from handlers.cards import Card
from handlers.features import own_notes, which_account
from handlers.features.reflections import written
from handlers.knowledge import situations
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.typed.line_kinds import is_kept
from storage import own_calls

WORDS = 2  # a shorter text is more often a mistyped command


async def offer(turn: Turn, words: str) -> Card | None:
    """Ask whether to keep these words for the account of the latest call that waits for a line.

    Return None in these cases:

    - The words are not from the person's own chat with Attune, or are fewer than `WORDS`.
    - No call of the last `REFLECT_WITHIN` waits for a line, or the latest one is internal.
    - The words name another account, or a person there, and not this one.
    - The words are no quote and no note, such as a question.
    """
    if turn.place is not None or len(words.split()) < WORDS or not is_kept(words):
        return None
    seated = await own_calls.latest_without_words(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=turn.now - REFLECT_WITHIN,
        now=turn.now,
    )
    if seated is None:
        return None
    named = await which_account.named_by(turn, words)
    if len(named) > 1:
        return await own_notes.ask_which(turn, words)
    if named and seated.account.id not in named:
        return None
    coming = await written.coming(turn, seated)
    if situations.kind_of(seated, coming, turn.playbook) == "internal":
        return None
    return await own_notes.offer(turn, seated.account, words, seated)
