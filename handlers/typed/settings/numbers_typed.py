"""Parse typed lengths of time and times of day: "2h", "half an hour", "9 to 5". Pure.

The words must be in lower case, as `plain_spelling.written_out_words` returns them.
"""

import re
from collections.abc import Sequence
from datetime import time

_ONES = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_ONES.split(), 1)} | {
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fortyfive": 45,
    "forty-five": 45,
    "ninety": 90,
}
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("day", "days"), 24 * 60),
}
_NAMED = {
    ("half", "an", "hour"): 30,
    ("half", "hour"): 30,
    ("quarter", "of", "an", "hour"): 15,
    ("a", "couple", "of", "hours"): 120,
    ("couple", "of", "hours"): 120,
}
_GLUED = re.compile(r"(\d{1,3})-?([a-z]{1,7})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?([ap])?m?")
_RANGE_WORDS = ("to", "until", "and", "through", "-")
_HALVES = ("am", "pm")
NOON = 12


def length_at(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return the length of time that begins at `words[at]`, in minutes, and its number of words.

    Return (0, 0) if no length begins there.
    """
    for named, minutes in _NAMED.items():
        if tuple(words[at : at + len(named)]) == named:
            return minutes, len(named)
    glued = _GLUED.fullmatch(words[at])
    if glued and glued[2] in _UNITS:
        return int(glued[1]) * _UNITS[glued[2]], 1
    number, unit = number_in(words[at]), _UNITS.get("".join(words[at + 1 : at + 2]), 0)
    return (number * unit, 2) if number and unit else (0, 0)


def number_in(word: str) -> int:
    """Return the number that a word such as "5" or "five" means. Return 0 for any other word."""
    if word.isascii() and word.isdecimal() and len(word) <= 3:
        return int(word)
    return _NUMBERS.get(word, 0)


def clock_in(words: Sequence[str]) -> tuple[time, bool] | None:
    """Return the time of day that these words name. Return None if they name none.

    The second value is False if the time may be am or pm: "3", "9:30".
    """
    joined = "".join(words)
    if joined in ("noon", "midday"):
        return time(NOON), True
    if joined in _NUMBERS and joined not in ("a", "an"):
        joined = str(_NUMBERS[joined])
    found = _CLOCK.fullmatch(joined)
    if not 0 < len(words) <= 2 or found is None:  # "3pm" or "3 pm"
        return None
    if (len(words) > 1 and words[1] not in _HALVES) or (joined.endswith("m") and not found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % NOON + (NOON if found[3] == "p" else 0) if hour <= NOON else 24
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute), bool(found[3]) or hour > NOON


def clocks_in(words: Sequence[str]) -> tuple[time, time] | None:
    """Return the two times in "9 to 5" or "9-17:30". "9 to 5" ends at 17:00.

    Return None if the words are not two times, or if the second time is not later than the first.
    """
    parts = " ".join(words).replace("–", "-").replace("-", " - ").split()
    at = next((at for at, word in enumerate(parts) if word in _RANGE_WORDS), 0)
    first, last = clock_in(parts[:at]), clock_in(parts[at + 1 :])
    if not at or first is None or last is None:
        return None
    begins, ends = first[0], last[0]
    if ends <= begins and not last[1] and ends.hour < NOON:
        ends = ends.replace(hour=ends.hour + NOON)
    return (begins, ends) if begins < ends else None
