"""dateparser, for the dates that our own grammar does not know.

It finds a time in almost anything ("54 March" is in 2054 to it), and fills in what was not said
with today. So it is asked only about texts of a month, a day, a clock, and not a word besides.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.times.clocks import Clock
from handlers.times.grammar import plain
from handlers.times.reading import CalendarDate, Reading
from handlers.times.words import MONTH, WEEKDAY

_LONGEST = 60  # characters
_CLOCK = re.compile(
    r"(?<!\w)(?:\d\d?[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?|\d\d?\s*[ap]\.?m\b\.?|noon|midnight)"
    r"(?:\s*[+-]\d\d:?\d\d)?(?!\w)"
)
_YEAR = re.compile(r"(?<!\w)(?:19|20|21)\d\d(?!\w)|'\d\d(?!\w)|(?<=[a-z]-)\d\d(?!\w)")
_MONTH = re.compile(MONTH)
_KNOWN = re.compile(rf"{MONTH}|{WEEKDAY}|at|on|of|the|st|nd|rd|th")


def read(text: str, *, now: datetime, zone: str) -> Reading | None:
    """A date with a time, or None. now must be aware; zone is an IANA name."""
    if not _is_date_and_clock(text):
        return None
    # Imported here, as few people type what only dateparser knows, and it takes long to import.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    parser = DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": now.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "RETURN_TIME_AS_PERIOD": True,
        },
    )
    try:
        found = parser.get_date_data(plain(text))
    except (ValueError, OverflowError):
        return None
    return _reading(found.date_obj) if found.date_obj and found.period == "time" else None


def _is_date_and_clock(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    if _YEAR.match(text):  # rather the end of a name: Vision 2030
        return False
    rest, clocks = _CLOCK.subn(" ", plain(text))
    rest, years = _YEAR.subn(" ", rest)
    words = re.findall(r"[^\W\d_]+", rest)
    numbers = re.findall(r"\d+", rest)
    return (
        clocks == 1
        and years <= 1
        and all(_KNOWN.fullmatch(word) for word in words)
        and sum(bool(_MONTH.fullmatch(word)) for word in words) == 1
        and len(numbers) == 1
        and 1 <= int(numbers[0]) <= 31
    )


def _reading(found: datetime) -> Reading:
    return Reading(
        date=CalendarDate(found.day, found.month, found.year),
        clock=Clock(found.hour * 60 + found.minute, sure=True),
        offset=found.utcoffset(),
    )
