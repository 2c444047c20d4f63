"""Handle rolling captions, in which each cue repeats words of the previous cue."""

from collections.abc import Sequence

_ENOUGH = 0.3  # captions roll if at least this share of the cues repeat words
_LONGEST = 60  # compare at most this many words at the end of the previous cue


def new_words(cues: Sequence[Sequence[str]]) -> list[str] | None:
    """Return only the new words of each cue. Return None if the captions do not roll."""
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
    """Return the words of a cue's last three lines, of its last two lines, and of its last line."""
    last = lines[-3:]
    return [" ".join(last[start:]).split()[-_LONGEST:] for start in range(len(last))]


def _repeated(words: Sequence[str], earlier: Sequence[str]) -> int:
    count = len(earlier)
    return count if count and list(words[:count]) == list(earlier) else 0
