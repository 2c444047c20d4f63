"""Check whether a rep's goal for a call is a pitch, and whether it is specific enough."""

import unicodedata

from handlers.coaching.goals.intents import intent
from handlers.coaching.text.words import stems
from handlers.playbook.word_lists import Pitch


def is_pitch(goal: str, words: Pitch) -> bool:
    """Check whether a goal is to present, offer or close something.

    If the goal also asks something, it is not a pitch.
    """
    return intent(goal, words) == "pitch"


def sharpen(goal: str) -> str | None:
    """Return a question that helps the rep to make a goal more specific.

    We ask it only about a goal of one or two words, such as "Discovery". Return None for any other
    goal, and for a goal in Chinese or the like, whose words we can't count.
    """
    if _writes_without_spaces(goal) or not 0 < len(stems(goal)) < 3:
        return None
    return "What will you have heard by the end of the call, if it goes well?"


def _writes_without_spaces(text: str) -> bool:
    """Check for a writing system whose words we can't count, such as Chinese or Thai.

    We look for letters that are neither upper nor lower case. So Hebrew and Arabic match too.
    """
    return any(unicodedata.category(char) == "Lo" for char in text)
