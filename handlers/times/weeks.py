"""Parse a week as a time to do something by: "week 51", "the first week of March". Pure.

The due day is the week's Friday, as it is for "this week".
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from dateutil.easter import easter

from handlers.times.words import MONTH, month_number, number

_FRIDAY = 5  # as `date.fromisocalendar` counts
_NTH = ("first", "second", "third", "fourth")
_LED = r"(?:(?:by|until|till|in|on|within|during)\s+)?(?:(?:the\s+)?end\s+of\s+)?(?:the\s+)?"
# "Week two" may be the second week of a pilot, so a small number needs digits.
_NUMBER = (
    r"(?:\d\d?|(?:twenty|thirty|forty|fifty)"
    r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
NUMBERED_WEEK = rf"(?:calendar\s+)?week\s+(?:no\.?\s+)?{_NUMBER}"
WEEK_OF_MONTH = rf"(?:{'|'.join(_NTH)}|last)\s+week\s+(?:of|in)\s+{MONTH}"
EASTER_WEEK = r"week\s+after\s+easter"
_NUMBERED = re.compile(
    rf"{_LED}(?:calendar\s+)?week\s+(?:no\.?\s+)?(?P<week>{_NUMBER})|(?:[ck]w)\s?(?P<short>\d\d?)"
)
_OF_MONTH = re.compile(
    rf"{_LED}(?P<nth>{'|'.join(_NTH)}|last)\s+week\s+(?:of|in)\s+(?P<month>{MONTH})"
)
_EASTER = re.compile(rf"{_LED}{EASTER_WEEK}")
_WEEK = timedelta(weeks=1)
_FRIDAY_AFTER = timedelta(days=5)  # after Easter Sunday


def week_end(said: str, today: date) -> date | None:
    """Return the Friday of a week in lower-case text, the next one from `today`.

    Return None for other texts, and for weeks such as "week 60" that no year has.
    """
    for year in (today.year, today.year + 1):
        friday = next(_fridays(said, year), None)
        if friday and friday >= today:
            return friday
    return None


def _fridays(said: str, year: int) -> Iterator[date]:
    if found := _NUMBERED.fullmatch(said):
        with suppress(ValueError):
            yield date.fromisocalendar(year, _count(found["week"] or found["short"]), _FRIDAY)
    elif found := _OF_MONTH.fullmatch(said):
        yield _of_month(found["nth"], month_number(found["month"]), year)
    elif _EASTER.fullmatch(said):
        yield easter(year) + _FRIDAY_AFTER


def _count(words: str) -> int:
    return int(words) if words.isdecimal() else int(number(words))


def _of_month(nth: str, month: int, year: int) -> date:
    """Return the first, second … or last Friday of a month."""
    begins = date(year, month, 1)
    first = begins + timedelta(days=(_FRIDAY - begins.isoweekday()) % 7)
    if nth != "last":
        return first + _NTH.index(nth) * _WEEK
    fifth = first + 4 * _WEEK
    return fifth if fifth.month == month else fifth - _WEEK
