"""Check whether a call is in English. All our rules about words are for English only."""

import re
from collections.abc import Iterable

# Very common English words, most of which are rare in other European languages.
_LIST = """
the and that this you your our they it are were has with from to what when how which but not would
could should just about there i'm it's that's don't we're think know like get because if my can
"""
_COMMON = frozenset(_LIST.split())
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_MIN_WORDS = 30  # we can't tell the language of a shorter text
# A text counts as English if at least this share of its words is in `_COMMON`. In English speech,
# the share is about a quarter.
_SHARE = 0.12


def is_english(texts: Iterable[str]) -> bool:
    """Check whether texts are in English. Short texts count as English."""
    common = words = 0
    for text in texts:
        found = _WORD.findall(text.casefold().replace("’", "'"))
        words += len(found)
        common += sum(word in _COMMON for word in found)
    return words < _MIN_WORDS or common >= _SHARE * words
