"""Somebody's own words within a sentence of a brief: how many fit, and in which marks. Pure."""

from handlers.coaching.the_point import to_the_point
from handlers.coaching.their_words import MARKS, beginning
from handlers.coaching.words import shortened

SHORT = 100  # limit of characters of somebody's own words in a sentence of a brief
SHORTER = 50  # this limit in the shorter form of a point that must not be left out
NOTED = 95  # limit of characters of what somebody said, beside their name
NOTED_SHORT = 60  # this limit if there is no room otherwise
_STOPS = (".", "!", "?", "…")


def sentence(words: str, longest: int = SHORT) -> str:
    """All of these words, on one line, or their beginning, marked with "…".

    It is cut after a sentence or, if the first is too long, after a word.
    """
    return beginning(words, longest) or shortened(words, longest)


def short_note(words: str, longest: int = NOTED) -> str:
    """What of somebody's words fits in a brief: the point of their first line; "" if none."""
    line = next((line for line in map(str.strip, words.splitlines()) if line), "")
    if line.startswith("“") and line.endswith("”"):
        return f"“{to_the_point(line[1:-1], longest)}”"
    return to_the_point(line, longest)


def stopped(words: str) -> str:
    """Somebody's own words as the end of a sentence."""
    return words if words.rstrip(MARKS).endswith(_STOPS) else f"{words}."


def quoted(words: str) -> str:
    """Somebody's own words in quotation marks, as the end of a sentence."""
    return stopped(in_marks(words))


def in_marks(words: str) -> str:
    """Somebody's own words in quotation marks; as they are if they have some already."""
    return words if _has_marks(words) else f"“{words}”"


def _has_marks(words: str) -> bool:
    return not set(MARKS).isdisjoint(words)


def comparable(words: str) -> str:
    return " ".join(words.split()).rstrip(".").casefold()


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
