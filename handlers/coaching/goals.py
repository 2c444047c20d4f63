"""What a rep wants from a call: does it sound like a pitch, could it be told if it was reached?"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from handlers.coaching.words import stems


def pitch_words(goal: str, words: Sequence[str]) -> tuple[str, ...]:
    """Those of the playbook's pitch `words` that `goal` contains, in the playbook's order.

    Whole words only, in any case, singular or plural; a phrase of several words must stand
    together, with spaces or hyphens between.
    """
    said = stems(goal)
    return tuple(word for word in words if _contains(said, _phrase(word)))


@lru_cache(maxsize=1024)  # the playbook's words, for every call anew
def _phrase(word: str) -> tuple[str, ...]:
    return stems(word)


def sharpen(goal: str) -> str | None:
    """A question that helps to make a very short goal specific, or None if it needs no help.

    The rule is only that one or two words ("discovery", "next steps") leave open what would have
    been reached. An empty goal is no goal, which is for others to ask about.
    """
    if _writes_without_spaces(goal) or not 0 < len(stems(goal)) < 3:
        return None
    return "What would you have heard by the end of the call, if this goes well?"


def _contains(said: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    if size == 0 or phrase[0] not in said:
        return False
    return any(said[i : i + size] == phrase for i in range(len(said) - size + 1))


def _writes_without_spaces(text: str) -> bool:
    """Whether `text` may be in a script such as Chinese or Thai, whose words cannot be counted.

    Told by letters that have no case, which takes in Hebrew and Arabic too: a question less.
    """
    return any(unicodedata.category(char) == "Lo" for char in text)
