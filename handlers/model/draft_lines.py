"""Choose which of a model's lines to add to our own lines in the draft of a reflection. Pure."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from handlers.coaching.text.normalising import normalised
from handlers.model.transcripts import ProposedLine
from handlers.transcripts.records import DraftLine
from handlers.transcripts.whose import is_name, resembles
from storage.choices import TalkSide

SAME: Final = 0.7  # lines say the same if they share at least this part of the shorter line's words
_KEY_LENGTH = 13


def further_lines(
    lines: Sequence[DraftLine], model_lines: Sequence[ProposedLine], labels: Mapping[str, TalkSide]
) -> tuple[DraftLine, ...]:
    """Return the model's lines that are not among `lines`. `labels` has each speaker's side.

    A promise counts only if its `owner` names exactly one of the speakers. A need, a decider or a
    budget counts only if somebody on the other side said it.
    """
    found: list[DraftLine] = []
    for one in model_lines:
        line = _as_draft_line(one, labels)
        if line and not any(_is_same(line, other) for other in (*lines, *found)):
            found.append(line)
    return tuple(found)


def key_of(line: DraftLine) -> str:
    """Return a key for a model's line, made from its words. Our own lines have numbers instead."""
    return f"m{sha256(line.words.encode()).hexdigest()[:12]}"


def is_key(text: str) -> bool:
    """Return whether a text has the form of a key from `key_of`."""
    return len(text) == _KEY_LENGTH and text[0] == "m" and set(text[1:]) <= set("0123456789abcdef")


def _as_draft_line(line: ProposedLine, labels: Mapping[str, TalkSide]) -> DraftLine | None:
    whose = _label(line.owner, labels) if line.kind == "promise" else line.speaker
    side = labels.get(whose, "nobody")
    if not line.speaker or side == "nobody" or (line.kind != "promise" and side != "theirs"):
        return None
    return DraftLine(line.kind, line.words, line.speaker, side, line.spot, line.due)


def _label(name: str, labels: Mapping[str, TalkSide]) -> str:
    """Return the speaker whom the name means, or "" if it may mean several speakers or none."""
    if not name or name in labels:
        return name
    same = [label for label in labels if is_name(label, name)]
    like = same or [label for label in labels if resembles(label, name)]
    return like[0] if len(like) == 1 else ""


def _is_same(one: DraftLine, other: DraftLine) -> bool:
    words, others = _words(one), _words(other)
    shorter = min(len(words), len(others))
    return bool(shorter) and len(words & others) >= SAME * shorter


def _words(line: DraftLine) -> set[str]:
    bare = (word.strip(".,;:!?…\"'()-") for word in normalised(line.words).text.split())
    return {word for word in bare if word}
