"""What each pattern of the grammar says.

Each function gets the match, what was said before it, and the person's own zone; it answers with
the fields of Reading that it fills, or None when the match is no time after all.
"""

import re
from datetime import timedelta
from typing import Any, Literal

from handlers.times import clocks, words, zones
from handlers.times.reading import CalendarDate, Reading, TypedZone, Weekday

Said = dict[str, Any] | None

TOMORROW = r"tom+or+ow|tmrw?|tmw"
_DAY_WORDS = {
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "yesterday": -1,
    "day before yesterday": -2,
}
_WHICH: dict[str, Literal["this", "next", "last"]] = {
    "this": "this",
    "next": "next",
    "last": "last",
}
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def elapsed(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    length = words.length(found)
    return {"elapsed": -length if found[0].endswith("ago") else length}


def now(_found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    return {"elapsed": timedelta()}


def days_away(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    count = words.number(found["count"])
    if count != int(count):
        return None
    sign = -1 if found[0].endswith("ago") else 1
    if found["unit"] == "month":
        return {"months": sign * int(count)}
    return {"days": sign * int(count) * _UNIT_DAYS[found["unit"]]}


def day_word(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    word = re.sub(TOMORROW, "tomorrow", re.sub(r"\s+", " ", found["word"]))
    return {"days": _DAY_WORDS[word]}


def part(found: re.Match[str], so_far: Reading, _own: str) -> Said:
    lead, word = (found["lead"] or "").strip(), found["part"]
    if word == "tonight":
        return {"days": 0, "part": "night"}
    if lead == "this":
        return {"days": 0, "part": word}
    # "Good Morning" is an account; "tomorrow morning" and "in the morning" are times.
    known = lead or so_far.has_day or so_far.clock
    return {"part": word} if known else None


def weekday(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    return {"weekday": Weekday(words.weekday_number(found["weekday"]), _WHICH.get(found["which"]))}


def week(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    return {"week": 1 if found["which"] == "next" else 0}


def named_date(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    return _date(int(found["day"]), words.month_number(found["month"]), found["year"])


def day_of_month(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    return _date(int(found["day"]), None, None)


def day_after_weekday(found: re.Match[str], so_far: Reading, _own: str) -> Said:
    return _date(int(found["day"]), None, None) if so_far.weekday else None


def year_first(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    return _date(int(found["day"]), int(found["month"]), found["year"])


def numbers(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    """24.11., 24/11, 24/11/26: the day first, unless it cannot be."""
    day, month = int(found["first"]), int(found["second"])
    year = found.groupdict().get("year")
    if month > 12:
        return _date(month, day, year)
    doubtful = found["mark"] != "." and day <= 12 and day != month
    return _date(day, month, year, doubtful)


def _date(day: int, month: int | None, year: str | None, either_way: bool = False) -> Said:
    if not 1 <= day <= 31 or not (month is None or 1 <= month <= 12):
        return None
    full = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    return {"date": CalendarDate(day, month, full, either_way)}


def iso(found: re.Match[str], so_far: Reading, own: str) -> Said:
    day, typed = year_first(found, so_far, own), clocks.parse(found["clock"])
    return {**day, "clock": typed} if day and typed else None


def clock(found: re.Match[str], so_far: Reading, _own: str) -> Said:
    typed = clocks.parse(found["clock"])
    if typed is None or (typed.bare and not _may_be_bare(found, so_far)):
        return None
    return {"clock": typed}


def clock_beside(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    hour = clocks.parse(found["clock"])
    if hour is None or hour.minutes % 60:
        return None
    minutes = {"half": 30, "quarter": 15}.get(found["minutes"])
    if minutes is None:
        minutes = round(words.number(found["minutes"]))
    return {"clock": clocks.beside(found["side"], minutes, hour)} if minutes < 60 else None


def clock_range(found: re.Match[str], so_far: Reading, _own: str) -> Said:
    start, end = clocks.parse(found["clock"]), clocks.parse(found["until"])
    if start is None or end is None:
        return None
    if start.bare and end.bare and not _may_be_bare(found, so_far):
        return None
    return {"clock": start, "until": end}


def _may_be_bare(found: re.Match[str], so_far: Reading) -> bool:
    """A lone number is an hour after "at" or after a day, as in "tomorrow 3"."""
    return bool(found["at"]) or so_far.has_day or so_far.part is not None


def impossible_clock(found: re.Match[str], _so_far: Reading, _own: str) -> Said:
    return None if clocks.parse(found["clock"]) else {"impossible": found["clock"]}


def length(found: re.Match[str], so_far: Reading, _own: str) -> Said:
    typed, sure = words.length(found), found[0].startswith("for") or so_far.clock
    return {"length": typed} if typed and sure else None


def zone(found: re.Match[str], so_far: Reading, own: str) -> Said:
    if not so_far.has("clock", "elapsed"):
        return None
    if found["zone"] in ("my", "local"):
        return {"zone": TypedZone(own, found["zone"])}
    iana = zones.named(found["zone"], own)
    return {"zone": TypedZone(iana, found["zone"])} if iana else None


def offset(found: re.Match[str], so_far: Reading, _own: str) -> Said:
    if not so_far.clock:
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 14 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return {"offset": -ahead if found["sign"] == "-" else ahead}


def zulu(_found: re.Match[str], so_far: Reading, _own: str) -> Said:
    return {"offset": timedelta()} if so_far.clock else None
