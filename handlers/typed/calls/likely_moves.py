"""Recognise a line that most likely moves a call: "castell 12:30 instead of 11:30". Pure.

Other modules recognise whole sentences that move a call. Here, a few words are enough, because what
they do can be undone, or is only offered.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.line_kinds import is_question
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import (
    COURTESY,
    DAY_WORDS,
    OPENERS,
    PRONOUNS,
    bare_word,
    listed,
    without_leading,
)

# "order" tells us to move a call, or that it has moved. "wish" may only be what somebody wants.
MoveKind = Literal["order", "wish"]

_MAX_WORDS = 20
_TIME_WORDS = 4  # a time has at most this many words: "next tuesday 2:30 pm"
_MOVES = listed(
    "move push shift postpone reschedule change put bump moved pushed shifted postponed rescheduled"
    " changed bumped"
)
_INSTEAD = listed("instead rather")
_CANT = (["cant", "do"], ["cannot", "do"], ["cant", "make"], ["cannot", "make"], ["wont", "make"])
_CALL = KINDS | COURTESY | OPENERS | listed("it this that the our my with one of for call")
_BESIDE = _CALL | _INSTEAD | PRONOUNS | listed("i we can could do is at on to not")
_MAX_OTHERS = 1  # how many other words a part of a line with "instead" may have
_TO = listed("to until at")
# A number before one of these is no time of day: "130 min", "900 eur", "1200 seats".
_UNITS = listed("min mins minutes h hours eur euro euros usd dollars k seats users people percent")
_CLOCK = re.compile(r"(?:[1-9]|0[6-9]|1[0-8])[0-5][0-9]", re.ASCII)
_HOUR = re.compile(r"[1-9]|1[0-9]", re.ASCII)
_MARKS = ".,;:!"
_PARTS = re.compile(r"[.,;!]\s")


def move_kind(text: str, is_about_call: Callable[[str], bool]) -> MoveKind | None:
    """Return how surely a line gives a call a new time, or None if it doesn't.

    What is moved must be a call: "they moved their depot to friday" is None. `is_about_call` says
    whether a word is part of the name of an account or of a contact, or of a time.
    """
    written = written_out(text)
    parts = _PARTS.split(written)
    words = [bare_word(word) for word in written.split()]
    if not 1 < len(words) <= _MAX_WORDS or is_question(text, words):
        return None
    if any(_moves_call(part, is_about_call) for part in parts):
        return "order"
    if is_about_call(words[0]) and words[1] == "to":
        return "order"
    cant = any(words[at : at + 2] in _CANT for at in range(len(words)))
    return "wish" if cant or any(_only_time(part, is_about_call) for part in parts) else None


def _only_time(part: str, is_about_call: Callable[[str], bool]) -> bool:
    """Match "can do thu 2pm instead", but not "they use excel since monday instead of paper"."""
    words = [bare_word(word) for word in part.split()]
    others = [word for word in words if word not in _BESIDE and not is_about_call(word)]
    return not _INSTEAD.isdisjoint(words) and len(others) <= _MAX_OTHERS


def _moves_call(part: str, is_about_call: Callable[[str], bool]) -> bool:
    """Match "move to tomorrow 2pm" and "moved the 1530 with jana to 4"."""
    words = without_leading([bare_word(word) for word in part.split()], OPENERS)
    if words[:1] == [] or words[0] not in _MOVES or "to" not in words:
        return False
    moved = words[1 : words.index("to")]
    return all(word in _CALL or is_about_call(word) for word in moved)


def times_in(text: str, is_time: Callable[[str], bool]) -> list[str]:
    """Return the times and days in a line, in their order, as words that can be parsed.

    "Castell 1230 instead of 11:30" gives "12:30" and "11:30". A number alone counts only after
    "to", "until" or "at".
    """
    words = _with_clocks([word.strip(_MARKS) for word in written_out(text).split()])
    found, at = list[str](), 0
    while at < len(words):
        size = _size_of_time(words, at, is_time)
        if size:
            found.append(" ".join(words[at : at + size]))
        at += size or 1
    return found


def new_before_old(text: str) -> bool:
    """Check for "12:30 instead of 11:30", where the new time comes before the old one."""
    words = [bare_word(word) for word in text.split()]
    return "instead" in words[:-1] and words[words.index("instead") + 1] == "of"


def _size_of_time(words: Sequence[str], at: int, is_time: Callable[[str], bool]) -> int:
    """Return how many words the longest time that begins here has, or 0."""
    for size in range(min(_TIME_WORDS, len(words) - at), 0, -1):
        said = words[at : at + size]
        is_bare_number = size == 1 and said[0].isdecimal()
        if is_bare_number and not (
            at and words[at - 1].lower() in _TO and _HOUR.fullmatch(said[0])
        ):
            continue
        tells = any(word.lower() in DAY_WORDS or word[:1].isdecimal() for word in said)
        if tells and is_time(" ".join(said)):
            return size
    return 0


def _with_clocks(words: Sequence[str]) -> list[str]:
    """Write "1230" as "12:30", unless a unit follows it."""
    following = [*words[1:], ""]
    return [
        f"{word[:-2]}:{word[-2:]}" if _CLOCK.fullmatch(word) and after not in _UNITS else word
        for word, after in zip(words, following, strict=True)
    ]
