"""English words for numbers, days, months and lengths of time, as regular expressions and values.

All functions but `plain` expect text in lower case, as `plain` returns it.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from storage.spelling import comparable

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
LATE_TENS = ("sixty", "seventy", "eighty", "ninety")
NUMBERS = {word: number for number, word in enumerate(_ONES + _TEENS, 1)} | _TENS
_FIRST_TO_NINTH = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
)
_NTH = dict(zip(_FIRST_TO_NINTH, range(1, 10), strict=True)) | {
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}

# A word ends at a space or at punctuation. The dot in "Monday.com" and the apostrophe in "Friday's"
# do not end a word.
END = r"(?=\.?(?:[\s,;!?()|·•]|$))"

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


HOUR_WORD = _any([*_ONES, *_TEENS[:3]])
MINUTE_WORD = rf"(?:oh\s+{_any(_ONES)}|{_any(_TENS)}(?:[\s-]{_any(_ONES)})?|{_any(_TEENS)})"
NUMBER_WORD = rf"(?:{_any(_TENS)}(?:[\s-]{_any(_ONES)})?|{_any(_ONES + _TEENS)})"
# Matches what NUMBER_WORD matches ("one" to "fifty-nine"), and also "sixty" to "ninety-nine" and
# "hundred".
AMOUNT_WORD = (
    rf"(?:{_any((*_TENS, *LATE_TENS))}(?:[\s-]{_any(_ONES)})?|{_any(_ONES + _TEENS)}|hundred)"
)
ORDINAL_WORD = rf"(?:(?:twenty|thirty)[\s-]{_any(_FIRST_TO_NINTH)}|{_any(_NTH)})"
ORDINAL = rf"(?:[0-3]?\d(?:st|nd|rd|th)|{ORDINAL_WORD})"

_NUMBER = rf"(?:{NUMBER_WORD}|\d{{1,4}}(?:[.,]\d{{1,2}})?)"
_COUNT = (
    r"(?:half(?:\s+an?)?|a\s+half|(?:a|one|three)\s+quarters?\s+of\s+an?"
    r"|(?:\d{1,2}\s+)?[1-3]/[2-4](?:\s+of)?(?:\s+an?)?"
    rf"|a\s+couple(?:\s+of)?|{_NUMBER}(?:\s+and\s+a\s+half)?|an?)"
)
_MINUTES = r"(?:minutes?|mins?|m)"
_HOURS = r"(?:hours?|hrs?|h)"

# Matches "20 min", "an hour and a half", "1h30", "2 hours 15 minutes".
LENGTH = (
    rf"(?:(?P<hours>{_COUNT})\s*(?P<hour_unit>{_HOURS})"
    rf"(?:\s*(?:and\s+)?(?:(?P<half>a\s+half)|(?P<rest>\d{{1,2}}|{NUMBER_WORD})(?:\s*{_MINUTES})?))?"
    rf"|(?P<minutes>{_COUNT})\s*(?P<minute_unit>{_MINUTES}))"
)
# Matches "3 days", "a week", "a fortnight", "two months", "two weeks' time".
DAYS = rf"(?P<count>{_COUNT})\s*(?P<unit>day|week|fortnight|month)(?:s'|'s|s)?(?:\s+time)?"

_FRACTIONS = str.maketrans({"½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 ", "⅓": " 1/3 ", "⅔": " 2/3 "})


_THIS_PM = re.compile(r"\bthis pm\b")


def plain(text: str) -> str:
    """Prepare text for the patterns: lower case, plain spaces, hyphens and apostrophes."""
    return _THIS_PM.sub("this afternoon", comparable(text.translate(_FRACTIONS)))


def weekday_number(word: str) -> int:
    """Return the number of a weekday, 0 for Monday. The first three letters decide."""
    return _starts(DAY_NAMES, word)


def month_number(word: str) -> int:
    """Return the number of a month, 1 for January. The first three letters decide."""
    return _starts(MONTH_NAMES, word) + 1


def integer(words: str) -> int:
    """Convert NUMBER_WORD, MINUTE_WORD or digits: "forty-five" is 45, "oh five" is 5."""
    return sum(
        int(word) if word.isdecimal() else NUMBERS[word]
        for word in re.split(r"[\s-]+", words)
        if word != "oh"
    )


def ordinal(words: str) -> int:
    """Convert ORDINAL: "20th" is 20, "twenty-first" is 21."""
    digits = re.match(r"\d+", words)
    if digits:
        return int(digits[0])
    return sum(_TENS.get(word) or _NTH[word] for word in re.split(r"[\s-]+", words))


def number(words: str) -> float:
    """Convert a count: "an" is 1, "half an" is 0.5, "2 1/2" is 2.5, "1,5" is 1.5."""
    fraction = re.match(r"(?:(\d+)\s+)?(\d)/(\d)", words)
    if fraction:
        return int(fraction[1] or 0) + int(fraction[2]) / int(fraction[3])
    if "quarter" in words:
        return 0.75 if words.startswith("three") else 0.25
    if words.startswith(("half", "a half")):
        return 0.5
    if words.startswith("a couple"):
        return 2
    if words in ("a", "an"):
        return 1
    whole, half, _ = re.sub(r"\s+", " ", words).partition(" and a half")
    return _as_float(whole) + (0.5 if half else 0)


def length(found: re.Match[str]) -> timedelta | None:
    """Return the length in a match of LENGTH, rounded to minutes.

    Return None if "m" or "h" follows a word instead of digits, as in "a m" and "two h".
    """
    unit, count = found["hour_unit"] or found["minute_unit"], found["hours"] or found["minutes"]
    if len(unit) == 1 and not count[-1].isdecimal():
        return None
    if found["minutes"]:
        return timedelta(minutes=round(number(count)))
    extra = 30 if found["half"] else integer(found["rest"] or "0")
    return timedelta(minutes=round(number(count) * 60) + extra)


def _as_float(words: str) -> float:
    return float(words.replace(",", ".")) if words[0].isdecimal() else integer(words)


def _starts(names: tuple[str, ...], word: str) -> int:
    return next(i for i, name in enumerate(names) if name.lower().startswith(word[:3]))
