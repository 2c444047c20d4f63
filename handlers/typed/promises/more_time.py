"""Recognise that a customer gets more time for a promise: "give em till fri for the plan". Pure."""

from typing import NamedTuple

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.promises.days_in_words import days_in
from handlers.typed.promises.done_asked import DELIVERED
from handlers.typed.promises.not_needed import CALL_WORDS
from handlers.typed.promises.report_words import DENIES
from handlers.typed.words import COURTESY, OPENERS, THEY, WE, listed

_MAX_WORDS = 16
_WHOM = range(1, 4)  # how many words may name who gets more time: "them", "jana novak"
_GIVES = listed("give gave giving grant allow let lets")
_HAS = listed("have has get gets")
_CAN = listed("can could may will")
_US = listed("me us")  # "give me until fri" is about the rep
_NOT_HERE = listed("here there yet still is are was late nothing no came come got more time em")


class MoreTime(NamedTuple):
    """What a line says besides the new day, without the words about giving, and the new day.

    `is_given` is false for "northwind has until fri", which may be news.
    """

    words: tuple[str, ...]
    when: str
    is_given: bool


def more_time(text: str) -> MoreTime | None:
    """Match a line that gives a customer more time, or return None.

    - "halden havent sent the plan, give em till fri"
    - "they can have until fri for the plan"
    - "give northwind till fri"
    """
    words = few_written_out_words(text, _MAX_WORDS)
    if len(words) > _MAX_WORDS or "until" not in words or not CALL_WORDS.isdisjoint(words):
        return None
    until = words.index("until")
    gives = next((at for at in range(until) if words[at] in _GIVES), None)
    whom = words[gives + 1 : until] if gives is not None else []
    days = [day for day in days_in(words) if day[0] == until + 1]
    fits = len(_named(whom)) in _WHOM if gives is not None else _have(words[:until])
    if not fits or not days or not _US.isdisjoint(whom):
        return None
    begin, end = days[0]
    beside = DENIES | DELIVERED | _NOT_HERE | THEY | OPENERS | COURTESY | _GIVES | _HAS | _CAN
    named = [word for word in (*words[:until], *words[end:]) if word not in beside | {"for", "the"}]
    is_given = gives is not None or not _CAN.isdisjoint(words[:until])
    return MoreTime(tuple(named), " ".join(words[begin:end]), is_given)


def _named(whom: list[str]) -> list[str]:
    """Return "them" for "them more time" and for "them have"."""
    return [word for word in whom if word not in _HAS | {"more", "time"}]


def _have(before: list[str]) -> bool:
    """Check for "they can have" and "northwind has" before "until"."""
    subject = [word for word in before[:-1] if word not in _CAN][-1:]
    return before[-1:] != [] and before[-1] in _HAS and subject != [] and subject[0] not in WE
