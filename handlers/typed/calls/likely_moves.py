"""Recognise a line that most likely moves a call: "castell 12:30 instead of 11:30". Pure.

This module is tried after those that know whole sentences. It knows only names, times and a few
words between them. A line with any other word moves nothing: "alder to 5 pallets".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.line_kinds import is_question
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import COURTESY, DAY_WORDS, OPENERS, PRONOUNS, bare_word, listed

_MAX_WORDS = 20
_TIME_WORDS = 4  # a time has at most this many words: "next tuesday 2:30 pm"
_MOVES = listed(
    "move push shift postpone reschedule change put bump moved pushed shifted postponed rescheduled"
    " changed bumped"
)
_CANT = (["cant", "do"], ["cannot", "do"], ["cant", "make"], ["cannot", "make"], ["wont", "make"])
_AROUND = OPENERS | COURTESY
_CALL = KINDS | listed("it this that the our my with at on of for today's")
_WISHED = _CALL | PRONOUNS | listed("i we can could do make is would instead rather to not")
_BETTER = _WISHED | listed("better best works suits fine free good possible")
_TO = listed("to until at")
_WAY = listed("later earlier")
_CHANGES = _MOVES | _WAY | listed("to instead rather not cant cannot wont")
# A number before one of these is no time of day: "130 min", "900 eur", "1200 seats".
_UNITS = listed("min mins minutes h hours eur euro euros usd dollars k seats users people percent")
_CLOCK = re.compile(r"(?:[1-9]|0[6-9]|1[0-8])[0-5][0-9]", re.ASCII)
_HOUR = re.compile(r"[1-9]|1[0-9]", re.ASCII)
_DATE = re.compile(r"[0-9]+[./][0-9]", re.ASCII)
_MARKS = ".,;:!"
_PARTS = re.compile(r"[.,;!]\s+|\s(?:because|cos|bc|clashes|but)\s")


@dataclass(frozen=True)
class LikelyMove:
    """A new time of a call, in words that can be parsed, and the time that it had, or "".

    If the line only wishes for the new time, `is_order` is false: "can do thu 2pm instead".
    """

    to: str
    was: str = ""
    is_order: bool = True


class _Token(NamedTuple):
    kind: Literal["time", "name", "word"]
    text: str


Check = Callable[[str], bool]


def may_move(text: str) -> bool:
    """Check quickly whether a line has a word for a change, and a number or a day."""
    words = {bare_word(word) for word in written_out(text).split()}
    has_time = not words.isdisjoint(DAY_WORDS) or any(word[0].isdecimal() for word in words if word)
    return has_time and not words.isdisjoint(_CHANGES)


def likely_move(text: str, is_name: Check, is_time: Check) -> LikelyMove | None:
    """Return how a line moves a call, or None for any other line.

    `is_name` says whether a word belongs to the name of an account or of a contact, and `is_time`
    whether some words are a time.
    """
    written = written_out(text.strip(" .!"))
    words = [bare_word(word) for word in written.split()]
    if not 1 < len(words) <= _MAX_WORDS or is_question(text, words):
        return None
    parts = [_tokens(part, is_name, is_time) for part in _PARTS.split(written)]
    for part in parts:
        if ordered := _ordered(part):
            earlier = ordered.was or next((_time_of(one) for one in parts if one is not part), "")
            return LikelyMove(ordered.to, earlier)
    return _wished(parts)


def _ordered(part: Sequence[_Token]) -> LikelyMove | None:
    """Match a part that has only names, words for a call, and the times that it moves between."""
    texts = [token.text for token in part]
    if not part or part[-1].kind != "time":
        return None
    to = part[-1].text
    if len(part) > 1 and texts[-1].split()[-1] in _WAY and _is_about_call(part[:-1], named=True):
        return LikelyMove(to)
    if len(part) > 1 and texts[-2] == "to":
        before = part[:-2]
        is_order = bool(before) and before[0].text in _MOVES
        if _is_about_call(before[is_order:], named=not is_order):
            return LikelyMove(to, _time_of(before))
    for between in (["instead", "of"], ["not"]):
        if texts[-1 - len(between) : -1] == between:
            before = part[: -1 - len(between)]
            new = before[-1] if before else None
            if new and new.kind == "time" and _is_about_call(before[:-1], named=False):
                return LikelyMove(new.text, to)
    return None


def _wished(parts: Sequence[Sequence[_Token]]) -> LikelyMove | None:
    """Match "can do thu 2pm instead", and "thu is better" beside "can't do alder at 4"."""
    cant = [part for part in parts if _says_cant(part)]
    for part in parts:
        times = [token.text for token in part if token.kind == "time"]
        others = [one.text for one in part if one.kind == "word" and one.text not in _BETTER]
        texts = {token.text for token in part}
        is_wish = bool(texts & {"instead", "rather"}) or (cant and part not in cant)
        if is_wish and len(times) == 1 and not others:
            was = next((time for one in cant if one is not part and (time := _time_of(one))), "")
            return LikelyMove(times[0], was, is_order=False)
    return None


def _says_cant(part: Sequence[_Token]) -> bool:
    texts = [token.text for token in part]
    return any(texts[at : at + 2] in _CANT for at in range(len(texts)))


def _is_about_call(tokens: Sequence[_Token], *, named: bool) -> bool:
    """Check for only names, times and words for a call. If `named`, a name must come first."""
    if named and (not tokens or tokens[0].kind != "name"):
        return False
    return all(token.kind != "word" or token.text in _CALL for token in tokens)


def _time_of(tokens: Sequence[_Token]) -> str:
    return next((token.text for token in tokens if token.kind == "time"), "")


def _tokens(part: str, is_name: Check, is_time: Check) -> list[_Token]:
    """Split a part of a line into times, words of names, and other words."""
    words = _with_clocks([word.strip(_MARKS) for word in part.split()])
    found, at = list[_Token](), 0
    while at < len(words):
        size = _size_of_time(words, at, is_time)
        bare = bare_word(words[at])
        if size:
            found.append(_Token("time", " ".join(words[at : at + size]).lower()))
        elif bare:
            found.append(_Token("name" if is_name(bare) else "word", bare))
        at += size or 1
    while found and found[0].text in _AROUND:
        found = found[1:]
    while found and found[-1].text in _AROUND:
        found.pop()
    return found


def _size_of_time(words: Sequence[str], at: int, is_time: Check) -> int:
    """Return how many words the longest time that begins here has, or 0.

    A number alone counts only after "to", "until" or "at". "5/6" and "3.5" are too doubtful.
    """
    for size in range(min(_TIME_WORDS, len(words) - at), 0, -1):
        said = [word.lower() for word in words[at : at + size]]
        before = words[at - 1].lower() if at else ""
        if size == 1 and said[0].isdecimal() and not (before in _TO and _HOUR.fullmatch(said[0])):
            continue
        tells = any(word in DAY_WORDS or word[:1].isdecimal() for word in said)
        if tells and not any(map(_DATE.match, said)) and is_time(" ".join(said)):
            return size
    return 0


def _with_clocks(words: Sequence[str]) -> list[str]:
    """Write "1230" as "12:30", unless a unit follows it."""
    following = [*words[1:], ""]
    return [
        f"{word[:-2]}:{word[-2:]}" if _CLOCK.fullmatch(word) and after not in _UNITS else word
        for word, after in zip(words, following, strict=True)
    ]
