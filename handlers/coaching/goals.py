"""Check whether a rep's goal for a call is a pitch, and whether the goal is specific enough."""

import unicodedata

from handlers.coaching.intents import intent
from handlers.coaching.words import stems
from handlers.playbook.schema import Pitch


def is_pitch(goal: str, words: Pitch) -> bool:
    """Check whether a goal plans to present, offer or close something, and asks nothing."""
    return intent(goal, words) == "pitch"


def sharpen(goal: str) -> str | None:
    """Return a question that helps to make a very short goal specific, or None.

    A goal of one or two words ("discovery", "next steps") does not say what the call should
    achieve. Return None for an empty goal, and for a goal whose words we can't count.
    """
    if _writes_without_spaces(goal) or not 0 < len(stems(goal)) < 3:
        return None
    return "What would you have heard by the end of the call, if this goes well?"


def _writes_without_spaces(text: str) -> bool:
    """Check whether `text` may be in a script such as Chinese or Thai, whose words we can't count.

    We look for letters without case. Hebrew and Arabic have such letters too, so reps who write in
    Hebrew or Arabic get no question either.
    """
    return any(unicodedata.category(char) == "Lo" for char in text)
