"""Divide a note about a call by speaker. A line may begin with a label: "Jana: …". Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from handlers.coaching.buyer_words.speaker_labels import without_labels
from handlers.coaching.buyer_words.their_words import is_name, label_of


@dataclass(frozen=True)
class NotePart:
    """The lines of one speaker in a note, as the rep wrote them.

    who: the name of the speaker, or "" if unknown
    labelled: whether the first line begins with a label, such as "Jana:"
    """

    who: str
    note: str
    labelled: bool = False


def by_speaker(note: str, known: Collection[str], speaker: str = "") -> list[NotePart]:
    """Divide a note into one part for each speaker, in the order in which they first speak.

    The first case that fits a line decides whose line it is:

    - The label fits `speaker`: the line belongs to `speaker`.
    - The label fits exactly one known name: the line belongs to the person with this name.
    - The label fits no known name, but begins with a first name such as "Jana": the line belongs to
      a person whose name is the label.
    - In all other cases, the line belongs to `speaker`, which is "" if unknown.

    The known names are those in `known`, and all full names that are labels in the note. So "Jana"
    and "Jana Novak" are one person.
    """
    written = [line for line in map(str.strip, note.splitlines()) if line]
    whole = {label for line in written if " " in (label := label_of(line)) and is_name(label)}
    lines: dict[str, list[str]] = {}
    for line in written:
        lines.setdefault(_who(line, {*known, *whole}, speaker), []).append(line)
    return [NotePart(who, "\n".join(said), bool(label_of(said[0]))) for who, said in lines.items()]


def names_others(note: str, speaker: str = "") -> bool:
    """Check whether any line has a label that does not name this speaker."""
    return any(
        label_of(line) and not (speaker and without_labels(line, speaker) != line)
        for line in map(str.strip, note.splitlines())
    )


def _who(line: str, known: Collection[str], speaker: str) -> str:
    label = label_of(line)
    if not label or (speaker and without_labels(line, speaker) != line):
        return speaker
    named = [name for name in known if without_labels(line, name) != line]
    if len(named) == 1:
        return named[0]
    return label if is_name(label) and not named else speaker
