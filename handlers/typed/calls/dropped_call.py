"""Recognise an order to drop a call: "two calls on thursday, drop the 3pm". Pure.

The order names the call by its time of day, its day, or both.
"""

from dataclasses import dataclass

from handlers.typed.settings.numbers_typed import clock_in
from handlers.typed.words import (
    COURTESY,
    DAY_WORDS,
    OPENERS,
    bare_words_and_rest,
    listed,
    without_leading,
)

_DROPS = listed("cancel drop scrap kill remove delete lose ditch skip")
_THE = listed("the my our")
_BESIDE = listed("one call meeting on at")
_CALL = listed("call meeting")
_LONGEST = 24
_MAX_ORDER_WORDS = 8


@dataclass(frozen=True)
class DroppedCall:
    """Which call to drop, in the words of the line.

    - `before`: the words before the order, which may name the account and the day
    - `clock`: the time of day, or "" for "drop the wed one"
    - `day`: the day that the order names ("drop the 3pm thursday"), or ""
    - `names_call`: whether the order has a word such as "call": "drop the wed call"
    """

    before: str
    clock: str
    day: str
    names_call: bool = False


def dropped_call(text: str) -> DroppedCall | None:
    """Return what a line says about a call to drop, or None for any other line."""
    if len(text.split(maxsplit=_LONGEST + 1)) > _LONGEST:
        return None
    before, _, order = text.strip(" .!").replace(". ", ", ").rpartition(",")
    words = without_leading(bare_words_and_rest(order, _MAX_ORDER_WORDS), OPENERS | COURTESY)
    if not words[2:] or words[0] not in _DROPS or words[1] not in _THE:
        return None
    when = [word for word in words[2:] if word not in COURTESY | _BESIDE]
    names_call = not _CALL.isdisjoint(words)
    day = [word for word in when if word in DAY_WORDS]
    clock = [word for word in when if word not in DAY_WORDS]
    if day and not clock:  # "drop the wed one"
        may_be_call = names_call or "one" in words
        return DroppedCall(before.strip(), "", " ".join(day), names_call) if may_be_call else None
    if not clock_in(clock) or when[: len(clock)] != clock:
        return None
    return DroppedCall(before.strip(), " ".join(clock), " ".join(day), names_call)
