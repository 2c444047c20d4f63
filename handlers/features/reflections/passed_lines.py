"""Compare what a rep now passes on from a call with what marketing has read before. Pure."""

from collections.abc import Sequence

from handlers.coaching.text.words import SMALL_WORDS, stems

# A line is an edit of another if they share at least this fraction of the shorter one's words.
ALIKE = 0.5


def is_another(text: str, before: str) -> bool:
    """Check whether a text has a new line, one that is not an edit of a line in `before`."""
    kept = _lines(text)
    gone = [line for key, line in _lines(before).items() if key not in kept]
    added = new_in(text, [before]).splitlines()
    return any(not any(_is_edit(line, one) for one in gone) for line in added)


def new_in(text: str, before: Sequence[str]) -> str:
    """Return the lines of a text that are in none of the texts of `before`."""
    known = {key for one in before for key in _lines(one)}
    return "\n".join(line for key, line in _lines(text).items() if key not in known)


def _lines(text: str) -> dict[str, str]:
    # Capitals may differ: when names are taken out of a text, only its first line gets a capital.
    lines = filter(None, map(str.strip, text.splitlines()))
    return {line.casefold(): line for line in lines}


def _is_edit(line: str, before: str) -> bool:
    words, earlier = ({*stems(one)} - SMALL_WORDS for one in (line, before))
    return len(words & earlier) >= ALIKE * max(min(len(words), len(earlier)), 1)
