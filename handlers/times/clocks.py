"""Parse times of day as typed: 3pm, 3p, 15:00, 15h30, 1500, noon, ten thirty, at 3."""

import re
from dataclasses import dataclass
from typing import Literal

from handlers.times.words import HOUR_WORD, MINUTE_WORD, integer

Part = Literal["morning", "afternoon", "evening", "night"]

DAY = 24 * 60
NOON = 12 * 60
_USUAL_LENGTH = 4 * 60  # in minutes; a longer range is doubtful, see `is_doubtful`
_MERIDIEM = r"[ap]\.?\s?m\.?"
_OCLOCK = r"(?:o'?\s?clock|uhr)"
_HALF = rf"(?:\s*{_OCLOCK})?(?:\s*{_MERIDIEM})?"

# Also matches times that do not exist, such as 25:00. `parse` rejects them.
CLOCK = (
    rf"(?:(?:(?:12\s+)?(?:noon|midday|midnight)"
    rf"|\d{{3,4}}(?:\s*{_MERIDIEM}|[ap])|\d{{4}}(?:\s*h(?:rs|ours)?)?"
    r"|\d{1,2}(?:[:.]\d\d)?[ap]|\d{1,2}[:.]\d\d\s*h(?:rs|ours)"
    rf"|\d{{1,2}}(?:[:.h]\d\d(?::\d\d)?|\s[0-5]\d)?(?:\s*h)?{_HALF}"
    rf"|{HOUR_WORD}(?:\s+{MINUTE_WORD})?{_HALF})(?:\s?-?ish)?)"
)
_YEAR = re.compile(r"20[2-4]\d")
_NAMED = {"noon": NOON, "midday": NOON, "midnight": DAY}
_DIGITS = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h\s]?(?P<minute>\d\d)(?::\d\d)?)?\s*"
    rf"(?P<mark>h(?:rs|ours)?|{_OCLOCK})?\s*(?:(?P<half>[ap])(?:[.\s]*m\.?)?)?"
)
_WORDS = re.compile(
    rf"(?P<hour>{HOUR_WORD})(?:\s+(?P<minute>{MINUTE_WORD}))?\s*"
    rf"(?P<mark>{_OCLOCK})?\s*(?:(?P<half>[ap])[.\s]*m\.?)?"
)


@dataclass(frozen=True)
class TimeOfDay:
    """A time of day as it was typed.

    minutes: minutes after midnight, 0 to 1440 (midnight at the end of the day)
    sure: whether we know the half of the day, because the text has am, pm or noon, or because the
    hour shows it (15:00, 00:30)
    padded: typed with a leading zero or as four digits (03:15, 1015), which suggests the 24-hour
    clock
    past_noon: typed as 15 or 15:00, which only the 24-hour clock has
    bare: typed as a number or as number words, and nothing else (3, ten thirty). Such a text is a
    time only after a word such as "at".
    """

    minutes: int
    sure: bool = False
    padded: bool = False
    bare: bool = False
    past_noon: bool = False

    @property
    def either_half(self) -> bool:
        """Whether the time may be before or after noon."""
        return not (self.sure or self.padded)


def parse(text: str) -> TimeOfDay | None:
    """Parse a match of CLOCK.

    Return None if there is no such time (25:00, 15h am), or if the text looks like a year. "Push it
    to 2027" is about a year far more often than about 20:27.
    """
    if _YEAR.fullmatch(text):
        return None
    about = text.endswith("ish")
    text = text.removesuffix("ish").rstrip(" -")
    named = _NAMED.get(text.rpartition(" ")[2])
    if named:
        return TimeOfDay(named, sure=True)
    found = _DIGITS.fullmatch(text) or _WORDS.fullmatch(text)
    if found is None:
        return None
    hour, minute, half = integer(found["hour"]), integer(found["minute"] or "0"), found["half"]
    if hour * 60 + minute > DAY or minute > 59:
        return None
    if half:
        return _with_half(hour, minute, half, found["mark"])
    spelled = not text[0].isdecimal()
    bare = not (found["mark"] or about) and (spelled or not found["minute"])
    sure = hour == 0 or hour > 12
    return TimeOfDay(hour * 60 + minute, sure, _padded(text), bare, past_noon=hour > 12)


