"""Recognise a question about the time of a call: "is northwind at 12 or 11:30". Pure."""

from collections.abc import Sequence
from itertools import groupby

from handlers.typed.settings.numbers_typed import clock_in
from handlers.typed.words import DAY_WORDS, listed, without_leading

_ASKS = listed("is was isnt")
_BETWEEN_TIMES = listed("at on or not still now and")
_PARTS = listed("half quarter past to")
_MAX_NAME_WORDS = 5


def whose_time(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of the account's name: ("northwind",) for "is northwind at 12 or 11:30".

    Return () if the line does not ask about the time of a call.
    """
    if not words or words[0] not in _ASKS:
        return ()
    for at in range(2, min(_MAX_NAME_WORDS + 2, len(words))):
        if words[at] in _BETWEEN_TIMES | DAY_WORDS:
            return tuple(words[1:at]) if _is_time(words[at:]) else ()
    return ()


def _is_time(words: Sequence[str]) -> bool:
    """Check whether the words are only days and times of day: "at 12 or 11:30"."""
    parts = [
        [*part] for is_joint, part in groupby(words, lambda w: w in _BETWEEN_TIMES) if not is_joint
    ]
    return bool(parts) and all(_is_day_or_clock(part) for part in parts)


def _is_day_or_clock(words: Sequence[str]) -> bool:
    clock = [word for word in words if word not in DAY_WORDS]
    clock = without_leading(clock, _PARTS)  # "half 9", "quarter past 3"
    return not clock or clock_in(clock) is not None
