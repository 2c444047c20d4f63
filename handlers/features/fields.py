"""Parse the fields of forms and the values of buttons."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from handlers.registry import Refusal, Turn

Word = TypeVar("Word", bound=str)


def day(turn: Turn, name: str) -> date | None:
    """The day in a field; None if it is empty. Raises Refusal at that field."""
    typed = turn.fields.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Refusal("Which day? For example: 2026-11-27.", field=name) from error


def needed_day(turn: Turn, name: str) -> date:
    """The day in a field that may not be empty. Raises Refusal at that field."""
    chosen = day(turn, name)
    if chosen is None:
        raise Refusal("Which day? For example: 2026-11-27.", field=name)
    return chosen


def whole_number(text: str) -> int:
    """The whole number in a button's value or a field; 0 if it is none or has 18 digits or more."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def one_of(typed: str, words: Iterable[Word]) -> Word | None:
    """The one of `words` that was typed or chosen; None if it is none of them."""
    return next((word for word in words if word == typed), None)
