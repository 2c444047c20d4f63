"""Recognise the correction of a day or a time: "make it thursday", "no, leave it at 10". Pure."""

import re

from handlers.typed.correction_words import (
    CORRECTION_LEADS,
    LEAVES,
    MAKES,
    after_beginning,
    correction_in,
    opens_a_correction,
)
from handlers.typed.words import DAY_WORDS, listed, without_leading

_LONGEST = 5  # how many words a day may have
_MADE = tuple(begin.split() for begin in MAKES)
_LEFT = tuple(begin.split() for begin in LEAVES)
_AS_IT_WAS = ("as it was", "as is", "as it is", "where it was", "how it was", "as planned")
_LEFT_ALONE = (*LEAVES, "dont", "do not", "dont move it", "dont move that", "dont do that")
_NEW_PART = re.compile(r"\s(?:-|–|—|but|rather|instead)\s|[.;](?=\s)")  # "not wed but thursday"
_I_AM = listed("im i am off away out its it is mean meant")
_AWAY = listed("off away out")
_BEFORE_TIME = listed("its it is was thats from at on back to")


def day_corrected(text: str) -> tuple[str, str]:
    """Return the new day and the day that it replaces.

    If the line does not say which day is replaced ("make it thursday"), return "" for that day.
    Return two empty strings for any other line. We do not check that the words are days.
    """
    instead = day_instead(text)
    return instead if all(instead) else (day_meant(text), "")


def day_meant(text: str) -> str:
    """Return "thursday" for "make it thursday" and for "nope thursday", or "" for any other line.

    We do not check that the words are a day.
    """
    words = correction_in(text)
    return _day(
        after_beginning(words, CORRECTION_LEADS) or (words if opens_a_correction(text) else [])
    )


def day_instead(text: str) -> tuple[str, str]:
    """Return the new day and the day that it replaces, if the line names both.

    - "actually thursday not wed" → "thursday", "wed"
    - "not wed, thursday" → "thursday", "wed"

    Return two empty strings for any other line. We do not check that the words are days.
    """
    words = after_beginning(correction_in(text), CORRECTION_LEADS) or correction_in(text)
    if "not" in words[1:]:  # "thursday, not wed"
        at = words.index("not", 1)
        return _day(words[:at]), " ".join(words[at + 1 :])
    return _denied(text)


def _denied(text: str) -> tuple[str, str]:
    """Return the new day and the day that it replaces, for a line that begins with "not".

    - "not wed, thursday" → "thursday", "wed"
    - "not wed but thursday" → "thursday", "wed"

    Return two empty strings for any other line.
    """
    words = correction_in(text)
    if words[:1] != ["not"] or len(words) < 3:
        return "", ""
    wrong, comma, right = _NEW_PART.sub(",", text).partition(",")
    if comma and correction_in(wrong)[:1] != ["not"]:  # "no, not wed, thursday"
        wrong, comma, right = right.partition(",")
    if not comma:  # "not wed thursday"
        old, new = words[1:2], words[2:]
        return (_day(new), old[0]) if {*old, *new} <= DAY_WORDS else ("", "")
    old, new = correction_in(wrong)[1:], without_leading(correction_in(right), _I_AM)
    new = new[:-1] if new[-1:] and new[-1] in _AWAY else new  # "not thursday sorry, friday off"
    return (_day(new), " ".join(old)) if old and len(old) <= _LONGEST else ("", "")


def day_ordered(text: str) -> str:
    """Return "3" for "hm make that 3", or "" for a line that does not begin with such an order.

    "I meant 3" is no order. We do not check that the words are a day or a time.
    """
    return _day(after_beginning(correction_in(text), _MADE))


def left_at(text: str) -> str:
    """Return "10:40" for "actually no leave it at 10:40", or "" for any other line."""
    return _day(after_beginning(correction_in(text), _LEFT))


def left_as_it_was(text: str) -> bool:
    """Check for "no leave it as it was", "no leave it" and "no dont", which undo a change."""
    words = correction_in(text)
    alone = opens_a_correction(text) and " ".join(words) in _LEFT_ALONE
    return alone or " ".join(after_beginning(words, _LEFT)) in _AS_IT_WAS


def _day(words: list[str]) -> str:
    if "not" in words:  # "thursday not friday"
        words = words[: words.index("not")]
    words = without_leading(words, _BEFORE_TIME)
    return " ".join(words) if len(words) <= _LONGEST else ""
