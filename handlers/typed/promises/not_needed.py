"""Recognise an order to drop what nobody needs: "dont need the deck anymore, drop it". Pure."""

import re
from typing import NamedTuple

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import COURTESY, OPENERS, PRONOUNS, WE, listed, without_leading

_MAX_WORDS = 16
_LAST_PART = re.compile(r"[,;.!\n](?=[^,;.!\n]*$)")
_DROPS = listed("drop scrap kill discard forget cancel remove delete strike")
_IT = (["it"], ["that"], ["this"], ["that", "one"], ["that", "promise"])
_NEEDS = listed("need needs needed want wants wanted require requires required relevant")
_DENIES = listed("not doesnt didnt isnt arent wont no longer never nobody noone")
_OVER = listed("off obsolete moot dead pointless outdated irrelevant")
_IS = listed("is are was were has have been do does did")
_SMALL = listed("the my our that this a an it about of to for me us them any anymore more now")
CALL_WORDS = listed("call calls meeting meetings demo mtg slot")
_LEFT_OUT = _NEEDS | _DENIES | _OVER | _IS | _SMALL | PRONOUNS | WE


class NotNeeded(NamedTuple):
    """What to drop.

    - `words`: the words that name the thing to drop, which may be something other than a promise.
      () for "dont need it anymore, drop it".
    - `sure`: true if the line says that the thing is not needed or not wanted. False if the line
      only calls the thing "obsolete", "dead" or the like.
    """

    words: tuple[str, ...]
    sure: bool


def not_needed(text: str) -> NotNeeded | None:
    """Return what a line orders us to drop, because nobody needs it.

    Return None if the line is not such an order, or if it names a call.
    """
    remark, *order = _LAST_PART.split(text.strip(" .!"), maxsplit=1)
    ordered = without_leading(written_out_words(order[0]), OPENERS) if order else []
    while ordered and ordered[-1] in COURTESY:
        ordered.pop()
    if not ordered or ordered[0] not in _DROPS or ordered[1:] not in _IT:
        return None
    words = without_leading(written_out_words(remark), OPENERS)
    denied = not (_NEEDS.isdisjoint(words) or _DENIES.isdisjoint(words))
    if len(words) > _MAX_WORDS or not CALL_WORDS.isdisjoint(words):
        return None
    ends = next((word for word in reversed(words) if word not in _SMALL), "")
    if not (denied or ends in _OVER):
        return None
    return NotNeeded(tuple(word for word in words if word not in _LEFT_OUT), denied)
