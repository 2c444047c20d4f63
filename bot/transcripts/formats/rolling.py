"""Captions that roll: each cue repeats what the ones before it said. Only new words are kept."""

from collections.abc import Sequence

_ENOUGH = 0.3  # of all cues repeat, or the file does not roll
_LONGEST = 60  # words of a cue that are compared with the one before


def new_words(cues: Sequence[Sequence[str]]) -> list[str] | None:
    """The new words of each cue, given as lines; None if the cues do not roll."""
    said: list[str] = []
    repeats, before = 0, [""]
    for lines in cues:
        words = " ".join(lines).split()
        same = max((_repeated(words, one) for one in _ends(before)), default=0)
        repeats += same > 0
        said.append(" ".join(words[same:]))
        before = list(lines) or before
    return said if len(cues) > 1 and repeats >= _ENOUGH * len(cues) else None


def _ends(lines: Sequence[str]) -> list[list[str]]:
    """The whole of a cue, and its last lines, as words."""
    last = lines[-3:]
    return [" ".join(last[start:]).split()[-_LONGEST:] for start in range(len(last))]


def _repeated(words: Sequence[str], earlier: Sequence[str]) -> int:
    """How many words `earlier` has, if a cue begins with all of them; else 0."""
    count = len(earlier)
    return count if count and list(words[:count]) == list(earlier) else 0
