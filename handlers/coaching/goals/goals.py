"""Check whether a rep's goal for a call is a pitch, and whether it is specific enough."""

import unicodedata

from handlers.coaching.goals.intents import intent
from handlers.coaching.text.words import stems
from handlers.playbook.schema import Pitch


def is_pitch(goal: str, words: Pitch) -> bool:
    """Check whether a goal plans to present, offer or close something, and asks nothing."""
    return intent(goal, words) == "pitch"


def sharpen(goal: str) -> str | None:
    """Return a question that makes a goal of only a word or two ("Discovery") more specific.

    Return None for a goal that is empty, longer, or in a script whose words we can't count.
    """
    if _writes_without_spaces(goal) or not 0 < len(stems(goal)) < 3:
        return None
    return "What will you have heard by the end of the call, if it goes well?"


def _writes_without_spaces(text: str) -> bool:
    """Check for a script whose words we can't count, such as Chinese or Thai.

    We look for letters without case, so Hebrew and Arabic match too.
    """
    return any(unicodedata.category(char) == "Lo" for char in text)