def _with_half(hour: int, minute: int, half: str, mark: str | None) -> TimeOfDay | None:
    if hour > 12:  # in "15:00 pm", the time is clear without the pm
        clear = half == "p" and hour < 24 and not mark
        return TimeOfDay(hour * 60 + minute, sure=True) if clear else None
    return TimeOfDay(hour % 12 * 60 + minute + (NOON if half == "p" else 0), sure=True)


def _padded(text: str) -> bool:
    return text.startswith("0") or (len(text) >= 4 and text[:4].isdecimal())


def relative_to(word: str, minutes: int, hour: TimeOfDay) -> TimeOfDay:
    """Return the time that is `minutes` past or before an hour: "half past 3", "quarter to 4"."""
    offset = minutes if word in ("past", "after") else -minutes
    total = (hour.minutes + offset) % DAY
    # "Quarter to 1" is 12:45. Like "1" itself, it can be am or pm.
    if hour.either_half and total < 60:
        total += NOON
    return TimeOfDay(total, hour.sure, hour.padded)


def resolve(clock: TimeOfDay, part: Part | None) -> int:
    """Return the time in minutes after midnight. 1440 or more is the next day.

    Unless am, pm, a leading zero or `part` says otherwise, a time from 1:00 to 6:59 is in the
    afternoon, because people have calls in working hours.
    """
    minutes = clock.minutes
    if part == "night" and minutes < 5 * 60:  # the small hours belong to the night before
        return minutes + DAY
    if clock.sure:
        return minutes
    if part in ("evening", "night"):
        return minutes + NOON
    if part == "afternoon":
        return minutes + NOON if minutes < NOON else minutes
    afternoon = part is None and clock.either_half and minutes < 7 * 60
    return minutes + NOON if afternoon else minutes


def span(start: TimeOfDay, end: TimeOfDay, part: Part | None) -> tuple[int, int]:
    """Return the start and the length of a range such as "10-11am", in minutes.

    We choose the start first:

    - If only the end shows whether it is before or after noon, and no part of the day was typed,
      the start is in the half of the day that makes the range shorter. But if the hour of the end
      is 13 or more, the start is on the 24-hour clock too: "3-16" begins at 03:00.
    - In all other cases, `resolve` gives the start.

    Then we choose the end. If it may be before or after noon, we take the time that comes sooner
    after the start.
    """
    if start.either_half and not end.either_half and part is None:
        first = min(_choices(start, end), key=lambda minutes: _gap(minutes, end.minutes))
    else:
        first = resolve(start, part)
    return first, min(_gap(first, minutes) for minutes in _choices(end, start))


def is_doubtful(start: TimeOfDay, end: TimeOfDay, part: Part | None) -> bool:
    """Check whether a range is probably unintended: overnight, or longer than a usual call.

    An explicit range, such as "9am-5pm" or "09:00-17:00", is always intended. A range is not
    explicit if we guessed am or pm, or if both ends are bare numbers ("13-20").
    """
    first, length = span(start, end, part)
    overnight = first < DAY < first + length
    explicit = not (start.either_half or end.either_half or (start.bare and end.bare))
    return not explicit and (overnight or length > _USUAL_LENGTH)


def _choices(clock: TimeOfDay, other: TimeOfDay) -> tuple[int, ...]:
    if clock.either_half and not other.past_noon:
        return clock.minutes % NOON, clock.minutes % NOON + NOON
    return (clock.minutes,)


def _gap(first: int, last: int) -> int:
    """Return the minutes from one time of day to the next occurrence of the other."""
    return (last - first) % DAY or DAY
