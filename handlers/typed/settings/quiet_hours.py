"""Recognise a wish for quiet in some hours of a day: "no pings 3 to 4", "nothing before 9 tmrw"."""

from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.settings.absence_said import PLACES, are_days
from handlers.typed.settings.back_said import in_working_hours
from handlers.typed.settings.numbers_typed import NOON, clock_in, clocks_in
from handlers.typed.settings.setting_words import FILLING, NO_MESSAGES, without
from handlers.typed.words import listed

_MAX_WORDS = 16  # how many words a line may have
_WISHES = tuple(
    sorted(
        (
            *NO_MESSAGES,
            *(
                "be quiet",
                "stay quiet",
                "quiet",
                "mute",
                "silence",
                "leave me alone",
                "leave me be",
            ),
            *("do not disturb", "dnd", "do not bug me", "do not message", "mute me"),
        ),
        key=len,
        reverse=True,
    )
)
_PLACE_WORDS = PLACES | listed(
    "i im am ill be at the a my to in on for going gonna have got ive with appointment appt"
    " meeting meetings call calls workshop training lunch busy gym kids school and"
)
_BEFORE_RANGE = listed("from between at")
_LONGEST_RANGE = 5  # words: "3 pm to 4 pm"


class QuietHours(NamedTuple):
    """The day, or "" for today, and the hours without messages."""

    day: str
    since: time
    until: time


def quiet_hours(text: str) -> QuietHours | None:
    """Return the hours in "im at the dentist 3 to 4 no pings" and "nothing before 9 tomorrow".

    The line must have a wish for quiet, or name a place such as the dentist's. "Nothing before 9"
    without a day is a lasting setting, so return None. Return None for any other line too.
    """
    typed = without(few_written_out_words(text, _MAX_WORDS), FILLING - {"and"})
    words = _without_wish(typed)
    is_wished = len(words) < len(typed)
    if not is_wished and PLACES.isdisjoint(words):
        return None
    return _before(words) if is_wished and "before" in words else _between(words)


def _between(words: Sequence[str]) -> QuietHours | None:
    for at in range(len(words)):
        for size in range(min(_LONGEST_RANGE, len(words) - at), 0, -1):
            hours = clocks_in(words[at : at + size])
            if hours is None:
                continue
            lead = at > 0 and words[at - 1] in _BEFORE_RANGE
            days = without([*words[: at - lead], *words[at + size :]], _PLACE_WORDS)
            if days and not are_days(days):
                return None
            return QuietHours(" ".join(days), *_in_the_day(*hours, words[at : at + size]))
    return None


def _before(words: Sequence[str]) -> QuietHours | None:
    at = words.index("before")
    for size in (2, 1):
        found = clock_in(words[at + 1 : at + 1 + size])
        days = without([*words[:at], *words[at + 1 + size :]], {"on"})
        if found and are_days(days):
            return QuietHours(" ".join(days), time(), in_working_hours(*found))
    return None


def _in_the_day(since: time, until: time, typed: Sequence[str]) -> tuple[time, time]:
    """Read "3 to 4" as hours in the afternoon, unless am or pm is clear."""
    later = in_working_hours(since, is_sure="am" in "".join(typed))
    moved = later != since and until.hour < NOON
    return later, until.replace(hour=until.hour + NOON) if moved else until


def _without_wish(words: Sequence[str]) -> list[str]:
    for wish in _WISHES:
        said = wish.split()
        for at in range(len(words)):
            if [*words[at : at + len(said)]] == said:
                return [*words[:at], *words[at + len(said) :]]
    return [*words]
