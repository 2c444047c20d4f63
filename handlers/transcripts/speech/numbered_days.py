"""Find a weekday together with a day of the month: "Monday the thirtieth", "Friday, 4 December"."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Literal

from handlers.times.words import MONTH_NAMES, ORDINAL, month_number, ordinal, weekday_number

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = rf"(?:{'|'.join(MONTH_NAMES)})(?![\w'-])".lower()
# "Friday the fourth" without a month is a date only if the text ends there, or if a punctuation
# mark or one of these words follows. "Friday the first lorry" is not a date.
_ENDS = (
    r"(?= ?(?:$|[,.;:?!…–—-]|(?:at|or|and|but|in|for|from|then|that|we|i|you|it|is|works?|would|if"
    r"|please|with|to|so|because|half|around|about|after|before|too|instead|as|can|could|next"
    r"|morning|afternoon|evening|noon|ten|eleven|twelve|one|nine|eight)(?![\w'-])))"
)
# Matches "the fifteenth, Tuesday", but not "the first, Tuesday", because that may mean the first of
# several things.
_NUMBER_FIRST = rf"the (?!first|second|third){ORDINAL}(?: of {_MONTH})?, {_WEEKDAY}"
NUMBERED = (
    rf"(?:{_NUMBER_FIRST}|(?:(?:next|this|coming) )?{_WEEKDAY},?(?: next week,?)?"
    rf" (?:(?:on|that's|which is) )?(?:(?:the )?(?:{ORDINAL}|[0-3]?\d) (?:of )?{_MONTH}"
    rf"|{_MONTH} (?:the )?(?:{ORDINAL}|[0-3]?\d)(?![\w'-])|the {ORDINAL}{_ENDS}))"
)
_PARTS = re.compile(
    rf"(?:(?:next|this|coming) )?(?P<weekday>{_WEEKDAY}),?(?: next week,?)?"
    r" (?:(?:on|that's|which is) )?(?P<rest>.+)"
)
_PARTS_TURNED = re.compile(rf"the (?P<rest>.+), (?P<weekday>{_WEEKDAY})")
_DAY = re.compile(rf"{ORDINAL}|[0-3]?\d")
_MONTH_IN = re.compile(_MONTH)
_MONTHS_AHEAD = 1  # if the month is not said, a day of the month is in this month or the next
_MONTHS_IN_YEAR = 12


def numbered_day(phrase: str, today: date) -> date | Literal["unsure"] | None:
    """Return the day that a phrase such as "friday the fourth of december" means.

    The day is `today` or later. Return "unsure" if the weekday does not fit the date. Return None
    if the phrase does not have a weekday and a day of the month.
    """
    found = _PARTS.fullmatch(phrase) or _PARTS_TURNED.fullmatch(phrase)
    day = _DAY.search(_MONTH_IN.sub(" ", found["rest"])) if found else None
    if not found or not day:
        return None
    number, weekday = ordinal(day[0]), weekday_number(found["weekday"])
    month = _MONTH_IN.search(found["rest"])
    coming = _coming(number, month_number(month[0]) if month else None, today)
    return next((one for one in coming if one.weekday() == weekday), "unsure")


def _coming(number: int, month: int | None, today: date) -> Iterator[date]:
    """Yield the days, `today` or later, that have this number in `month`.

    If `month` is None, look in this month and the next.
    """
    for ahead in range(_MONTHS_IN_YEAR if month else _MONTHS_AHEAD + 1):
        year, index = divmod(today.month - 1 + ahead, _MONTHS_IN_YEAR)
        if month in (None, index + 1):
            with suppress(ValueError):  # there is no thirtieth of February
                day = date(today.year + year, index + 1, number)
                if day >= today:
                    yield day
