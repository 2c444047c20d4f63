"""Check a rep's goal for a call: is it a pitch, and is it specific enough?"""

import unicodedata

from handlers.coaching.intents import intent
from handlers.coaching.words import stems
from handlers.playbook.schema import Pitch


def is_pitch(goal: str, words: Pitch) -> bool:
    """Whether `goal` plans to present, offer or close something, and to ask nothing."""
    return intent(goal, words) == "pitch"


def sharpen(goal: str) -> str | None:
    """A question that helps to make a very short goal specific; None if the goal needs none.

    A goal of one or two words ("discovery", "next steps") does not say what the call should
    achieve. An empty goal gives None, and so does a goal whose words cannot be counted.
    """
    if _writes_without_spaces(goal) or not 0 < len(stems(goal)) < 3:
        return None
    return "What would you have heard by the end of the call, if this goes well?"


def _writes_without_spaces(text: str) -> bool:
    """Whether `text` may be in a script such as Chinese or Thai, whose words cannot be counted.

    The test is for letters without case. That includes Hebrew and Arabic, so no question is asked
    about goals in these scripts either.
    """
    return any(unicodedata.category(char) == "Lo" for char in text)
