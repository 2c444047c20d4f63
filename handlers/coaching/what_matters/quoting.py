"""Fit somebody's own words into a sentence of a brief. Pure."""

from handlers.coaching.buyer_words.their_words import MARKS, beginning
from handlers.coaching.text.the_point import to_clause, to_the_point, without_opener
from handlers.coaching.text.words import shortened

# A sentence has at most `SHORT` characters of somebody's own words. A quote beside a name has at
# most `NOTED`. If the brief would be too long, the limits are `SHORTER` and `NOTED_SHORT`.
SHORT = 100
SHORTER = 50
NOTED = 125
NOTED_SHORT = 80
_STOPS = (".", "!", "?", "…")


def sentence(words: str, longest: int = SHORT) -> str:
    """Return a text on one line. If it is too long, cut it and add "…".

    Cut it after a sentence. If the first sentence is too long, cut it after a clause or a word.
    """
    whole = beginning(words, longest) or to_clause(words, longest)
    return whole or shortened(words, longest)


def short_note(words: str, longest: int = NOTED) -> str:
    """Return the main point of the first line of somebody's words. Return "" if there are none."""
    line = next((line for line in map(str.strip, words.splitlines()) if line), "")
    if line.startswith("“") and line.endswith("”"):
        return f"“{to_the_point(without_opener(line[1:-1]), longest)}”"
    return to_the_point(without_opener(line), longest)


def stopped(words: str) -> str:
    """End somebody's own words with a full stop, unless they already end a sentence."""
    return words if words.rstrip(MARKS).endswith(_STOPS) else f"{words}."


def quoted(words: str) -> str:
    """Put somebody's own words in quotation marks, and add a full stop if needed."""
    return stopped(in_marks(words))


def in_marks(words: str) -> str:
    """Put somebody's own words in quotation marks, unless the words already have some."""
    return words if _has_marks(words) else f"“{words}”"


def _has_marks(words: str) -> bool:
    return not set(MARKS).isdisjoint(words)


def comparable(words: str) -> str:
    """Return words for comparison: in lower case, with single spaces, without a final full stop."""
    return " ".join(words.split()).rstrip(".").casefold()


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
