"""Captions that roll: each cue repeats what the ones before it said. Only new words are kept."""

from collections.abc import Sequence

_ENOUGH = 0.3  # share of cues that repeat words; if fewer do, the file does not roll
_LONGEST = 60  # last words of a cue with which the next one is compared


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
    """The last three lines of a cue, the last two and the last one, each as words."""
    last = lines[-3:]
    return [" ".join(last[start:]).split()[-_LONGEST:] for start in range(len(last))]


def _repeated(words: Sequence[str], earlier: Sequence[str]) -> int:
    """How many words `earlier` has, if a cue begins with all of them; else 0."""
    count = len(earlier)
    return count if count and list(words[:count]) == list(earlier) else 0
