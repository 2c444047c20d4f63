"""Recognise a line that most likely reports on a promise: "pia got her ref". Pure.

The functions in `promise_reports` recognise whole sentences. Here one word such as "sent" is
enough. The caller therefore checks that exactly one open promise fits the line, and that the line
has hardly any words that the promise lacks.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.typed.asked.question_behind import question_behind
from handlers.typed.line_kinds import kind_of
from handlers.typed.plain_spelling import written_out, written_out_words
from handlers.typed.promises.days_in_words import days_in
from handlers.typed.promises.hedges import hedges
from handlers.typed.promises.other_days import before_reason, day_and_rest, day_instead
from handlers.typed.promises.promise_reports import PromiseReport
from handlers.typed.promises.report_words import NOT_DONE, says_nothing
from handlers.typed.questions_to_attune import is_quoted
from handlers.typed.words import (
    DAY_WORDS,
    MAY,
    OPENERS,
    QUESTION_WORDS,
    SAID,
    WE,
    bare_words_and_rest,
    listed,
    without_leading,
)

_MAX_WORDS = 16
_PARTS = re.compile(r"[.,;!]\s|\s(?:so|because|bc|cos)\s")
_JOIN = re.compile(r"^ ?(?:because|bc|cos) | so ?$")
# When something was done: "went out at 8", "went out 10 min ago".
_WHEN_DONE = re.compile(
    r"\s(?:at \d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|\d{1,2} ?(?:min|mins|minutes|hours?|hrs?|h) ago)\b",
    re.IGNORECASE,
)
_MOVING = listed("moving pushing shifting")
_BEFORE_MOVING = listed("im i am we are were ok so now")
_BY_US = listed("sent done emailed mailed gave given delivered finished handed shared forwarded")
_BY_EITHER = (["went", "out"], ["went", "over"], ["went", "to"])
_BY_THEM = (["came", "in"], ["came", "through"], ["is", "in"], ["are", "in"], ["have", "arrived"])
_GOT = ("got", "received")  # "pia got her ref"
# Words of a report that say nothing about what was promised.
_BESIDE = (
    _BY_US
    | frozenset(_GOT)
    | DAY_WORDS
    | listed("the a an my our her his them him it that is are was were has have been just now")
    | listed(
        "already finally also all went out over came in through arrived to for of by on yesterday"
        " instead"
    )
)
# A line that moves a promise to another day may also have these words, which say nothing about what
# was promised: "wont get to the pricing today, tomorrow".
_BESIDE_MOVE = listed(
    "sending send doing do get getting give giving share sharing finish finishing make making"
    " manage wont cant cannot couldnt not will ill im i we be due only but rather than no nope wait"
    " sorry oops actually mean meant make this now need needs until better earliest please before"
    " from delayed extend extended more time ok fine works have has ready me"
)
# "Jana wont get to the pricing today" is about Jana, so it does not move our promise.
_DENIES = listed("not wont cant cannot didnt couldnt havent")
_RECEIVES = listed("get getting have need want see read use")
_OURS = WE | OPENERS | listed("ill im well no sorry actually probably")
# "Jana sends the pricing thursday not wednesday" is about a promise of Jana's.
_THEY_DO = listed("sends gives brings delivers shares emails forwards comes gets makes does")
# A part of a line with one of these words is probably not a report that something is done.
_OPEN = (
    MAY
    | SAID
    | QUESTION_WORDS
    | listed(
        "not havent hasnt didnt wasnt isnt never yet wont cant if when once until by asap should"
        " must need needs want wants wanted ill well id theyll shell hell going next but before"
        " after with get their"
    )
    | NOT_DONE
)


def likely_report(text: str, is_name: Callable[[str], bool]) -> tuple[PromiseReport, bool] | None:
    """Return what a line reports about a promise, and whether the line says anything else.

    Return None if the line is not a report on a promise. "The board one pager is done, emailed
    lund" reports that the one pager is done, and says something else too.

    `is_name` says whether a word is the name of a contact. "Jana gave it to acme" says what a
    contact did, so it is not a report on our promise.
    """
    if is_quoted(text) or len(bare_words_and_rest(text, _MAX_WORDS)) > _MAX_WORDS:
        return None
    if question_behind(text):  # "got 5 min, what do i bring"
        return None
    if moved := _moved_in(text):
        return moved, bool(moved.rest)
    parts = [part for part in _PARTS.split(text) if part.strip()]
    for part in parts:
        said, colon, _ = part.partition(":")  # "jana: the deck is done" is what Jana said
        if kind_of(written_out(said)) in ("note", "done") and (report := _report(said, is_name)):
            return replace(report, doubtful=hedges(text)), len(parts) > 1 or bool(colon)
    return None


def _moved_in(text: str) -> PromiseReport | None:
    """Return the move that a line, or one part of it, reports.

    The report's `rest` has the other parts of the line.

    If several parts report a move, return the move from the part that has the fewest words about
    the promise.
    """
    parts = [part for part in _PARTS.split(text) if part.strip()]
    found = [(part, _moved(part)) for part in (before_reason(text), *parts, text)]
    moves = [(part, report) for part, report in found if report]
    if not moves:
        return None
    part, report = min(moves, key=lambda move: len(move[1].words))
    beside = [_JOIN.sub("", one).strip(" .,;!–—-") for one in text.split(part, 1)]
    rest = [one for one in beside if not says_nothing(one)]
    return replace(report, rest=", ".join(rest))


def _moved(part: str) -> PromiseReport | None:
    """Match "sending the pricing tomorrow not today" and "moving pricing to wed"."""
    words, day = _moving(part) or day_instead(part)
    telling = tuple(word for word in words if word not in _BESIDE | _BESIDE_MOVE)
    if (
        not telling
        or _is_by_others(words)
        or kind_of(written_out(_without_label(part))) in ("question", "quote", "crm")
    ):
        return None
    at = next((at for at, word in enumerate(words) if word in _THEY_DO), 0)
    return PromiseReport("moved", telling, day, theirs=at > 0, by=tuple(words[:at]))


def _without_label(part: str) -> str:
    """Return "pricing to jana friday" for "pricing to jana: friday".

    Nobody speaks here, because only a day follows the colon. Return any other part unchanged.
    """
    label, colon, day = part.partition(":")
    words = written_out_words(day)
    said = [
        word for at, word in enumerate(words) if not any(a <= at < z for a, z in days_in(words))
    ]
    return f"{label}{day}" if colon and (_BESIDE | _BESIDE_MOVE).issuperset(said) else part


def _is_by_others(words: Sequence[str]) -> bool:
    """Check whether a line is about what others won't do or get: "jana wont get to the pricing".

    "Pricing not today" and "wont get to the pricing" are about us.
    """
    at = next((at for at, word in enumerate(words) if word in _DENIES), 0)
    after = words[at + 1 :]
    is_told = any(one in _RECEIVES or one not in _BESIDE | _BESIDE_MOVE for one in after)
    return is_told and not _OURS.issuperset(words[:at])


def _moving(part: str) -> tuple[list[str], str] | None:
    """Return ["pricing"] and "wed" for "moving pricing to wed". Return None for any other words."""
    words = without_leading(written_out_words(part), _BEFORE_MOVING)
    if not words or words[0] not in _MOVING:
        return None
    what, day = day_and_rest(words[1:])
    return (what[:-1], day) if day and what[-1] == "to" else None


def _report(part: str, is_name: Callable[[str], bool]) -> PromiseReport | None:
    """Return what one part of a line most likely reports about a promise, or None."""
    words = written_out_words(_WHEN_DONE.sub("", part))
    telling = tuple(word for word in words if word not in _BESIDE)
    if not words or not _OPEN.isdisjoint(words):
        return None
    pairs = [words[at : at + 2] for at in range(len(words))]
    if any(pair in _BY_THEM for pair in pairs):
        return PromiseReport("theirs", telling)
    # "Pia sent the deck" says what Pia did, but "pia deck went out" says what we did.
    if is_name(words[0]) and words[2:4] != ["went", "out"]:
        got = len(words) > 2 and words[1] in _GOT
        return PromiseReport("done", telling) if got else None
    by_us = not _BY_US.isdisjoint(words) or any(pair in _BY_EITHER for pair in pairs)
    got = len(words) > 2 and words[1] in _GOT
    return PromiseReport("done", telling) if by_us or got else None
