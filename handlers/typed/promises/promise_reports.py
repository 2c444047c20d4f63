"""Recognise a report about a promise: "sent pricing to northwind", "move pricing to friday". Pure.

`handlers.coaching.promises.promise_fit` finds out which promise is meant, by the words in the
promise.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import Literal

from handlers.typed.amounts import to_amount
from handlers.typed.calls.times_agreed import agreed_time
from handlers.typed.line_kinds import kind_of
from handlers.typed.plain_spelling import written_out, written_out_words
from handlers.typed.promises.days_in_words import days_in
from handlers.typed.promises.done_asked import DELIVERED, asked_about
from handlers.typed.promises.hedges import hedges
from handlers.typed.promises.more_time import more_time
from handlers.typed.promises.not_needed import CALL_WORDS, not_needed
from handlers.typed.promises.other_days import other_day
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
    says_nothing,
)
from handlers.typed.promises.still_open import says_still_open, still_open
from handlers.typed.words import COURTESY, DAY_WORDS, WE, listed

# "theirs" is a promise that the customer kept: "jana sent the depot list". "open" is a promise that
# is not kept yet: "havent sent the pricing yet". "asked" is a question whether a promise is kept:
# "did i send the list".
Told = Literal["done", "dropped", "moved", "theirs", "open", "asked"]

MAX_WORDS = 16  # how many words a report may have
# How many words the name of a sender or receiver may have. `_moved_since` and `_went_to` allow one
# word more.
WHO = 3
_SUBJECTS = listed("i we they she he")
_FROM_THEM = listed("sent shared delivered gave forwarded emailed mailed brought provided")
_OTHERS = listed("she he they shes hes theyre who that")
_CORRECTS = listed("no nope wait actually sorry oops")  # "no the plan is due thursday"
_WRONG = (
    *("thats wrong", "that is wrong", "thats not right", "that is not right", "not true", "wrong"),
    *("no wrong", "nope wrong", "no thats wrong", "sorry wrong", "no", "nope", "not right"),
)
_ONCE = listed("when once if until before as")
_OPEN = listed("open reopen undone unmark")
_DROPS = listed("drop scrap discard kill")
_DASHES = listed("- – —")
# A line with one of these words is `doubtful`, unless it also has a word such as "promise".
_FORGETS = listed("forget cancel remove delete strike")
_MOVES = listed("move push postpone shift reschedule delay")
_WAS_MOVED = listed("moved pushed postponed shifted delayed rescheduled slipped slips moves shifts")
_MOVE = listed("move push shift postpone")
_BEING = listed("is was are were has have been got gets being now")
_IT = listed("it that this")
_MARKS = listed("mark tick check close set")
_PROMISE = listed("promise promises todo task")
_PROMISED = listed("promised owe owed")
_CALL = listed("call calls meeting")
_GOES = listed("goes going")  # "deck goes out wed" does not say who promised it
_WILL_COME = _GOES | listed(
    "send sends deliver delivers give gives share shares bring brings come comes get gets"
)
_WANTS = listed("want wants wanted need needs")  # "he wants the deck monday not friday"
_BESIDE_DAY = listed("now will on by only us me over out is it")
_ALSO = listed("and also then")  # before a further promise: "and the deck to wed"
_ONE_OF_THEM = listed("the my our that")
# What a rep adds to a customer's wish: "northwind want the pricing, sent it".
_SENT_IT = ("sent it", "sent it already", "already sent it", "sent", "done", "did it", "did that")
_WHEN_SENT = LATELY | listed("last night nite")
_IS_FOR = (["is", "for"], ["are", "for"], ["was", "for"], ["were", "for"])
# Where this matches, we split a report into parts. In "went well, deck goes out thursday, not
# wednesday", the first part is "went well", and the second part is the rest.
_PARTS = re.compile(r"[.;!\n]+(?:\s|$)|,\s(?!not\b)")
_WE_WILL = WE | listed("ill well im were")  # "ill send the deck thursday instead"


@dataclass(frozen=True)
class PromiseReport:
    """What somebody reports about a promise.

    - `words` are the words that say which promise is meant.
    - `when` is the new day of a promise that is moved.
    - `sure` says whether the text is surely a report. If `sure` is false, it is a report only if an
      open promise fits `words`.
    - `doubtful` says whether to ask the person before the promise is changed: "forget the deck",
      "sent the deck, well half of it".
    - `theirs` is true if the text can only be about a promise that the customer made.
    - `by` are the words that say who keeps the promise: "aylin", in "aylin sends the list friday
      not thursday".
    - `only_listed` says whether the text names no promise: "dont need it anymore, drop it". Such a
      text counts as a report only if a promise was just listed.
    - `promised` says whether the text has "promised" or "owe": "i promised kestrel a date, done".
    - `said` says whether the text ends with what the customer said: "called jana, she's fine with
      38k".
    - `is_given` says whether the customer gets more time: "give em till fri". Such a text may name
      nobody and nothing.
    - `rest` has the other parts of the line: "sending it tmrw", after "the deck isnt out yet".
    """

    told: Told
    words: tuple[str, ...]
    when: str = ""
    sure: bool = False
    doubtful: bool = False
    said: bool = False
    theirs: bool = False
    by: tuple[str, ...] = ()
    only_listed: bool = False
    promised: bool = False
    rest: str = ""
    is_given: bool = False


def promise_report(text: str) -> PromiseReport | None:
    """Return what a text reports about a promise, or None."""
    if agreed_time(text):  # "emailed pia, shes ok with wed 4pm" is about a call
        return None
    if given := _more_time(text):
        return given
    report = _report(text)
    if report and report.told in ("done", "theirs") and hedges(text):
        report = replace(report, doubtful=True)
    if report and report.told == "moved":
        return _moved_in_part(text) or report
    return _without_lead(report) if report and report.told == "done" else report


def _moved_in_part(text: str) -> PromiseReport | None:
    """Return the report for "pricing slips to fri", with "finance needs a day" as its `rest`.

    The line is "pricing slips to fri, finance needs a day". Return None if no part of the line
    moves a promise by itself, if several parts do, or if another part has a day too.
    """
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    moves = [(part, one) for part in parts if (one := _report(part)) and one.told == "moved"]
    others = [part for part in parts if len(moves) == 1 and part != moves[0][0]]
    others = [part for part in others if not says_nothing(part)]
    if not others or any(days_in(written_out_words(part)) for part in others):
        return None
    return None if any(map(_moves_it, others)) else replace(moves[0][1], rest=", ".join(others))


def _without_lead(report: PromiseReport) -> PromiseReport:
    """Leave out "i promised" in "i promised kestrel a date, done", and make the report sure.

    Return any other report unchanged.
    """
    words = report.words[1:] if report.words[:1] and report.words[0] in WE else report.words
    if words[:1] and words[0] in _PROMISED and len(words) > 1:
        return replace(report, words=words[1:], sure=True, promised=True)
    return report


def _report(text: str) -> PromiseReport | None:
    if agreed_time(text):
        return None
    if ordered := (
        _with_order(text)
        or _drop_after_remark(text)
        or _came_as_listed(text)
        or _moved_before_remark(text)
    ):
        return ordered
    first, comma, following = text.partition(",")
    if comma and " ".join(written_out_words(first)) in _WRONG:
        return promise_report(following)
    if comma and not _OTHERS.isdisjoint(written_out_words(following)):
        return _before_their_words(promise_report(first))
    if comma and _says_sent(following):
        return _sent(first)
    return _promise_dropped(text) or _drop_at_end(text) or _reported(text)


def _before_their_words(report: PromiseReport | None) -> PromiseReport | None:
    """Read "called jana, she's fine with 38k" and "drop the names, she told me already".

    `report` is what the words before the comma report.
    """
    if report is None or report.told == "dropped":
        return report
    return replace(report, said=True) if report.told == "done" and report.sure else None


def _with_order(text: str) -> PromiseReport | None:
    """Match "dont need the deck anymore, drop it" and "deck is due wed not tue, move it".

    Also match "the deck isnt out yet, sending it tmrw".
    """
    if unwanted := not_needed(text):
        it = not unwanted.words
        doubtful = not unwanted.sure
        return PromiseReport("dropped", unwanted.words, doubtful=doubtful, only_listed=it)
    first, _, following = text.partition(",")
    since = _reported(first) if following.strip() else None
    if since and since.told == "open":
        return replace(since, rest=following.strip())
    return since if since and since.told == "moved" and _moves_it(following) else None


def _came_as_listed(text: str) -> PromiseReport | None:
    """Match "got the names: tibor and eva"."""
    before, colon, _ = text.partition(": ")
    came = _reported(before) if colon else None
    return came if came and came.told == "theirs" else None


def _moved_before_remark(text: str) -> PromiseReport | None:
    """Match "roi sheet move to fri" and "roi sheet move to fri, finance is slow".

    In "pricing too high, push to fri", a comma stands before the verb. That line may be about a
    call, so it does not match.
    """
    return _may_wait(written_out_words(text.partition(",")[0]), _MOVE)


def _more_time(text: str) -> PromiseReport | None:
    """Match "halden havent sent the plan, give em till fri"."""
    given = more_time(text)
    if given is None:
        return None
    words = _telling(given.words)
    return PromiseReport("moved", words, given.when, theirs=True, is_given=given.is_given)


def _drop_after_remark(text: str) -> PromiseReport | None:
    """Match "finance killed it, drop the roi sheet". The remark becomes `rest`."""
    remark, _, order = text.rpartition(",")
    words = _bare(written_out_words(order))
    named = _telling([word for word in words[1:] if word not in COURTESY | _IT])
    is_drop = words[:1] != [] and words[0] in _DROPS and 0 < len(named) <= MAX_WORDS
    if not is_drop or not remark.strip() or not CALL_WORDS.isdisjoint(words):
        return None
    return PromiseReport("dropped", named, rest=remark.strip())


def _promise_dropped(text: str) -> PromiseReport | None:
    """Match "drop the promise revised quote", with or without quotation marks or a colon."""
    bare = _bare(written_out_words(text))
    return dropped(" ".join(bare[1:])) if bare and bare[0] in _DROPS | _FORGETS else None


def _drop_at_end(text: str) -> PromiseReport | None:
    """Match "northwind pricing - drop", but not "board meeting: drop it", which is about a call."""
    said = [word for word in text.strip(" .!").split() if word.lower() not in COURTESY]
    end = len(said) - (bool(said) and said[-1].lower() in _IT)
    thing = said[: end - 1]
    is_order = end > 1 and said[end - 1].lower() in _DROPS
    is_apart = is_order and (thing[-1] in _DASHES or thing[-1][-1] in ":,;")
    words = written_out_words(" ".join(thing)) if is_apart else []
    if not words or len(words) > MAX_WORDS or not CALL_WORDS.isdisjoint(words):
        return None
    return PromiseReport("dropped", _telling(words))


def _moves_it(text: str) -> bool:
    """Check for "move it" and "pls move that"."""
    words = [word for word in _bare(written_out_words(text)) if word not in COURTESY]
    return len(words) == 2 and words[0] in _MOVES and words[1] in _IT


def _says_sent(text: str) -> bool:
    """Check for "sent it" and "sent it last nite"."""
    words = written_out_words(text)
    while words and words[-1] in _WHEN_SENT:
        words = words[:-1]
    return " ".join(words) in _SENT_IT


def _sent(text: str) -> PromiseReport | None:
    """Return the report for the words before ", sent it": "northwind want the pricing"."""
    if (report := _reported(text)) and report.told == "done":
        return report
    words = written_out_words(text)
    fits = len(words) <= MAX_WORDS and kind_of(written_out(text)) != "quote"
    return PromiseReport("done", _telling(words)) if fits else None


def _reported(text: str) -> PromiseReport | None:
    """Return what a text, or one part of it, reports about a promise, or None."""
    words = written_out_words(text)
    kind = kind_of(written_out(text))
    if not words or len(words) > MAX_WORDS or kind in ("quote", "crm"):
        return None
    asked = asked_about(words) if kind == "question" else ()
    if asked or text.rstrip().endswith("?"):
        return PromiseReport("asked", asked) if asked else None
    if kind != "question" and (found := _moved_since(words)):
        return found
    if not (DENIES | _OPEN).isdisjoint(words):
        return _still_open(words)
    bare = _bare(words) if kind != "question" else []
    readers = [_ordered, _may_wait, _due]
    if NOT_DONE.isdisjoint(written_out_words(text.partition(",")[0])):
        readers += [_delivered, _over, _went_to, _by_them]
    if words[0] in _ALSO | _ONE_OF_THEM:
        readers.insert(0, _to_day)
    for one in readers:
        if bare and (found := one(bare)):
            return found
    return None


def _moved_since(words: Sequence[str]) -> PromiseReport | None:
    """Match "he wants the deck wed instead", "jana now sends names thurs not wed" and the like."""
    named, when = other_day(words)
    if when and _CALL.isdisjoint(named):
        return PromiseReport("moved", _telling(named), when)
    said = _bare(words)
    at = next((at for at, word in enumerate(said) if word in ("not", "instead")), 0)
    old = said[at + 1 :] if at else []
    old = old[1:] if old[:1] == ["of"] else old
    if not DAY_WORDS.issuperset(old) or said[at:] == ["not"]:
        return None
    said = said[:at] if at else said
    verbs = _WILL_COME | _WANTS
    verb = next((at for at, word in enumerate(said[1 : WHO + 2], 1) if word in verbs), 0)
    by_us = bool(said) and said[0] in _WE_WILL
    if not verb or not (at or ("now" in said[1:] and not by_us)):
        return None
    if not by_us and not _WE_WILL.isdisjoint(said[:verb]):
        return None
    left = said[verb + 1 :]
    day: list[str] = []
    while left and left[-1] in DAY_WORDS:
        day.insert(0, left.pop())
    wants = said[verb] in _WANTS
    if wants and not _CALL.isdisjoint(left):
        return None
    named = [word for word in (*said[:verb], *left) if word not in _BESIDE_DAY | _WE_WILL]
    theirs = said[verb] not in _GOES and not by_us and not wants
    by = tuple(said[:verb]) if theirs else ()
    return (
        PromiseReport("moved", _telling(named), " ".join(day), theirs=theirs, by=by)
        if day
        else None
    )


def _to_day(words: Sequence[str]) -> PromiseReport | None:
    """Match a promise and its new day without "move": "and the board one pager to wed"."""
    report = moved(" ".join(words))
    if report is None or not DAY_WORDS.issuperset(report.when.split()):
        return None
    return replace(report, sure=False)


def said_to_be_for(text: str) -> tuple[tuple[str, ...], str]:
    """Return "two references" and "alder" for "the two references are for alder".

    Return () and "" for any other line. We don't check whether "alder" is an account.
    """
    words = list(dropwhile(lambda word: word in OPENERS | _CORRECTS, written_out_words(text)))
    at = next((at for at in range(1, len(words)) if words[at : at + 2] in _IS_FOR), 0)
    if not at or len(words) > MAX_WORDS or words[0] not in _ONE_OF_THEM:
        return (), ""
    return _telling(words[:at]), text.lower().partition(" for ")[2].strip(" .!,;:")


def moves_in(line: str) -> list[tuple[str, PromiseReport]]:
    """Return the parts of a line that move a promise, each with what it reports."""
    parts = [part.strip() for part in _PARTS.split(line)]
    reports = [(part, promise_report(part)) for part in parts if part]
    return [(part, one) for part, one in reports if one and one.told == "moved"]


def _bare(words: Sequence[str]) -> list[str]:
    """Leave out the words at the start that only lead in: "ok so please"."""
    return list(dropwhile(lambda word: word in OPENERS, words))


def moved(text: str) -> PromiseReport | None:
    """Read the words after "move" as a promise and its new day: "pricing to friday".

    Return None if no new day follows "to", or if the words are about a call.
    """
    words = written_out_words(text)
    to_call = words[:1] == ["call"] and "with" not in words  # as in the promise "call jana"
    of_call = not _CALL.isdisjoint(words[1:] if to_call else words)
    if len(words) > MAX_WORDS or of_call or to_amount(text):
        return None
    at = max((at for at, word in enumerate(words) if word in ("to", "until")), default=0)
    if not 0 < at < len(words) - 1:
        return None
    sure = not _PROMISE.isdisjoint(words[:at])
    return PromiseReport("moved", _telling(words[:at]), " ".join(words[at + 1 :]), sure)


def dropped(text: str) -> PromiseReport | None:
    """Return the promise in the words after "cancel": "the promise about the quote"."""
    words = written_out_words(text)
    if len(words) > MAX_WORDS or _PROMISE.isdisjoint(words):
        return None
    return PromiseReport("dropped", _telling(words), sure=True)


def _still_open(words: Sequence[str]) -> PromiseReport | None:
    """Match "havent sent the pricing yet", "pricing isnt sent yet" and "still open"."""
    if says_still_open(words):
        return PromiseReport("open", ())
    left = _bare([word for word in words if word not in DENIES])
    begins = words[0] in OPENERS | DENIES and len(left) > 1 and left[0] in DELIVERED
    named = tuple(left) if begins else _telling(still_open(words))
    return PromiseReport("open", named) if named else None


def _ordered(words: Sequence[str]) -> PromiseReport | None:
    """Match "drop the deck", "push pricing to friday" and "mark the deck as sent"."""
    first, rest = words[0], words[1:]
    if first in _DROPS:
        return PromiseReport("dropped", _telling(rest))
    if first in _FORGETS and rest and _CALL.isdisjoint(rest):
        return PromiseReport("dropped", _telling(rest), doubtful=True)
    if first in _MOVES | _WAS_MOVED:
        return moved(" ".join(rest))
    if words[:2] in (["tick", "off"], ["check", "off"], ["cross", "off"]) and words[2:]:
        return PromiseReport("done", _telling(words[2:]), sure=True)
    if first in _MARKS and rest[-1:] and rest[-1] in OVER:
        named = rest[:-2] if rest[-2:-1] == ["as"] else rest[:-1]
        return PromiseReport("done", _telling(named), sure=True)
    return None


def _may_wait(words: Sequence[str], verbs: frozenset[str] = _WAS_MOVED) -> PromiseReport | None:
    """Match "pricing can wait until monday", "pricing moved to fri" and "deck slips to wed"."""
    at = next((at for at, word in enumerate(words) if at and word in verbs), 0)
    if at and _CALL.isdisjoint(words):
        when = [*words[at + 1 :]]
        when = when[1:] if when[:1] in (["back"], ["out"]) else when
        named = [word for word in words[:at] if word not in _BEING]
        if named and when[:1] and when[0] in ("to", "until") and when[1:]:
            return PromiseReport("moved", _telling(named), " ".join(when[1:]))
    at = words.index("wait") if "wait" in words[1:] else 0
    if not at or words[at + 1 : at + 2] != ["until"] or len(words) < at + 3:
        return None
    named = [word for word in words[:at] if word not in ("can", "could", "will")]
    return PromiseReport("moved", _telling(named), " ".join(words[at + 2 :]))


def _due(words: Sequence[str]) -> PromiseReport | None:
    """Match "no the plan is due thursday" and "the quote is due friday now"."""
    at = words.index("due") if "due" in words[2:] else 0
    when = [word for word in words[at + 1 :] if word not in ("on", "by", "now")]
    if not at or words[at - 1] not in ("is", "now") or not when:
        return None
    if not set(when) <= DAY_WORDS and not any(word[:1].isdecimal() for word in when):
        return None
    named = [word for word in words[:at] if word not in ("is", "now", *_CORRECTS)]
    return PromiseReport("moved", _telling(named), " ".join(when))


def _delivered(words: Sequence[str]) -> PromiseReport | None:
    """Match "sent pricing to northwind", but not "called jana, she is fine with 38k"."""
    if words == ["done"]:
        return PromiseReport("done", (), sure=True)
    if words[:2] in (["done", "with"], ["finished", "with"]) and words[2:]:
        return PromiseReport("done", _telling(words[2:]))
    if words[0] == "done" and words[1] in DELIVERED:  # "done, sent jana the pricing"
        words = words[1:]
    if words[0] not in DELIVERED or len(words) < 2 or not _OTHERS.isdisjoint(words):
        return None
    return PromiseReport("done", tuple(words), sure=True)


def _over(words: Sequence[str]) -> PromiseReport | None:
    """Match "pricing sent", "the one pager went out" and "the depot list arrived"."""
    left = [*words]
    while len(left) > 2 and left[-1] in LATELY:
        left.pop()
    if left[-1] in CAME and len(left) > 1:
        return PromiseReport("theirs", _telling(left[:-1]))
    if left[-1] not in OVER or len(left) < 2:
        return None
    named = left[:-1]
    if "their" in named:
        return PromiseReport("theirs", _telling(named))
    if not _ONCE.isdisjoint(named):  # "deck goes to anders when it is done"
        return None
    while named and named[-1] in IS:
        named.pop()
    if not named or not _OTHERS.isdisjoint(named) or not (DELIVERED | GOT).isdisjoint(named):
        return None
    return PromiseReport("done", _telling(named))


def _went_to(words: Sequence[str]) -> PromiseReport | None:
    """Match "roi deck went to anders"."""
    at = words.index("went") if "went" in words[1:] else 0
    whom = words[at + 2 :]
    if not at or words[at + 1 : at + 2] != ["to"] or not 0 < len(whom) <= WHO + 1:
        return None
    if not (_CALL | _OTHERS | WE).isdisjoint(words):
        return None
    return PromiseReport("done", _telling((*words[:at], *whom)))


def _by_them(words: Sequence[str]) -> PromiseReport | None:
    """Match "jana sent the depot list" and "got the depot list from northwind"."""
    if words[0] in GOT:
        return PromiseReport("theirs", _telling(words[1:]))
    for at, word in enumerate(words[1 : WHO + 1], 1):
        if word in _FROM_THEM and at + 1 < len(words):
            return PromiseReport("theirs", _telling((*words[:at], *words[at + 1 :])))
    return None


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    """Leave out words that don't tell which promise is meant, such as "the" and "promise"."""
    return tuple(word for word in words if word not in SMALL | _PROMISE)
