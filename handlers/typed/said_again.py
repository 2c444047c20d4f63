"""Put a correction into a line that was kept: "actually the board decides on the 17th". Pure."""

from handlers.typed.correction_words import ENDS, LEADS, MAX_WORDS, opens_a_correction
from handlers.typed.words import bare_word

SAME = 3  # a correction repeats at least this many words of the line
CHANGED = 2  # and changes at most this many


def said_again(line: str, text: str) -> str:
    """Return the line with the words that a correction changes.

    "anders: the board decides on the 18th" and "actually the board decides on the 17th" give
    "anders: the board decides on the 17th".

    Return "" in these cases:

    - The text does not begin like a correction ("no", "actually", "sorry").
    - No part of the line has the words of the text but for at most `CHANGED` words.
    - Two parts of the line have them.
    """
    new = _corrected(text) if opens_a_correction(text) else []
    kept = line.split()
    starts = range(len(kept) - len(new) + 1) if len(new) > SAME else ()
    found = [at for at in starts if _fits(kept[at : at + len(new)], new)]
    if len(found) != 1:
        return ""
    at = found[0]
    return " ".join((*kept[:at], *new, *kept[at + len(new) :]))


def _corrected(text: str) -> list[str]:
    """Return "the board decides on the 17th" for "no sorry the board decides on the 17th"."""
    words = text.strip(" .,!").split(maxsplit=MAX_WORDS)
    while words and bare_word(words[0]) in LEADS:
        words = words[1:]
    while words and bare_word(words[-1]) in ENDS:
        words = words[:-1]
    return words if len(words) < MAX_WORDS else []


def _fits(kept: list[str], new: list[str]) -> bool:
    pairs = zip(map(bare_word, kept), map(bare_word, new), strict=True)
    changed = sum(one != other for one, other in pairs)
    return 0 < changed <= CHANGED and len(new) - changed >= SAME
