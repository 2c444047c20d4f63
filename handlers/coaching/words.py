"""Words as people type them: found in a text, evened out to be compared, cut to be shown."""

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten

LONGEST = 90  # characters of what somebody typed that still fit a phone's lock screen


@dataclass(frozen=True)
class Word:
    """A word in its place: from `start` up to `end` in the text, and what it is compared by."""

    start: int
    end: int
    stem: str


def stems(text: str) -> tuple[str, ...]:
    """The words of `text` in order, with case, Unicode spelling and plural endings evened out."""
    return tuple(word.stem for word in words_in(text))


def words_in(text: str) -> list[Word]:
    """Where each word of `text` stands, in order.

    A word is a run of letters, digits and marks; `\\w` would cut Hindi or Thai at their vowels.
    """
    words = []
    start = 0
    for is_word, run in groupby(text, key=lambda char: unicodedata.category(char)[0] in "LNM"):
        end = start + len(list(run))
        if is_word:
            plain = unicodedata.normalize("NFKC", text[start:end]).casefold()
            words.append(Word(start, end, singular(plain)))
        start = end
    return words


def singular(word: str) -> str:
    """An English word without its plural ending; any other word as it is. `word` is lower case."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def shortened(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, cut at a word's end with a visible "…" if over `longest` characters."""
    one_line = " ".join(text.split())
    if len(one_line) <= longest:
        return one_line
    cut = shorten(one_line, longest, placeholder="…", break_on_hyphens=False)
    # Without a space to cut at, `shorten` leaves only the placeholder.
    return cut if cut != "…" else one_line[: longest - 1] + "…"


def stemmed(words: str) -> frozenset[str]:
    """Words set apart by spaces, as they are compared."""
    return frozenset(map(singular, words.split()))


# Words that say little, and those that say when: every sentence has them.
SMALL_WORDS = stemmed(
    """
    a about after again all also am an and any are around as at be been before but by can could d
    did do does done for from get had has have he her him his how i if in into is it its just let
    ll m me more my need no not now of off on once one or our out over please re s she should so
    some soon t than that the their them then there these they this through to until up us ve via
    want was we were what when where which who will with would you your
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today
    tomorrow tonight morning afternoon day week month quarter year next last early late later
    january february march april may june july august september october november december
    """
)
