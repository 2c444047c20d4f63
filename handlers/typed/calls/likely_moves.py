"""Recognise a line that most likely moves a call: "castell 12:30 instead of 11:30". Pure.

Modules that know whole sentences are tried first. This module knows only names, times and a few
words between them.

A line is split into parts, for example at a comma and at "but". If the part with the new time has a
word that this module does not know, such as "pallets", the line moves no call:

- "alder to 5 pallets"
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.calls.time_tokens import Check, Part, Token, tokens_of
from handlers.typed.line_kinds import is_question
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import DAY_WORDS, PRONOUNS, bare_word, listed

_MAX_WORDS = 20
_MOVES = listed(
    "move push shift postpone reschedule change put bump moved pushed shifted postponed rescheduled"
    " changed bumped"
)
_CANT = tuple(
    one.split()
    for one in (
        *("cant do", "cannot do", "cant make", "cannot make", "wont make", "doesnt work"),
        *("does not work", "wont work", "is no good", "is bad", "is out", "doesnt suit"),
    )
)
_CANT_WORDS = frozenset(word for one in _CANT for word in one)
# Words before a time that ask to move a call to this time: "make it 12", "lets do 3".
_MAKES = tuple(
    one.split()
    for one in (
        *("make it", "make that", "make this", "lets do", "lets make it", "can we do", "can do"),
        *("can we make it", "could we do", "could we make it", "how about", "what about"),
        *("push it", "move it", "shift it", "bump it", "change it", "put it at", "make it at"),
    )
)
_CALL = KINDS | listed("it this that the our my with at on of for today's only")
_WISHED = _CALL | PRONOUNS | listed("i we can could do make is would instead rather to not")
_BETTER = _WISHED | listed(
    "better best works work suits fine free good possible ok okay ask check see if whether"
)
_WAY = listed("later earlier")
_BECOMES = listed("becomes now")  # between the old time and the new time; also for an arrow
_ARROWS = ("->", "=>", "→")
_CHANGES = _MOVES | _WAY | _BECOMES
_CHANGES |= listed("to instead rather better not cant cannot wont make lets do about")
_PARTS = re.compile(r"[.,;!]\s+|\s(?:because|cos|bc|clashes|but)\s")


@dataclass(frozen=True)
class LikelyMove:
    """How a line moves a call: to the time `to`, from the time `was` ("" if the line has none).

    Both times are words that can be parsed.

    `is_order` is true if the line is surely an order to move a call. It is false for "can do thu
    2pm instead", which may be only a wish, and for "make it 5", which may be about something else.

    `is_bare` is true if the old time is only a number ("5 instead of 4"). In a line without an old
    time, it is true if the new time is only a number ("make it 5"). A bare line may be about
    something else: "5 instead of 4" is about a call only if a call is at 4.

    `beside` are the parts of the line that say something else: "the store list is not here yet".
    `names_call` is true if the part with the new time has a name or a word such as "call".
    """

    to: str
    was: str = ""
    is_order: bool = True
    is_bare: bool = False
    beside: str = ""
    names_call: bool = False


def may_move(text: str) -> bool:
    """Check quickly whether a line has a word for a change, and a number or a day."""
    words = {bare_word(word) for word in _written(text).split()}
    has_time = not words.isdisjoint(DAY_WORDS) or any(word[0].isdecimal() for word in words if word)
    return has_time and not words.isdisjoint(_CHANGES)


def likely_move(text: str, is_name: Check, is_time: Check) -> LikelyMove | None:
    """Return how a line moves a call, or None for any other line.

    `is_name` says whether a word belongs to the name of an account or of a contact, and `is_time`
    whether some words are a time.
    """
    written = _written(text.strip(" .!"))
    words = [bare_word(word) for word in written.split()]
    if not 1 < len(words) <= _MAX_WORDS or is_question(text, words):
        return None
    said = _PARTS.split(written)
    parts = [tokens_of(part, is_name, is_time) for part in said]
    leads = [part for part in parts if _says_whose(part)]
    for part in parts:
        found = _moved(part) or _became(part) or _swapped(part) or _made(part, named=not leads)
        if moved := found:
            others = [one for one in parts if one is not part]
            was = next((time for one in others if (time := _old_time(one, one in leads))), None)
            moved = moved if moved.was or not was else _from(moved, was)
            told = [at for at, one in enumerate(parts) if one is not part and _tells(one)]
            as_typed = _typed_parts(text, said)
            beside = "; ".join(as_typed[at] for at in told)
            return replace(moved, beside=beside, names_call=_names_call(part))
    return _wished(parts)


def _written(text: str) -> str:
    """Write out shortened words, and write each arrow as "becomes"."""
    for arrow in _ARROWS:
        text = text.replace(arrow, " becomes ")
    return written_out(text)


def _typed_parts(text: str, written: Sequence[str]) -> Sequence[str]:
    """Return the parts of a line as typed.

    `written` has the parts of the same line after `written_out`. If the typed line has more or
    fewer parts, return `written`.
    """
    typed = _PARTS.split(text.strip(" .!"))
    return typed if len(typed) == len(written) else written


def _tells(part: Part) -> bool:
    """Check that a part of the line has a word that is not about the time of a call."""
    known = _BETTER | _CANT_WORDS | _MOVES
    return any(token.kind == "word" and token.text not in known for token in part)


def _names_call(part: Part) -> bool:
    return any(token.kind == "name" or token.text in KINDS for token in part)


def _from(move: LikelyMove, was: Token) -> LikelyMove:
    return replace(move, was=was.text, is_order=True, is_bare=was.kind == "number")


def _moved(part: Part) -> LikelyMove | None:
    """Match "alder to 12:30", "move the 4pm to 5" and "alder 15 min later"."""
    texts = [token.text for token in part]
    if len(part) < 2 or part[-1].kind != "time":
        return None
    if later := _later(part):
        return later
    to = part[-1].text
    if to.split()[-1] in _WAY and _is_about_call(part[:-1], named=True):
        return LikelyMove(to)
    before = part[:-2]
    is_order = bool(before) and before[0].text in _MOVES
    if texts[-2] == "to" and _is_about_call(before[is_order:], named=not is_order):
        return LikelyMove(to, _time_of(before))
    return None


def _became(part: Part) -> LikelyMove | None:
    """Match "alder tues 10 becomes 10:30" and "alder becomes 11"."""
    texts = [token.text for token in part]
    at = next((at for at, word in enumerate(texts) if word in _BECOMES), 0)
    if not at or len(part) != at + 2 or part[-1].kind not in ("time", "number"):
        return None
    *before, last = part[:at]
    has_old = last.kind in ("time", "number")
    if not _is_about_call(before if has_old else part[:at], named=not has_old):
        return None
    is_order = has_old or part[-1].kind == "time"
    is_bare = (last if has_old else part[-1]).kind == "number"
    return LikelyMove(part[-1].text, last.text if has_old else "", is_order, is_bare)


def _later(part: Part) -> LikelyMove | None:
    """Match "alder 10 min later today" and "alder tomorrow 10 min later"."""
    said = part[-1].text.split()
    day = next((at for at, word in enumerate(said) if word not in DAY_WORDS), 0)
    if day and said[-1] in _WAY and _is_about_call(part[:-1], named=True):
        return LikelyMove(" ".join(said[day:]), " ".join(said[:day]))
    *before, first, second = part
    times = [one.text for one in (first, second) if one.kind == "time"]
    lengths = [time for time in times if time.split()[-1] in _WAY]
    if len(times) != 2 or len(lengths) != 1 or not _is_about_call(before, named=True):
        return None
    return LikelyMove(lengths[0], next(time for time in times if time not in lengths))


def _swapped(part: Part) -> LikelyMove | None:
    """Match "alder 5pm instead of 4", "alder make it 12 not 11" and "alder only thu not today"."""
    texts = [token.text for token in part]
    for between in (["instead", "of"], ["not"]):
        if len(part) < 2 + len(between) or texts[-1 - len(between) : -1] != between:
            continue
        (*before, new), old = part[: -1 - len(between)], part[-1]
        fits = {new.kind, old.kind} <= {"time", "number"}
        if fits and _is_about_call(_without_make(before), named=False):
            return LikelyMove(new.text, old.text, "only" not in texts, old.kind == "number")
    return None


def _made(part: Part, *, named: bool) -> LikelyMove | None:
    """Match "alder make it 5pm" and "alder lets do 5".

    If `named` is true, there must be a name. If it is false, also match "make it 5".
    """
    if not part or part[-1].kind not in ("time", "number"):
        return None
    before = part[:-1]
    rest = _without_make(before)
    if len(rest) == len(before) or not _is_about_call(rest, named=named):
        return None
    is_bare = part[-1].kind == "number"
    return LikelyMove(part[-1].text, is_order=not is_bare, is_bare=is_bare)


def _without_make(part: Part) -> Part:
    texts = [token.text for token in part]
    size = max((len(one) for one in _MAKES if texts[-len(one) :] == one), default=0)
    return part[: len(part) - size]


def _wished(parts: Sequence[Part]) -> LikelyMove | None:
    """Match "can do thu 2pm instead" and "fri 2pm works better for mia".

    Also match "thu is better" and "ask jana if 5 works" if another part of the line is like "can't
    do alder at 4".
    """
    cant = [part for part in parts if _says_cant(part)]
    if not all(map(_says_whose, cant)):
        return None  # "cant do the one pager thu, fri" is about a promise
    for part in parts:
        kinds = ("time", "number") if cant and part not in cant else ("time",)
        times = [token.text for token in part if token.kind in kinds]
        around = (*kinds, "name")
        others = [one for one in part if one.kind not in around and one.text not in _BETTER]
        texts = {token.text for token in part}
        is_wish = bool(texts & {"instead", "rather", "better"}) or (cant and part not in cant)
        if is_wish and len(times) == 1 and not others:
            was = next((time for one in cant if one is not part and (time := _time_of(one))), "")
            return LikelyMove(times[0], was, is_order=False)
    return None


def _says_cant(part: Part) -> bool:
    texts = [token.text for token in part]
    return any(texts[at : at + len(one)] == one for at in range(len(texts)) for one in _CANT)


def _says_whose(part: Part) -> bool:
    """Check whether a part only says which call is meant, or that the time of the call is bad.

    Examples: "finch", "finch 1130 doesnt work".
    """
    around = _CALL | _CANT_WORDS | PRONOUNS | {"i"} if _says_cant(part) else _CALL
    return part != [] and all(token.kind != "word" or token.text in around for token in part)


def _is_known(token: Token) -> bool:
    return token.kind in ("time", "name")


def _is_about_call(tokens: Part, *, named: bool) -> bool:
    """Check that all tokens are names, times or words for a call.

    If `named` is true, one of them must be a name: "wed call with alder".
    """
    if named and not any(token.kind == "name" for token in tokens):
        return False
    return all(_is_known(token) or token.text in _CALL for token in tokens)


def _old_time(part: Part, leads: bool) -> Token | None:
    """Return the first time in a part of the line, or None.

    `leads` is true if the part says which call is meant. Only then does a number alone count as a
    time.
    """
    kinds = ("time", "number") if leads else ("time",)
    return next((token for token in part if token.kind in kinds), None)


def _time_of(tokens: Part) -> str:
    return next((token.text for token in tokens if token.kind == "time"), "")
