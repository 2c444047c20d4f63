"""Check a rep's goal for a call: does it sound like a pitch, and is it specific enough?"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from handlers.coaching.words import stems


def pitch_words(goal: str, words: Sequence[str]) -> tuple[str, ...]:
    """The playbook's pitch `words` that `goal` contains, in the playbook's order.

    Only whole words count, in any case, singular or plural. The words of a phrase must follow each
    other, with nothing but spaces or punctuation between them.
    """
    said = stems(goal)
    return tuple(word for word in words if _contains(said, _phrase(word)))


@lru_cache(maxsize=1024)  # the playbook's words are compared for every call
def _phrase(word: str) -> tuple[str, ...]:
    return stems(word)


def sharpen(goal: str) -> str | None:
    """A question that helps to make a very short goal specific; None if the goal needs none.

    A goal of one or two words ("discovery", "next steps") does not say what the call should
    achieve. An empty goal gives None, and so does one whose words cannot be counted.
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

    The test is for letters without case. That includes Hebrew and Arabic, so no question is asked
    about goals in these scripts either.
    """
    return any(unicodedata.category(char) == "Lo" for char in text)
