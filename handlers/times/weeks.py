"""Parse the week in which something is due: "week 51", "the first week of March". Pure.

The due day is the Friday of the week.
"""

import re
from contextlib import suppress
from datetime import date, timedelta

from dateutil.easter import easter

from handlers.times.words import MONTH, integer, month_number

_FRIDAY = 5  # the number of Friday for `date.fromisocalendar`
_NTH = ("first", "second", "third", "fourth")
_LED = r"(?:(?:by|until|till|in|on|within|during)\s+)?(?:(?:the\s+)?end\s+of\s+)?(?:the\s+)?"
# "Week two" may be the second week of a pilot, so a number below twenty counts only in digits.
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
_FRIDAY_AFTER = timedelta(days=5)  # from Easter Sunday to the Friday after it


def week_end(said: str, today: date) -> date | None:
    """Return the Friday of the week that a text names.

    `said` is the text in lower case. If this year's Friday is before `today`, return the Friday of
    the same week next year. Return None if the text does not name a week, or if neither year has
    the week ("week 60").
    """
    for year in (today.year, today.year + 1):
        friday = _friday(said, year)
        if friday and friday >= today:
            return friday
    return None


def _friday(said: str, year: int) -> date | None:
    """Return the Friday, in this year, of the week that the text names.

    Return None if the text does not name a week, or if the year does not have this week.
    """
    if found := _NUMBERED.fullmatch(said):
        with suppress(ValueError):
            return date.fromisocalendar(year, integer(found["week"] or found["short"]), _FRIDAY)
    if found := _OF_MONTH.fullmatch(said):
        return _of_month(found["nth"], month_number(found["month"]), year)
    return easter(year) + _FRIDAY_AFTER if _EASTER.fullmatch(said) else None


def _of_month(nth: str, month: int, year: int) -> date:
    """Return a Friday of a month: the first, second, third, fourth or last."""
    begins = date(year, month, 1)
    first = begins + timedelta(days=(_FRIDAY - begins.isoweekday()) % 7)
    if nth != "last":
        return first + _NTH.index(nth) * _WEEK
    fifth = first + 4 * _WEEK
    return fifth if fifth.month == month else fifth - _WEEK
