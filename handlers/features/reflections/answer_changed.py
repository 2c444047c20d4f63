"""Correct the answer about how a call went, just after it was saved: "no it was a yes", "badly"."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.cards import Reply
from handlers.features import asker_calls
from handlers.features.reflections import one_tap, own_reflection
from handlers.registry import Turn
from handlers.typed.calls.prompt_answers import PromptAnswer, corrected_answer
from storage.choices import GoalReached
from storage.conversation import drafts
from storage.sales_calls.own_calls import Seated
from storage.tables import Reflection

# For each typed answer, the id that the same answer has on the buttons.
ANSWER_IDS: Mapping[PromptAnswer, GoalReached] = {
    "good": "yes",
    "mixed": "partly",
    "bad": "no",
    "yes": "yes",
    "no": "no",
}


async def answer(turn: Turn) -> Reply | None:
    """Replace the saved answer with the answer that the line gives.

    Return None in a channel, or if the line gives no answer. Also return None if `change_to` does.
    """
    if turn.place is not None:
        return None
    said = corrected_answer(turn.text)
    return await change_to(turn, said) if said else None


async def change_to(turn: Turn, said: PromptAnswer) -> Reply | None:
    """Change the answer about the latest call to `said`.

    Return None in these cases:

    - `said` is already the answer.
    - The reflection on the call is empty.
    - The reflection was saved longer than `drafts.ANSWERED_WITHIN` ago, or there is none.
    """
    last, own = await _just_saved(turn)
    if (
        last is None
        or own is None
        or own.goal_reached == ANSWER_IDS[said]
        or not (own.goal_reached or own.heard)
    ):
        return None
    value = f"{last.call.id}:{ANSWER_IDS[said]}:{own.goal_reached}"
    return await one_tap.tap(replace(turn, text=value))


async def _just_saved(turn: Turn) -> tuple[Seated | None, Reflection | None]:
    """Return the latest call and its reflection.

    Return (None, None) if the reflection was saved longer than `drafts.ANSWERED_WITHIN` ago, or if
    there is none.
    """
    last = await asker_calls.latest(turn)
    saved_at = last.seat.reflected_at if last else None
    if last is None or saved_at is None or turn.now - saved_at > drafts.ANSWERED_WITHIN:
        return None, None
    return last, await own_reflection.of_call(turn, last)
