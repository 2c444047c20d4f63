"""Whether a call is in English: the rules about words are for English alone."""

import re
from collections.abc import Iterable

# The commonest words of English that are not common words of another European language.
_LIST = """
the and that this you your our they it are were has with from to what when how which but not would
could should just about there i'm it's that's don't we're think know like get because if my can
"""
_COMMON = frozenset(_LIST.split())
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_FEWEST = 30  # words; from fewer, the language cannot be told
_SHARE = 0.12  # of all words have to be in `_COMMON`; in English speech, about a quarter are


def is_english(texts: Iterable[str]) -> bool:
    """Whether texts are in English, by their commonest words; short texts count as English."""
    common = words = 0
    for text in texts:
        found = _WORD.findall(text.casefold().replace("’", "'"))
        words += len(found)
        common += sum(word in _COMMON for word in found)
    return words < _FEWEST or common >= _SHARE * words
