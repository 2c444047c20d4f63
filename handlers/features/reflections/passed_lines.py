"""Find what is new in the lines that a rep passes on to marketing from a call."""

from collections.abc import Sequence

from handlers.coaching.text.words import SMALL_WORDS, stems

# A line is an edit of another if they share at least this fraction of the shorter one's words.
EDITED = 0.5


def adds_a_line(text: str, read: str) -> bool:
    """Check whether a text has a line that is new to marketing. `read` is what marketing has read.

    A line is not new in these cases:

    - The line is in `read`.
    - The line is an edit of a line in `read`, and the text no longer has the unedited line.
    """
    kept = _lines(text)
    gone = [line for key, line in _lines(read).items() if key not in kept]
    added = new_in(text, [read]).splitlines()
    return any(not any(_is_edit(line, one) for one in gone) for line in added)


def only_adds(text: str, read: str) -> bool:
    """Check whether a text has every line of `read`, and further lines."""
    kept = _lines(text)
    return bool(read) and all(key in kept for key in _lines(read)) and bool(new_in(text, [read]))


def new_in(text: str, read: Sequence[str]) -> str:
    """Return the lines of a text that are in none of the texts in `read`."""
    known = {key for one in read for key in _lines(one)}
    return "\n".join(line for key, line in _lines(text).items() if key not in known)


def _lines(text: str) -> dict[str, str]:
    # We ignore case, because the same line may begin with a capital in one text only. When we
    # replace names, we write a capital at the beginning of the text ("The customer wants …"), but
    # not at the beginning of its other lines.
    lines = filter(None, map(str.strip, text.splitlines()))
    return {line.casefold(): line for line in lines}


def _is_edit(line: str, other: str) -> bool:
    words, others = ({*stems(one)} - SMALL_WORDS for one in (line, other))
    return len(words & others) >= EDITED * max(min(len(words), len(others)), 1)
