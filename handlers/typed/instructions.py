"""Recognise lines that are instructions, and so never notes. Pure.

- a correction: "no not that one, the other"
- an order beside a remark: "they never show, drop that friday call"

`handlers.typed.line_kinds.is_command` recognises orders at the start of a line.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from handlers.typed.customers.name_corrections import corrects_person
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import (
    COURTESY,
    DAY_WORDS,
    OPENERS,
    bare_word,
    bare_words_and_rest,
    listed,
    without_leading,
)

_MAX_WORDS = 24
_PARTS = re.compile(r"[,;!\n]+|\.+(?![0-9])")
_MARKS = " ,;.!\n"
_CORRECTS = listed("no nope nah oops actually wait sorry oh")
_NOT_THAT = listed("that this it those these him her them")
_INSTEAD = listed("its but only rather meant")
_WRONG = listed("one account call company person note day time name customer")
_ONE = listed("one ones call meeting account company person note promise bit part")
_CANCELS = listed("drop cancel scrap kill lose ditch")
_MOVES = listed("move push shift postpone reschedule")
_OTHERS = listed("skip delete remove undo mute stop change rename restore forget")
_IT = listed("it that this")
_OBJECTS = listed("call calls meeting meetings brief briefs message messages reminder reminders")
_ARTICLES = listed("that this the my our their")
_CALL = listed("call meeting demo")
_STAYS = tuple(
    one.split()
    for one in (
        *("stays", "stands", "is on", "is still on", "still on", "is back on", "goes ahead"),
        *("takes place", "is happening", "can stay", "should stay", "remains"),
    )
)
_AS_IT_IS = listed("as it is planned after all then pls please")
_BEFORE_STAYS = OPENERS | _CORRECTS | listed("keep leave my our the")
_STILL = (["is", "still"], ["still", "is"], ["still"], ["is"], ["stays"], ["remains"])
_MAX_NAME = 5
# A move has at most this many words: "move northwind to friday", "northwind tomorrow 330 not today"
_MAX_MOVE = 14
_MAX_THEN = 3  # how many words may follow "not": "not today"
_MAX_ORDER = 8  # how many words an order may have


@dataclass(frozen=True)
class OrderBeside:
    """An order beside a remark.

    - `does` is "cancel", "move", or "" for anything else.
    - `which` are the words that say which call is meant.
    - `remark` is the first part of the line: "halden never shows".
    - `rest` is the whole line without the order, so it also has what follows the order.
    """

    does: str
    which: str
    remark: str
    rest: str = ""


class MoveBeside(NamedTuple):
    """The words after "move" in an order beside a remark, and the line without the order."""

    words: str = ""
    rest: str = ""


def instructs(text: str) -> bool:
    """Check whether a line corrects something, or gives an order beside a remark."""
    return corrects(text) or order_beside(text) is not None or call_that_stays(text) is not None


def corrects(text: str) -> bool:
    """Match "no not that, only the irina bit" and "wrong call, the other one".

    "No not before april" does not match, because it says something about a customer.
    """
    words = bare_words_and_rest(text, _MAX_WORDS)
    said = without_leading(words, _CORRECTS)
    is_wrong = said[:1] == ["wrong"] and said[1:] != [] and said[1] in _WRONG
    if is_wrong or corrects_person(text):
        return True
    if said[:2] == ["the", "other"] or said[:2] == ["i", "meant"]:
        return len(said) <= _MAX_ORDER
    if said[:1] != ["not"] or len(said) < 2:
        return False
    if len(words) > len(said) and not _INSTEAD.isdisjoint(said[2:_MAX_ORDER]):
        return True
    first = without_leading(bare_words_and_rest(_PARTS.split(text)[0], _MAX_WORDS), _CORRECTS)
    if said[1] not in _NOT_THAT or first[:1] != ["not"]:
        return False
    return len(first) == 2 or (len(first) <= _MAX_ORDER and first[-1] in _ONE)  # 2: "not that"


def account_instead(text: str) -> str:
    """Return "alder & sons" for "no not alder and finch, its alder & sons, different company".

    The words may be something other than an account. Return "" for any other line.
    """
    if not corrects(text):
        return ""
    for part in _PARTS.split(text)[1:]:
        words = part.split()
        if [word.lower().replace("'", "").replace("’", "") for word in words[:1]] == ["its"]:
            return " ".join(words[1:])
        if [word.lower() for word in words[:2]] in (["it", "is"], ["i", "meant"]):
            return " ".join(words[2:])
    return ""


def order_beside(text: str) -> OrderBeside | None:
    """Return the order in "halden never shows, drop that friday call", or None.

    The order must be about a call or a message. In "no budget till may, call him then", the order
    is to call somebody, so the line is a note.
    """
    first, *parts = _parts(text)
    for begin, end in parts:
        words = without_leading(
            bare_words_and_rest(text[begin:end], _MAX_ORDER + 1), OPENERS | COURTESY
        )
        while words and words[-1] in COURTESY:
            words = words[:-1]
        if not 1 < len(words) <= _MAX_ORDER or words[0] not in _CANCELS | _MOVES | _OTHERS:
            continue
        rest = words[1:]
        about_it = len(rest) == 1 and rest[0] in _IT
        if about_it or not _OBJECTS.isdisjoint(rest):
            does = "cancel" if words[0] in _CANCELS else "move" if words[0] in _MOVES else ""
            which = [word for word in rest if word not in _ARTICLES | _CALL | _IT]
            beside = _without(text, begin, end)
            return OrderBeside(does, " ".join(which), text[: first[1]], beside)
    return None


def _parts(text: str) -> list[tuple[int, int]]:
    """Return where each part of a line begins and ends."""
    marks = [*_PARTS.finditer(text)]
    begins, ends = [0, *(one.end() for one in marks)], [*(one.start() for one in marks), len(text)]
    return [*zip(begins, ends, strict=True)]


def _without(text: str, begin: int, end: int) -> str:
    return "; ".join(filter(None, (text[:begin].rstrip(_MARKS), text[end:].strip(_MARKS))))


def move_beside(text: str) -> MoveBeside:
    """Return "northwind to friday" for "jana is ill, move northwind to friday".

    For any other line, return no words.
    """
    for begin, end in _parts(text)[1:]:
        words = text[begin:end].split()
        bare = without_leading([bare_word(word) for word in words], OPENERS | COURTESY)
        if len(bare) > 2 and len(words) <= _MAX_MOVE and bare[0] in _MOVES:  # more than "move it"
            order = " ".join(words[len(words) - len(bare) + 1 :])
            return MoveBeside(order, _without(text, begin, end))
    return MoveBeside()


def not_then(text: str) -> tuple[str, str]:
    """Return "northwind tomorrow 330" and "today" for "northwind tomorrow 330 not today".

    The words after "not" may be something other than a day or a time. Return two empty strings for
    any other line.
    """
    words = text.strip(" .!").split()
    at = next((at for at, word in enumerate(words) if at > 1 and bare_word(word) == "not"), 0)
    before, then = words[:at], words[at + 1 :]
    fits = at and len(words) <= _MAX_MOVE and 0 < len(then) <= _MAX_THEN
    return (" ".join(before).rstrip(","), " ".join(then)) if fits else ("", "")


def call_that_stays(text: str) -> str | None:
    """Return "northwind" for "ok im better, northwind call stays", or None for any other line."""
    for part in _PARTS.split(text):
        words = without_leading(bare_words_and_rest(part, _MAX_ORDER + 1), OPENERS)
        at = next((at for at, word in enumerate(words) if word in _CALL), -1)
        if at < 0 or len(words) > _MAX_ORDER:
            continue
        rest = words[at + 1 :]
        stays = next((one for one in _STAYS if rest[: len(one)] == one), [])
        if stays and _AS_IT_IS.issuperset(rest[len(stays) :]):
            return " ".join(word for word in words[:at] if word not in _ARTICLES)
    return None


def still_then(text: str) -> tuple[str, str]:
    """Return "alder" and "today" for "no wait alder is still today", otherwise two empty strings.

    "Alder is on friday after all" and "keep alder on friday" are read in the same way. The second
    part may be something other than a time, and the first something other than an account.
    """
    typed = written_out(text.strip(" .!")).split()[: _MAX_MOVE + 1]
    said = [bare_word(word) for word in typed]
    begin = next((at for at, word in enumerate(said) if word not in _BEFORE_STAYS), len(said))
    keeps = not {"keep", "leave"}.isdisjoint(said[:begin])
    all_the_same = said[-2:] == ["after", "all"]
    end = len(said) - 2 * all_the_same
    for at in range(begin + 1, min(begin + _MAX_NAME, end)):
        joint = next((one for one in _STILL if said[at : at + len(one)] == one), [])
        rest = at + len(joint)
        rest += said[rest : rest + 1] != [] and said[rest] in ("on", "at", "for")
        sure = joint not in ([], ["is"]) or (joint and all_the_same) or (keeps and not joint)
        if sure and rest < end and (joint or rest > at or said[at] in DAY_WORDS):
            return " ".join(typed[begin:at]), " ".join(said[rest:end])
    return "", ""
