"""Promises as people jot them down: one a line, the day at the end if there is one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handlers.times import DateOrder
from handlers.times.due import Due, due, is_bare_number, is_plainly_time

MOST_LINES = 20
_LONGEST = 60  # characters of a day
# A word that a day can follow, or a comma, a dash or a bracket.
_JOINER = re.compile(
    r"\b(?P<word>by|on|until|till|due|before|within|(?:no|not)\s+later\s+than)\b[\s:]*"
    r"|(?P<mark>,|\s[-–—]|\()\s*",
    re.IGNORECASE,
)
_DANGLING = " \t\u00a0,;:(–—-"
_TRIED = 4  # joiners of a line, the last ones
_NOT_BEFORE_A_DAY = frozenset(
    ("about", "after", "as", "at", "for", "from", "in", "last", "of", "per", "since", "the", "to")
)


@dataclass(frozen=True)
class Jotted:
    """A promise as typed, less its day, and that day; a note where a choice was made in reading."""

    text: str
    due_on: date | None
    note: str | None = None


def jotted(text: str, *, today: date, zone: str, order: DateOrder = "day first") -> list[Jotted]:
    """The promises in a field: "pricing for 40 seats by Friday" is due on the coming Friday.

    today is the writer's date, zone their IANA zone, order which way round they write dates.
    """
    lines = [line.strip(" \t-•*") for line in text.splitlines()]
    filled = [line for line in lines if line]
    kept = filled[:MOST_LINES]
    if len(filled) > MOST_LINES:  # nothing typed is lost: the rest stays together as one
        kept[-1] = "; ".join(filled[MOST_LINES - 1 :])
    return [_one(line, today, zone, order) for line in kept]


def shown(text: str, due_on: date | None) -> str:
    """A promise as a line that `jotted` reads back."""
    return f"{text} by {due_on.isoformat()}" if due_on else text


def _one(line: str, today: date, zone: str, order: DateOrder) -> Jotted:
    for words, day in _ends(line):
        found = due(day, today=today, zone=zone, order=order)
        if found and found.day is None:
            return Jotted(line, None, found.note)
        if found:
            return Jotted(_with_clock(words, found), found.day, found.note)
    return Jotted(line, None)


def _ends(line: str) -> Iterator[tuple[str, str]]:
    """The promise's words, and what may be its day, the longest end first."""
    joiners = list(_JOINER.finditer(line, max(0, len(line) - _LONGEST)))
    for found in joiners[-_TRIED:]:
        words, day = line[: found.start()].rstrip(_DANGLING), line[found.end() :]
        if not words or not day:
            continue
        word = (found["word"] or "").lower()
        if word in ("", "on") and is_bare_number(day):
            continue  # "Feedback on 3.12" is about a version
        yield words, f"in {day}" if word == "within" else day
    yield from _plain_ends(line)


def _plain_ends(line: str) -> Iterator[tuple[str, str]]:
    """ "Deck tonight", "Call back Friday morning": no word is needed before these."""
    words = line.split()
    for count in (2, 1):
        day, before = " ".join(words[-count:]), words[:-count]
        if before and is_plainly_time(day) and before[-1].lower() not in _NOT_BEFORE_A_DAY:
            yield line.rsplit(None, count)[0].rstrip(_DANGLING), day


def _with_clock(words: str, found: Due) -> str:
    """The time of day stays in the promise's words: a promise is due on a day."""
    return f"{words} by {found.clock}" if found.clock else words
