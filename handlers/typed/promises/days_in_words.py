"""Find the days in the words of a line: "friday", "next tuesday", "the 18th". Pure."""

import re
from collections.abc import Sequence

from handlers.typed.words import DAY_WORDS, MONTHS, listed

_NO_DAY = listed("the of this next rest may")  # words that are not a day by themselves
_ENDS = listed("eod eow eom")  # the end of a day, a week or a month
_MONTHS = {*MONTHS, *(month[:3] for month in MONTHS)}
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)|\d{1,2}[./]\d{1,2}", re.ASCII)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
_BEFORE_NUMBER = listed("the")


def days_in(said: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each day begins and ends. "the 18" is a day, but "18" alone is not."""
    found, at = list[tuple[int, int]](), 0
    while at < len(said):
        end = next((i for i in range(at, len(said)) if not _may_be_day(said, i)), len(said))
        begin = next((i for i in range(at, end) if said[i] not in ("the", "of")), end)
        if not _NO_DAY.issuperset(said[begin:end]):
            found.append((begin, end))
        at = max(end, at + 1)
    return found


def as_day(words: Sequence[str]) -> str:
    """Return the words of a day as one text. A number alone gets an ending: "22" gives "22nd"."""
    if len(words) != 1 or not words[0].isdecimal():
        return " ".join(words)
    number = int(words[0])
    teens = number // 10 == 1
    return f"{number}{'th' if teens else _ENDINGS.get(number % 10, 'th')}"


def has_number(words: Sequence[str]) -> bool:
    """Check whether the words of a day have a number: "18 dec"."""
    return any(word[:1].isdecimal() for word in words)


def _may_be_day(said: Sequence[str], at: int) -> bool:
    word, around = said[at], {*said[max(at - 1, 0) : at], *said[at + 1 : at + 2]}
    if word in DAY_WORDS | _ENDS or _ORDINAL.fullmatch(word):
        return True
    if _NUMBER.fullmatch(word):
        return said[at - 1 : at] == ["the"] or not _MONTHS.isdisjoint(around)
    return word in _MONTHS and any(map(_NUMBER.match, around))
