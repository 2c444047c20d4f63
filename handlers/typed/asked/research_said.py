"""Recognise what a rep types below the questions to look up before a call. Pure.

- "keep the alder one" keeps an answer that public sources propose.
- "a: they objected to the price" answers one of the questions.
"""

from dataclasses import dataclass

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.words import COURTESY, OPENERS, listed, without_leading

_MAX_WORDS = 10
_KEEPS = listed("keep save accept")
_LABELS = listed("a answer ans found answers")
_POINTS = listed("it that this one ones answer answers proposal proposals finding quote")
_AROUND = listed("the a of about for from on with yes them all both first second third last")
_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1}


@dataclass(frozen=True)
class KeepSaid:
    """An order to keep a proposed answer.

    `topic` are the words that say which: "alder" in "keep the alder one". `place` is 0 for "the
    first one", or None.
    """

    topic: tuple[str, ...]
    place: int | None


def keep_said(text: str) -> KeepSaid | None:
    """Read "keep the alder one" and "keep it". Return None for any other line."""
    words = without_leading(few_written_out_words(text, _MAX_WORDS), OPENERS | {"yes"})
    while words and words[-1] in COURTESY:
        words = words[:-1]
    if not words or words[0] not in _KEEPS or _POINTS.isdisjoint(words[1:]):
        return None
    if words[-1] not in _POINTS and words[-2:-1] != ["about"]:
        return None
    place = next((_PLACES[word] for word in words[1:] if word in _PLACES), None)
    around = _POINTS | _AROUND | {*_PLACES}
    return KeepSaid(tuple(word for word in words[1:] if word not in around), place)


def answer_said(text: str) -> str:
    """Return "they objected" for "a: they objected". Return "" for any other line."""
    label, _, said = text.strip().partition(":")
    return said.strip() if label.strip().casefold() in _LABELS else ""
