"""Recognise a request to pass a line on: "pass that on to marketing". Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.typed.words import (
    COURTESY,
    WISHES,
    bare_words_of,
    few_words_of,
    listed,
    without_leading,
)

MARKETING = "marketing"
_MAX_WORDS = 16  # how many words a request without a colon may have
_MAX_LEAD = 6  # how many words may come before the colon in "pass to marketing: they ask for …"
_PASSES = listed("pass send forward fwd share give hand relay post")
_WHAT = listed("that this it one line quote last the on along over to with w please")
_TO = listed("to with w 2")
_FOR = listed("for note")  # "for marketing: …", "note for marketing: …"
_LINES = listed("note notes thing bit part words remark comment about from my what said stuff")
_WITHOUT = COURTESY | listed(
    "no names name without with w/o wo anonymous anonymously anon and of course but"
)
_CALLED = listed("marketing mktg")


@dataclass(frozen=True)
class Passing:
    """A request to pass a line on to somebody.

    - `to`: "marketing", or the first name of the colleague who is to get the line
    - `line`: the words to pass on, or "" if the request means an earlier line
    - `which`: the words that say which earlier line is meant, such as ("wifi",). If `line` and
      `which` are empty, the newest line is meant.
    """

    to: str
    line: str = ""
    which: tuple[str, ...] = ()


def passing(text: str) -> Passing | None:
    """Parse a request to pass a line on. Return None for any other text.

    Examples: "pass the wifi quote on to marketing, no names", "share that w priya", "pass to
    marketing: they ask for a case study", "marketing: they want a price per depot".
    """
    return _with_line(text) or _of_earlier_line(text)


def _with_line(text: str) -> Passing | None:
    lead, _, line = text.partition(":")
    words = without_leading(few_words_of(lead, _MAX_LEAD), WISHES | COURTESY)
    if not words or words[-1] not in _CALLED or not line.strip():
        return None
    if not set(words[:-1]) <= _PASSES | _WHAT | _TO | _FOR:
        return None
    said, comma, end = line.rpartition(",")
    tail = bare_words_of(end)
    return Passing(MARKETING, (said if comma and _WITHOUT.issuperset(tail) else line).strip())


def _of_earlier_line(text: str) -> Passing | None:
    words = without_leading(few_words_of(text, _MAX_WORDS), WISHES | COURTESY)
    while words and words[-1] in _WITHOUT:
        words.pop()
    if len(words) < 3 or words[0] not in _PASSES or words[-2] not in _TO:
        return None
    to = MARKETING if words[-1] in _CALLED else words[-1]
    return Passing(to, which=_which(words[1:-2])) if words[1:-2] else None


def _which(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _WHAT | _LINES)
