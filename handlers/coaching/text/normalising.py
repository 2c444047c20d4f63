"""Reduce text to a form in which a quote and its source can be compared. Pure.

The form keeps an index back to the source, so that we can show the source's own characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SINGLE = dict.fromkeys("‘’‚‛′‹›`´", "'")
_DOUBLE = dict.fromkeys("“”„‟″«»", '"')
_DASHES = {"\u2212": "-", "\u2043": "-"}
_SAME = {**_SINGLE, **_DOUBLE, **_DASHES}
_MARKS = 32  # how many combining marks we compose with a character; composing takes quadratic time
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010]\r?\n[ \t]{0,40}(?=[^\W\d_])")


@dataclass(frozen=True)
class Normalised:
    """Text in a comparable form. Character `n` comes from `source[starts[n]:ends[n]]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def normalised(source: str) -> Normalised:
    """Return a form without differences in case, quotation marks, dashes and white space.

    An accent is the same whether it is part of its letter or a mark of its own. Characters that
    nobody sees are left out.
    """
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(source):
        for one in _plain(source[start:end]):
            if one == " " and (not text or text[-1] == " "):
                continue
            text.append(one)
            starts.append(start)
            ends.append(end)
    if text and text[-1] == " ":
        del text[-1], starts[-1], ends[-1]
    return Normalised("".join(text), tuple(starts), tuple(ends))


def unhyphenated(text: str) -> str:
    """Join words that are hyphenated at a line break, as in text from web pages."""
    return _HYPHENATED.sub("", text)


def _clusters(source: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each character, including its combining marks."""
    start = 0
    for at in range(1, len(source) + 1):
        if at == len(source) or not _continues(source[at]) or at - start > _MARKS:
            yield start, at
            start = at


def _continues(character: str) -> bool:
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"


def _plain(cluster: str) -> Iterator[str]:
    """Yield a character in lower case, with plain quotation marks, dashes and spaces.

    Yield nothing if it is invisible.
    """
    for one in unicodedata.normalize("NFC", cluster):
        if one in _SAME:
            yield _SAME[one]
        elif one.isspace():
            yield " "
        elif unicodedata.category(one) == "Pd":
            yield "-"
        elif not is_unseen(one):
            yield from _folded(one)


def _folded(character: str) -> Iterator[str]:
    for one in unicodedata.normalize("NFKC", character).casefold():
        yield " " if one.isspace() else _SAME.get(one, one)


def is_unseen(character: str) -> bool:
    """Check for a character that nobody sees, such as a soft hyphen or a control character."""
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn")
