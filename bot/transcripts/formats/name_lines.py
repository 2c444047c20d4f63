"""Read cues in which a line is the speaker's name: the first line, or a line in brackets."""

from collections.abc import Sequence

from bot.transcripts.formats.cue_text import clean
from bot.transcripts.formats.labels import looks_like_name

_ENOUGH = 0.8  # at least this share of the cues must have a line with a name
# Names without brackets count only if each name begins at least this many cues on average.
_REPEATED = 2

Parts = list[tuple[str, str]]


def name_lines(cues: Sequence[Sequence[str]]) -> list[Parts] | None:
    """Return who says what in each cue, or None if too few cues have a line with a name."""
    if sum(any(map(_bracketed, lines)) for lines in cues) >= _ENOUGH * len(cues):
        return [_parts(lines) for lines in cues]
    first = [lines[0] for lines in cues if len(lines) > 1 and looks_like_name(lines[0])]
    if len(first) < _ENOUGH * len(cues) or len(first) < _REPEATED * len(set(first)):
        return None
    names = frozenset(first)
    return [
        [(lines[0], clean(" ".join(lines[1:])))]
        if lines and lines[0] in names
        else [("", clean(" ".join(lines)))]
        for lines in cues
    ]


def _parts(lines: Sequence[str]) -> Parts:
    """Split the lines at the names in brackets. Return each name with its words."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if name := _bracketed(line):
            found.append((name, []))
        elif found:
            found[-1][1].append(line)
        else:
            found.append(("", [line]))
    return [(name, clean(" ".join(words)).strip("- ")) for name, words in found]


def _bracketed(line: str) -> str:
    """Return "Ann Lee" for "(Ann Lee)", and "" for "(laughter)" or any other line."""
    inside = line.strip()[1:-1]
    is_name = line.startswith("(") and line.endswith(")") and looks_like_name(inside)
    return inside if is_name and clean(line) else ""
