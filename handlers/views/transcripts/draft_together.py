"""Two buttons: one keeps all lines of a draft at once, and the other takes that back.

A draft is a list of lines for a reflection, which we make from a transcript. The parameter `row` is
a reference to the transcript's stored figures, such as each side's share of the talk.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from handlers.cards import Button
from handlers.transcripts.records import DraftLine

KEEP_ALL, UNDO = "talk.keep_all", "talk.keep_none"
APART = "+"  # separates line numbers in the value of a button: "2+5"
_DIGITS = 12


def fingerprint(lines: Sequence[DraftLine]) -> str:
    """Return a short hash of the lines' words.

    A button carries the hash of its lines. When somebody presses the button, we compare hashes to
    see whether the lines are still the same.
    """
    return fingerprint_of("\0".join(line.words for line in lines))


def fingerprint_of(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:_DIGITS]


def keep_all(
    row: str, shown: Mapping[int, DraftLine], settled: Mapping[str, str], about: str
) -> tuple[Button, ...]:
    """Return the button that keeps all open lines that can be understood alone.

    `shown` and `settled` have the lines' numbers as keys. A line is open if `settled` does not say
    that it was kept or dropped. A line can't be understood alone if its `DraftLine.before` is not
    empty.

    If fewer than two open lines can be understood alone, return (), because each line has a button
    of its own. But if only one line is open, and it can't be understood alone, return the button
    that keeps it as a quote.
    """
    left = open_lines(shown, settled)
    clear = {at: line for at, line in left.items() if not line.before}
    if len(left) == 1 and not clear:
        return (Button("Keep it as a quote", KEEP_ALL, _value(row, left), about=about),)
    if len(clear) < 2:
        return ()
    every = len(clear) == sum(not line.before for line in shown.values())
    label = f"Keep all {len(clear)}" if every else f"Keep the other {len(clear)}"
    return (Button(label, KEEP_ALL, _value(row, clear), about=about),)


def open_lines(
    shown: Mapping[int, DraftLine], settled: Mapping[str, str]
) -> Mapping[int, DraftLine]:
    """Return the shown lines that were neither kept nor dropped."""
    return {at: line for at, line in shown.items() if not settled.get(str(at))}


def undo(row: str, kept: Mapping[int, DraftLine], about: str) -> Button:
    """Return the button that undoes one press of a `keep_all` button. `kept` are its lines."""
    return Button("Undo", UNDO, _value(row, kept), about=about)


def _value(row: str, lines: Mapping[int, DraftLine]) -> str:
    return f"{row}:{APART.join(map(str, lines))}:{fingerprint(tuple(lines.values()))}"
