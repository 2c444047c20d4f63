"""Recognise a report that takes back a part of itself: "i sent the deck, well half of it". Pure."""

import re

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import COURTESY, OPENERS, listed

_BREAK = re.compile(r"[,;.!(]+\s*|\s[-–—]\s|\s(?=(?:but|or|well) )")
_LONGEST = 8  # a clause with more words than this takes nothing back
_LEADS = (
    OPENERS | COURTESY | listed("well but or at least ie i mean actually only lol hm kind kinda")
)
_PART = listed("half part parts some most mostly partly nearly almost quarter bits")
_SORT_OF = (["sort", "of"], ["kind", "of"], ["not", "all"], ["not", "everything"], ["not", "quite"])
_AT_END = listed("mostly partly nearly almost kinda ish")


def hedges(text: str) -> bool:
    """Check whether a report says that something is done only in part."""
    parts = [written_out_words(part) for part in _BREAK.split(text)]
    at_end = len(parts[0]) > 1 and parts[0][-1] in _AT_END
    return at_end or any(map(_takes_back, parts[1:]))


def _takes_back(words: list[str]) -> bool:
    """Match "well half of it" and "sort of"."""
    at = next((at for at, word in enumerate(words) if word not in _LEADS), len(words))
    is_short = 0 < len(words) <= _LONGEST
    said = words[at:] or words
    sort_of = any(said[:2] == one or words[:2] == one for one in _SORT_OF)
    return is_short and (said[0] in _PART or sort_of or (len(words) == 1 and words[0] in _AT_END))
