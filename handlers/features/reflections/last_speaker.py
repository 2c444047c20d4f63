"""Find out who "she" is in "she said …", right after a line of the same call."""

from handlers.coaching.buyer_words.their_words import label_of
from handlers.features.reflections import call_people, own_reflection
from handlers.registry import Turn
from handlers.typed.words import SAID, bare_word
from storage.conversation.last_about import STILL_ABOUT
from storage.sales_calls.own_calls import Seated

_SHE = ("she", "he")


async def in_place_of_she(turn: Turn, held: Seated | None, words: str) -> str:
    """Return "Jana Novak said the cfo signs" for "she said the cfo signs".

    Jana spoke in the line that the rep has just kept with the call. Return the words unchanged if
    the rep kept nothing in the last `STILL_ABOUT`, or if it is unclear who spoke.
    """
    first, _, rest = words.partition(" ")
    if held is None or bare_word(first) not in _SHE or bare_word(rest.split(" ")[0]) not in SAID:
        return words
    reflection = await own_reflection.of_call(turn, held)
    if reflection is None or turn.now - reflection.written_at > STILL_ABOUT:
        return words
    lines = reflection.heard.splitlines()
    name = label_of(lines[-1]) if lines else ""
    if not name and reflection.heard_from:
        coming = await call_people.attendees(turn, held)
        name = next((one.name for one in coming if one.id == reflection.heard_from), "")
    return f"{name} {rest}" if name else words
