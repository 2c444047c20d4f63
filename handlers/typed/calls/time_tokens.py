"""Split a line about the time of a call into times, names and other words. Pure."""

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from handlers.typed.words import COURTESY, DAY_WORDS, OPENERS, bare_word, listed

_TIME_WORDS = 4  # a time has at most this many words: "next tuesday 2:30 pm"
_AROUND = OPENERS | COURTESY
_TO = listed("to until at")
# A number before one of these words is not a time of day: "130 min", "900 eur", "1200 seats".
_UNITS = listed("min mins minutes h hours eur euro euros usd dollars k seats users people percent")
_CLOCK = re.compile(r"(?:[1-9]|0[6-9]|1[0-8])[0-5][0-9]", re.ASCII)
_HOUR = re.compile(r"[1-9]|1[0-9]", re.ASCII)
_DATE = re.compile(r"[0-9]+[./][0-9]", re.ASCII)
_MARKS = ".,;:!"
_POSSESSIVE = listed("todays tomorrows")


class Token(NamedTuple):
    """Words of one kind. The text of a "number" is written as a time: "at 5" for a typed "5"."""

    kind: Literal["time", "number", "name", "word"]
    text: str


Check = Callable[[str], bool]
Part = Sequence[Token]


def tokens_of(part: str, is_name: Check, is_time: Check) -> list[Token]:
    """Split a part of a line into times, words of names, and other words."""
    words = _with_clocks([_plain_day(word.strip(_MARKS)) for word in part.split()])
    found, at = list[Token](), 0
    while at < len(words):
        size = _size_of_time(words, at, is_time)
        bare = bare_word(words[at])
        if size:
            found.append(Token("time", " ".join(words[at : at + size]).lower()))
        elif _HOUR.fullmatch(bare):
            found.append(Token("number", f"at {bare}"))
        elif bare and bare not in COURTESY:
            found.append(Token("name" if is_name(bare) else "word", bare))
        at += size or 1
    while found and found[0].text in _AROUND:
        found = found[1:]
    while found and found[-1].text in _AROUND:
        found.pop()
    return found


def _plain_day(word: str) -> str:
    """Return "friday" for "friday's", and "today" for "todays". "Fridays" may be every Friday."""
    is_possessive = word[-2:] in ("'s", "’s") or bare_word(word) in _POSSESSIVE
    day = bare_word(word)[:-1]
    return day if is_possessive and day in DAY_WORDS else word


def _size_of_time(words: Sequence[str], at: int, is_time: Check) -> int:
    """Return the number of words in the longest time that begins at index `at`.

    Return 0 if no time begins there.

    - A number alone is a time only after "to", "until" or "at".
    - Words with "5/6" or "3.5" are never a time, because such numbers are too ambiguous.
    - A number before a unit is no time of day: the 10 in "today 10 min later".
    """
    for size in range(min(_TIME_WORDS, len(words) - at), 0, -1):
        said = [word.lower() for word in words[at : at + size]]
        before = words[at - 1].lower() if at else ""
        if size == 1 and said[0].isdecimal() and not (before in _TO and _HOUR.fullmatch(said[0])):
            continue
        if said[-1].isdecimal() and not _UNITS.isdisjoint(map(bare_word, words[at + size :][:1])):
            continue
        tells = any(word in DAY_WORDS or word[:1].isdecimal() for word in said)
        if tells and not any(map(_DATE.match, said)) and is_time(" ".join(said)):
            return size
    return 0


def _with_clocks(words: Sequence[str]) -> list[str]:
    """Write "1230" as "12:30", unless a unit follows it."""
    following = [*words, ""][1:]
    return [
        f"{word[:-2]}:{word[-2:]}" if _CLOCK.fullmatch(word) and after not in _UNITS else word
        for word, after in zip(words, following, strict=True)
    ]
