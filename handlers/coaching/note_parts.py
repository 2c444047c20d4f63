"""Divides a note about a call by who said each line, as in "Jana: we stopped". Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from handlers.coaching.speaker_labels import without_labels
from handlers.coaching.their_words import is_name, label_of


@dataclass(frozen=True)
class NotePart:
    """The lines of a note that belong to one speaker, as they were noted.

    who: the speaker's name, "" if it is not on file. labelled: whether the first line begins with a
    label, even if that is no name that is known: "Zvonko Pek: we stopped".
    """

    who: str
    note: str
    labelled: bool = False


def by_speaker(note: str, known: Collection[str], speaker: str = "") -> list[NotePart]:
    """The parts of a note, in the order in which their speakers first speak.

    A line with a label belongs to the one of `known` whom the label fits. If it fits none of them
    but begins with a given name, the line belongs to that name: for "Jana", that is "Jana Novak" if
    another line has that label. All other lines belong to `speaker`; "" if that is not on file.
    """
    written = [line for line in map(str.strip, note.splitlines()) if line]
    whole = {label for line in written if " " in (label := label_of(line)) and is_name(label)}
    lines: dict[str, list[str]] = {}
    for line in written:
        lines.setdefault(_who(line, {*known, *whole}, speaker), []).append(line)
    return [NotePart(who, "\n".join(said), bool(label_of(said[0]))) for who, said in lines.items()]


def names_others(note: str, speaker: str = "") -> bool:
    """Whether a line has a label, perhaps a name, that is not this speaker's."""
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
