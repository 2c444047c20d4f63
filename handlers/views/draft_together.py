"""Two buttons: one keeps all lines of a draft at once, and the other takes that back.

A draft is a list of lines for a reflection. We make it from a transcript.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from handlers.cards import Button
from handlers.transcripts.records import DraftLine

KEEP_ALL, UNDO = "talk.keep_all", "talk.keep_none"
APART = "+"  # comes between the numbers of lines in the value of a button
_DIGITS = 12


def fingerprint(lines: Sequence[DraftLine]) -> str:
    """Return a short hash of the words of lines, to check that these lines were shown."""
    words = "\0".join(line.words for line in lines)
    return sha256(words.encode()).hexdigest()[:_DIGITS]


def keep_all(
    row: str, shown: Mapping[int, DraftLine], settled: Mapping[str, str], about: str
) -> tuple[Button, ...]:
    """Return the button that keeps all shown lines that are still open.

    `shown` and `settled` are by the number of the line. Return () if only one line is left that has
    a button of its own to keep it.
    """
    left = {at: line for at, line in shown.items() if not settled.get(str(at))}
    unclear = any(line.before for line in left.values())
    if len(left) < 2 and not unclear:
        return ()
    label = f"Keep all {len(left)}"
    if len(left) == 1:
        label = "Keep it as a quote"
    elif len(left) < len(shown):
        label = f"Keep the other {len(left)}"
    return (Button(label, KEEP_ALL, _value(row, left), about=about),)


def undo(row: str, kept: Mapping[int, DraftLine], about: str) -> Button:
    """Return the button that takes back the lines that one press of `keep_all` kept."""
    return Button("Undo", UNDO, _value(row, kept), about=about)


def _value(row: str, lines: Mapping[int, DraftLine]) -> str:
    return f"{row}:{APART.join(map(str, lines))}:{fingerprint(tuple(lines.values()))}"
