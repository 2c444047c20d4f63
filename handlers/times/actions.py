"""The actions of the grammar: what a match of each rule means.

Each action takes the match, the reading so far, and the person's own zone (IANA). It returns the
fields of Reading to set, or None if the match is not a time after all.
"""

import re
from datetime import timedelta
from typing import Any, Literal

from handlers.times import clocks, words, zones
from handlers.times.reading import CalendarDate, Nth, NumberPair, Reading, TypedZone, Weekday

Fields = dict[str, Any] | None

TOMORROW = r"tom+or+ow|tmrw?|tmw"  # with common typos
_DAY_WORDS = {  # how many days after today
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "yesterday": -1,
    "day before yesterday": -2,
}
# These words before a weekday change what it means. Words such as "coming" do not.
_WHICH: dict[str, Literal["this", "next", "last"]] = {
    "this": "this",
    "next": "next",
    "last": "last",
}
# The names of the marks in a date such as 3/4, in which either number may be the day.
_EITHER_WAY: dict[str, Literal["slashes", "dots", "dashes"]] = {
    "/": "slashes",
    ".": "dots",
    "-": "dashes",
}
# In minutes. A longer call is unusual, so "4-12" is more likely a date than a call of eight hours.
_MAX_USUAL_LENGTH = 3 * 60
_ABOUT = ("around", "about", "approximately", "roughly", "~", "ish")
_HYPHENED = re.compile(r"(?:twenty|thirty|forty|fifty)-[a-z]")  # "forty-five" is not a range
_MAY_BE_DATE = re.compile(r"\d\d?\.(?:0[1-9]|1[0-2])")  # 3.12 may be 3 December or 15:12
_DOTTED = re.compile(r"(\d\d?)\.(\d\d)")
_DASHED = re.compile(r"(\d\d?)\s*-\s*(\d\d?)")
# Four digits that we read as a year. If the last digit is 0 or 5, we read a time instead: 2030 is
# 20:30. People seldom type a time whose minutes end in another digit.
_YEAR = re.compile(r"20[2-5][1-46-9]")
_FEASTS = {  # (day, month)
    "christmas eve": (24, 12),
    "xmas eve": (24, 12),
    "christmas day": (25, 12),
    "xmas day": (25, 12),
    "boxing day": (26, 12),
    "new years eve": (31, 12),
    "new year eve": (31, 12),
    "new years day": (1, 1),
    "new year day": (1, 1),
}
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def elapsed(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "in two hours", "three days from now" and "an hour ago"."""
    length = words.length(found)
    if length is None:
        return None
    return {"elapsed": -length if found[0].endswith("ago") else length, **_about(found)}


def now(_found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    return {"elapsed": timedelta()}


def filler(_found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    return {}


def vague(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    return {"vague": found[0]}


def days_away(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "in 3 days", "two weeks from today" and "a week ago"."""
    count = words.number(found["count"])
    if count != int(count):
        return None
    ahead = -int(count) if found[0].endswith("ago") else int(count)
    if found["unit"] == "month":
        return {"months": ahead}
    if found["unit"] == "day":
        return {"days": ahead}
    return {"weeks": ahead * _UNIT_DAYS[found["unit"]] // 7}


def shift(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "two weeks from", as in "two weeks from Friday". Another rule parses the day."""
    count = words.number(found["count"])
    if count != int(count) or found["unit"] == "month":
        return None
    return {"shift": int(count) * _UNIT_DAYS[found["unit"]]}


def shift_after(found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    """Read "Friday week" and "tomorrow fortnight"."""
    named = so_far.weekday and so_far.weekday.which is None
    if not named and so_far.days not in (0, 1):
        return None
    return {"shift": _UNIT_DAYS[found["unit"]]}


def day_word(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    word = re.sub(TOMORROW, "tomorrow", re.sub(r"\s+", " ", found["word"]))
    return {"days": _DAY_WORDS[word]}


def part(found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    """Read "tonight", "this afternoon" and "in the morning"."""
    lead, word = (found["lead"] or "").strip(), found["part"]
    if word == "tonight":
        return {"days": 0, "part": "night"}
    if lead == "this":
        return {"days": 0, "part": word}
    # "Good Morning" may be the name of an account, but "tomorrow morning" and "in the morning" are
    # times.
    known = lead or so_far.has_day or so_far.clock
    return {"part": word} if known else None


def weekday(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    return {"weekday": Weekday(words.weekday_number(found["weekday"]), _WHICH.get(found["which"]))}


def week(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    return {"week": 0 if found["which"] == "this" else 1}


def week_after_next(_found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    return {"week": 2}


def named_date(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    year = found["year"] or found["short_year"]
    return _date(words.ordinal(found["day"]), words.month_number(found["month"]), year)


def day_of_month(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "the 4th", a day without a month."""
    return _date(words.ordinal(found["day"]), None, None)


def day_of_that_month(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "the 20th of next month"."""
    months = 1 if found["which"] == "next" else 0
    return {"date": CalendarDate(words.ordinal(found["day"]), months=months)}


def nth(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "first Wednesday of December" and "last day of the month"."""
    count = -1 if found["nth"] == "last" else words.ordinal(found["nth"])
    weekday = words.weekday_number(found["weekday"]) if found["weekday"] else None
    if count > 5 or (weekday is None and count > 0):
        return None
    month = words.month_number(found["month"]) if found["month"] else None
    year = int(found["year"]) if found["year"] else None
    return {"nth": Nth(count, weekday, month, 1 if found["which"] == "next" else 0, year)}


def year(found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    """Read a year that stands apart from its date, as in "Nov 27 15:00 2026"."""
    open_date = so_far.date and so_far.date.month and so_far.date.year is None
    return {"year": int(found["year"])} if open_date and so_far.clock else None


def day_after_weekday(found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    """Read a bare number after a weekday as the day of the month: "Friday 11"."""
    # If we have read the text before the number as a time of day, the number is not the day.
    # Without this rule, we would read "Friday 11.12 11" as 11:12 on the 11th. With the rule:
    # "Friday 11.12 11" → 11 December at 11:00
    expected = so_far.weekday and not so_far.clock
    return _date(int(found["day"]), None, None) if expected else None


def year_first(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    return _date(int(found["day"]), int(found["month"]), found["year"])


def numbers(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read 24.11, 24/11 and 24/11/26.

    If either number may be the day, set `CalendarDate.either_way`.
    """
    first, second = int(found["first"]), int(found["second"])
    year = found.groupdict().get("year")
    if second > 12:
        return _date(second, first, year)
    either_way = _EITHER_WAY[found["mark"]] if first <= 12 and first != second else None
    return _date(first, second, year, either_way)


def dashed(found: re.Match[str], so_far: Reading, own_zone: str) -> Fields:
    """Read "4-12 10am" as a date and a time. "10-11" alone is a call of one hour."""
    begins, ends = clocks.parse(found["first"]), clocks.parse(found["second"])
    alone = not so_far.clock and not found.string[found.end() :].strip()
    if alone and begins and ends and clocks.span(begins, ends, None)[1] <= _MAX_USUAL_LENGTH:
        return None
    return numbers(found, so_far, own_zone)


def day_first(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read 24.11. with a final dot. Only people who put the day first write this dot."""
    return _date(int(found["first"]), int(found["second"]), None)


def _date(
    day: int,
    month: int | None,
    year: str | None,
    either_way: Literal["slashes", "dots", "dashes"] | None = None,
) -> Fields:
    """Return the field for a date. Return None if the day or the month is out of range.

    A year may have two digits.
    """
    if not 1 <= day <= 31 or not (month is None or 1 <= month <= 12):
        return None
    full = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    return {"date": CalendarDate(day, month, full, either_way=either_way)}


def iso(found: re.Match[str], so_far: Reading, own_zone: str) -> Fields:
    day, typed = year_first(found, so_far, own_zone), clocks.parse(found["clock"])
    return {**day, "clock": typed} if day and typed else None


def clock(found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    """Read one time of day: "15:00", "3pm", "at 3"."""
    typed = clocks.parse(found["clock"])
    if typed is None or (typed.bare and not _may_be_bare(found, so_far)):
        return None
    if not found["at"] and _YEAR.fullmatch(found["clock"]):
        return None
    if _MAY_BE_DATE.fullmatch(found["clock"]) and not _may_be_bare(found, so_far):
        return None
    fields: dict[str, Any] = {"clock": typed, **_about(found)}
    if not found["at"]:
        fields |= _date_numbers(_DOTTED.fullmatch(found["clock"]))
    spaced = found["clock"].split()
    if found["at"] or len(spaced) < 2 or spaced[1][:2] not in ("10", "11", "12"):
        return fields
    return fields | _beside_each_other(spaced, so_far)


def _date_numbers(numbers: re.Match[str] | None) -> dict[str, Any]:
    """Return the field `date_numbers` for a time such as "3.12", which may also be a date.

    Return {} if `numbers` is None.
    """
    if numbers is None:
        return {}
    return {
        "date_numbers": NumberPair(int(numbers[1]), int(numbers[2]), dashed=numbers.re is _DASHED)
    }


def _beside_each_other(numbers: list[str], so_far: Reading) -> dict[str, Any]:
    """Read "10 11", which may be 10:11, from 10 to 11, or a date."""
    if not so_far.has_day:
        return {"vague": " ".join(numbers)}
    start, end = clocks.parse(numbers[0]), clocks.parse("".join(numbers[1:]))
    return {"alternative": (start, end)} if start and end else {}


def _about(found: re.Match[str]) -> dict[str, Any]:
    return {"about": True} if any(word in found[0] for word in _ABOUT) else {}


def clock_beside(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "quarter past three", "ten minutes to four" and "20 to 9"."""
    hour = clocks.parse(found["clock"])
    if hour is None or hour.minutes % 60:
        return None
    minutes = {"half": 30, "quarter": 15}.get(found["minutes"])
    if minutes is None:
        minutes = words.integer(found["minutes"])
    if minutes >= 60:
        return None
    return {"clock": clocks.relative_to(found["side"], minutes, hour), **_about(found)}


def clock_half(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "half three", which is 3:30 in Britain, and 2:30 in Dutch and German."""
    hour = clocks.parse(found["clock"])
    if hour is None or not 60 <= hour.minutes <= clocks.NOON or hour.minutes % 60:
        return None
    past, to = (clocks.relative_to(side, 30, hour) for side in ("past", "to"))
    return {"clock": past, "alternative": (to, None)}


def clock_range(found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    """Read "10-11am", "from 2 to 3" and "between 2 and 3"."""
    start, end = clocks.parse(found["clock"]), clocks.parse(found["until"])
    if start is None or end is None or _HYPHENED.search(found[0]):
        return None
    if start.bare and " " in found["until"] and not _may_be_bare(found, so_far):
        return None  # "4-12 10am" is a date and a time
    spoken = _may_be_minutes(found, start, end) and found.string[found.end() :].strip()
    if start.bare and end.bare and not (spoken or _may_be_bare(found, so_far)):
        return None
    fields: dict[str, Any] = {"clock": start, "until": end}
    if _may_be_minutes(found, start, end):  # "10 to 3" may also mean 14:50
        fields["alternative"] = (clocks.relative_to("to", start.minutes // 60, end), None)
    return fields if found["at"] else fields | _range_date_numbers(found, start, end)


def _range_date_numbers(
    found: re.Match[str], start: clocks.TimeOfDay, end: clocks.TimeOfDay
) -> dict[str, Any]:
    """Return the field `date_numbers` for a range in which there may be a date.

    - In "1.12-10", the part "1.12" may be a date.
    - The whole of "4-12" may be a date.

    Return {} for any other range.
    """
    numbers = _DOTTED.fullmatch(found["clock"]) or _DOTTED.fullmatch(found["until"])
    dashed = None if numbers else _DASHED.fullmatch(found[0])
    if dashed and clocks.span(start, end, None)[1] <= _MAX_USUAL_LENGTH:
        dashed = None
    return _date_numbers(numbers or dashed)


def _may_be_minutes(found: re.Match[str], start: clocks.TimeOfDay, end: clocks.TimeOfDay) -> bool:
    """Check for "5 to 3" or "10 to 3", which may also mean minutes before the hour."""
    spoken = re.fullmatch(r"to|till?", found["dash"]) and found["at"] != "from "
    return bool(spoken) and start.bare and start.minutes in (300, 600) and not end.minutes % 60


def zoned_range(found: re.Match[str], so_far: Reading, own_zone: str) -> Fields:
    """Read "15:00 GMT - 18:00 GMT"."""
    start, end = clocks.parse(found["clock"]), clocks.parse(found["until"])
    iana = zones.named(found["zone"], own_zone)
    if start is None or end is None or iana is None or so_far.has("zone"):
        return None
    return {"clock": start, "until": end, "zone": TypedZone(iana, found["zone"])}


def _may_be_bare(found: re.Match[str], so_far: Reading) -> bool:
    """Check whether a bare number may be an hour: "at 3", "tomorrow 3", "in the evening 7"."""
    return bool(found["at"]) or so_far.has_day or so_far.part is not None


def impossible_clock(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Note a time that does not exist: "25:00"."""
    return None if clocks.parse(found["clock"]) else {"impossible": found["clock"]}


def length(found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    typed, sure = words.length(found), found[0].startswith("for") or so_far.clock
    return {"length": typed} if typed and sure else None


def zone(found: re.Match[str], so_far: Reading, own_zone: str) -> Fields:
    if not so_far.has("clock", "elapsed"):
        return None
    if found["zone"] in ("my", "local"):
        return {"zone": TypedZone(own_zone, found["zone"])}
    iana = zones.named(found["zone"], own_zone)
    return {"zone": TypedZone(iana, found["zone"])} if iana else None


def by(_found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "by tomorrow 3pm", which is a deadline and not the time of a call."""
    return {"vague": "by"}


def by_clock(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read "by 3pm", which is a deadline and not the time of a call."""
    typed = clocks.parse(found["clock"])
    return {"vague": "by", "clock": typed} if typed else {"vague": found[0]}


def feast(found: re.Match[str], _so_far: Reading, _own_zone: str) -> Fields:
    """Read holidays that are on the same date everywhere, such as "Christmas Eve"."""
    day, month = _FEASTS[" ".join(found["feast"].replace("'", "").split())]
    return {"date": CalendarDate(day, month)}


def offset(found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    """Read the offset from UTC after a time: "+01:00"."""
    if not so_far.clock:
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 14 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return {"offset": -ahead if found["sign"] == "-" else ahead}


def zulu(_found: re.Match[str], so_far: Reading, _own_zone: str) -> Fields:
    """Read the "Z" of "15:00Z", which means UTC."""
    return {"offset": timedelta()} if so_far.clock else None
