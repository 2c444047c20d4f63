"""Recognise that several promises are kept: "deck n 1pager both sent", "all three done". Pure."""

import re
from dataclasses import dataclass

from handlers.typed.line_kinds import kind_of
from handlers.typed.plain_spelling import few_written_out_words, written_out
from handlers.typed.promises.done_asked import DELIVERED
from handlers.typed.promises.hedges import hedges
from handlers.typed.promises.promise_reports import promise_report
from handlers.typed.promises.report_words import (
    CAME,
    DENIES,
    GOT,
    IS,
    LATELY,
    NOT_DONE,
    OPENERS,
    OVER,
    SMALL,
)
from handlers.typed.words import COURTESY, listed

_MAX_WORDS = 20  # how many words such a line may have
_APART = re.compile(r"[,;+&]|\s(?:and|n|plus)\s", re.IGNORECASE)
_COUNTS = {"both": 2, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_ALL = listed("both all")
_SAYS_DONE = DELIVERED | OVER | CAME | GOT | {"went"}
_BESIDE = (
    _SAYS_DONE
    | (OPENERS - {"also"})
    | LATELY
    | IS
    | SMALL
    | COURTESY
    | _ALL
    | listed("also well as of them these those we they promises they're night last yday am pm")
)
_LONGEST = 6  # at most this many words may name one promise


@dataclass(frozen=True)
class SeveralDone:
    """The promises that a line says are kept.

    - `parts` has, for each promise, the words that name it. It is empty for "both sent".
    - `count` is how many promises there are, or 0 if the line does not say it.
    - `is_all` says whether the line has "both" or "all".
    - `theirs` says whether only promises of the customer can be meant.
    """

    parts: tuple[tuple[str, ...], ...]
    count: int
    is_all: bool
    theirs: bool


def several_done(text: str) -> SeveralDone | None:
    """Return which promises a line says are kept, or None for any other line."""
    words = few_written_out_words(text, _MAX_WORDS)
    if _SAYS_DONE.isdisjoint(words) or not (DENIES | NOT_DONE).isdisjoint(words):
        return None
    if kind_of(written_out(text)) in ("question", "quote", "crm") or "?" in text or hedges(text):
        return None
    pieces = [piece for piece in _APART.split(text) if piece.strip()]
    is_all = not _ALL.isdisjoint(words)
    after = words[words.index("all") + 1 :] if "all" in words else []
    count = 2 if "both" in words else next((_COUNTS[one] for one in after[:1] if one in _COUNTS), 0)
    parts = [part for piece in pieces if (part := _naming(piece, is_all=is_all))]
    if not (is_all if len(parts) < 2 else True) or any(len(one) > _LONGEST for one in parts):
        return None
    told = {report.told for piece in pieces if (report := promise_report(piece))}
    if not told <= {"done", "theirs"}:
        return None
    return SeveralDone(tuple(parts), count, is_all, "theirs" in told)


def _naming(piece: str, *, is_all: bool) -> tuple[str, ...]:
    """Return the words that name a promise in one piece of a line, or ()."""
    left_out = _BESIDE | ({*_COUNTS} if is_all else set())
    return tuple(word for word in few_written_out_words(piece, _MAX_WORDS) if word not in left_out)
