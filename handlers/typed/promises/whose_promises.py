"""Tell whose promises a question is about: "what do i owe" or "what do they owe us". Pure."""

from collections.abc import Sequence
from typing import Literal

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import WE, listed

Side = Literal["ours", "theirs"]

_VERBS = listed("owe owes owed promise promised")
_US = listed("me us")
_BETWEEN = listed("still just all ever already really actually")  # "what do i still owe"
_PASSIVE = listed("am are were was")  # "what am i owed"
_OTHERS = listed("they he she them who anyone anybody somebody someone everyone everybody")


def side_asked(text: str) -> Side | None:
    """Return "ours" for promises by us, and "theirs" for promises by customers.

    Return None if the text does not say whose promises are meant, as in "promises".
    """
    words = written_out_words(text)
    at = next((at for at, word in enumerate(words) if word in _VERBS), None)
    if at is None:
        return None
    before = [word for word in words[:at] if word not in _BETWEEN]
    if not before:
        return "ours" if words[at] == "owe" else None  # "owe northwind"
    if before[-1] in WE:
        is_passive = words[at] == "owed" and not _PASSIVE.isdisjoint(before)
        return "theirs" if is_passive else "ours"
    return "theirs" if _are_others(before, words[at:]) else None


def _are_others(before: Sequence[str], rest: Sequence[str]) -> bool:
    """Check whether others promised, as in "what did northwind promise" and "who owes me"."""
    asks = before[0] in ("what", "did", "do", "does", "have", "has", "and", "so", "anything")
    to_us = not _US.isdisjoint(rest[1:3])
    return to_us or before[-1] in _OTHERS or (asks and len(before) > 1)
