"""Words to a Reading: a list of patterns, tried in order at each place, with a way back.

A text is a time only if every word of it was read.
"""

import re
import unicodedata

from handlers.times.reading import Reading
from handlers.times.rules import RULES

_BETWEEN = re.compile(r"(?:[\s,;.!?()|]+|[-–—](?=\s|$))*")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST = 200  # characters; no time takes more words than that


def read(text: str, own: str) -> Reading | None:
    """The reading of the whole text; None when some word of it is not about time.

    own: the IANA zone of whoever typed it.
    """
    if len(text) > _LONGEST:
        return None
    reading = _read(plain(text), 0, Reading(), own)
    return None if reading == Reading() else reading


def plain(text: str) -> str:
    """Lower case, one way of writing each character, nothing invisible."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower().replace("’", "'")


def _read(text: str, at: int, so_far: Reading, own: str) -> Reading | None:
    skipped = _BETWEEN.match(text, at)
    at = skipped.end() if skipped else at
    if at == len(text):
        return so_far
    for rule in RULES:
        found = rule.pattern.match(text, at)
        said = rule.take(found, so_far, own) if found else None
        reading = so_far.plus(said) if said else None
        whole = _read(text, found.end(), reading, own) if found and reading else None
        if whole:
            return whole
    return None
