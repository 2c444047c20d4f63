"""Normalise words across keyboards, scripts and spellings, so that we can compare them."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise, takewhile

from handlers.coaching.text.words import LATIN, RUN, Word, singular, words_in

# Invisible characters, such as the soft hyphen, the zero-width space and direction marks. Joiners
# shape words in some scripts, so we remove them only between characters of `_CASED`.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
_CASED = "0-9A-Za-z\u00aa-\u052f\u1e00-\u1fff"
_UNSEEN = re.compile(
    rf"(?<=[^\W_])[{_INVISIBLE}]++(?=[^\W_])"
    rf"|(?<=[{_CASED}])[\u200c\u200d{_INVISIBLE}]++(?=[{_CASED}])"
)
# Letters that Unicode does not decompose into a base letter and an accent.
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
# Maps letters to what people type on a keyboard without these letters.
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"}
)
# Marks that separate the parts of a name.
BREAKS = str.maketrans(dict.fromkeys("'’‑-.", " "))
# Scripts without spaces between words or names: Thai, Lao, Burmese, Khmer, kana, Han, Hangul.
SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


def as_seen(words: str) -> str:
    """Remove invisible characters inside words, and return Unicode's composed form."""
    if words.isascii():
        return words
    return _UNSEEN.sub("", unicodedata.normalize("NFC", words))


def plain(word: str) -> str:
    """Return `word` in lower case and without accents, for comparison."""
    if word.isascii():
        return word.lower()
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    bare = "".join(char for char in lower if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_PLAIN)  # recompose Hangul


def plain_words(text: str) -> list[Word]:
    """Return the words of `text` in order. The stem of each is the singular of its `plain` form.

    In scripts without spaces between words, each character counts as a word.
    """
    if text.isascii():  # faster, with the same result
        return words_in(text)
    if LATIN.fullmatch(text):  # also faster, with the same result
        spans = [run.span() for run in RUN.finditer(text)]
    else:
        spans = [span for word in words_in(text) for span in _cut(text, word)]
    words = (Word(start, end, singular(plain(text[start:end]))) for start, end in spans)
    return [word for word in words if word.stem]


def _cut(text: str, word: Word) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a word start and end.

    A part is one `SPACELESS` character, or a run of other characters.
    """
    start = word.start
    for lone in SPACELESS.finditer(text, word.start, word.end):
        if start < lone.start():
            yield start, lone.start()
        yield lone.span()
        start = lone.end()
    if start < word.end:
        yield start, word.end


def humps(text: str, word: Word) -> list[Word]:
    """Split a word such as "NetSuite2" before capital letters and around digits.

    Return an empty list if there is only one part.
    """
    written = text[word.start : word.end]
    if written.isalpha() and written[1:].islower():
        return []
    cuts = [at for at in range(1, len(written)) if _turns(written, at)]
    spans = pairwise([0, *cuts, len(written)]) if cuts else ()
    return [
        Word(word.start + first, word.start + last, singular(plain(written[first:last])))
        for first, last in spans
    ]


def _turns(written: str, at: int) -> bool:
    before, here, after = written[at - 1], written[at], written[at + 1 : at + 2]
    if before.isdecimal() != here.isdecimal():
        return True
    return here.isupper() and (before.islower() or (before.isupper() and after.islower()))


def differ_by_typo(name: str, typed: str) -> bool:
    """Check whether words are equal, differ by one letter, or have two adjacent letters swapped."""
    if abs(len(name) - len(typed)) > 1:
        return False
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, typed, strict=False))
    )
    meant, slipped = name[same:], typed[same:]
    rests = {meant[1:], slipped[1:]}
    if len(meant) == len(slipped):
        swapped = meant[:2] == slipped[1::-1] and meant[2:] == slipped[2:]
        return len(rests) == 1 or swapped
    return meant[1:] == slipped if len(meant) > len(slipped) else meant == slipped[1:]
