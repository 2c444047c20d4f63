"""Parse the fields of forms and the values of buttons."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import DAY, day_of

Word = TypeVar("Word", bound=str)


def day(turn: Turn, name: str) -> date | None:
    """Return the day in a field, or None if the field is empty.

    Raises Refusal if the text in the field is not a date.
    """
    typed = turn.fields.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise _which_day(turn, name) from error


def needed_day(turn: Turn, name: str) -> date:
    """Return the day in a field.

    Raises Refusal, shown next to the field, if the field is empty or its text is not a date.
    """
    chosen = day(turn, name)
    if chosen is None:
        raise _which_day(turn, name)
    return chosen


def _which_day(turn: Turn, name: str) -> Refusal:
    tomorrow = day_of(turn.now, turn.person.zone) + DAY
    return Refusal(f"Which day? For example: {tomorrow.isoformat()}.", field=name)


def whole_number(text: str) -> int:
    """Parse a whole number of at most 17 digits. Return 0 for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def moment_in(text: str) -> datetime | None:
    """Parse a moment in ISO format with an offset, for example from the value of a button.

    Return None for any other text.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def one_of(typed: str, words: Iterable[Word]) -> Word | None:
    """Return the word in `words` that is equal to the typed text. Return None if there is none."""
    return next((word for word in words if word == typed), None)
