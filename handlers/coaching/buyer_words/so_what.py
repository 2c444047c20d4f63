"""Tell marketing in one line how widespread a theme is, and who works on it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.times.formatting import format_date, format_day
from handlers.times.words import NUMBERS
from storage.choices import AskState

_IN_WORDS: Mapping[int, str] = {number: word for word, number in NUMBERS.items() if number <= 9}
_ANSWERED: tuple[AskState, ...] = ("answered", "changed")


@dataclass(frozen=True)
class Handling:
    """What became of something that a rep passed on.

    `owner` is the name of the person in marketing who works on it, or "" if nobody does. `since` is
    the day when marketing first answered or began to work on it, or None if neither has happened.
    """

    state: AskState
    owner: str = ""
    since: date | None = None


def so_what(accounts: int, first: date, handled: Sequence[Handling], today: date) -> str:
    """Return a line such as "Three accounts since the week of 2 November. Nobody has answered yet."

    `accounts` is how many accounts brought up the theme. `first` is the day when the theme first
    came up. We say only the week, because the day could identify the call.
    """
    since = (
        ", all in the past week"
        if first >= today - timedelta(days=7)
        else f" since the week of {format_date(first - timedelta(first.weekday()), today)}"
    )
    return f"{_as_words(accounts).capitalize()} accounts{since}. {_who(handled, today)}"


def _who(handled: Sequence[Handling], today: date) -> str:
    """Say who works on the theme. If nobody does, say how many of the asks have an answer."""
    owned = [one for one in handled if one.state == "taken_up" and one.owner]
    if owned:
        first = min(owned, key=lambda one: one.since or today)
        return f"{first.owner} is on it (since {format_day(first.since or today, today)})."
    answered = sum(one.state in _ANSWERED for one in handled)
    if answered == 0:
        return "Nobody has answered yet."
    if answered == len(handled):
        return "Marketing has answered."
    return f"Marketing has answered {_as_words(answered)} of {_as_words(len(handled))}."


def _as_words(number: int) -> str:
    return _IN_WORDS.get(number, f"{number:,}")
