"""English words for numbers, days, months and lengths of time, as regular expressions and values.

All of it works on text in lower case.
"""

import re
from datetime import timedelta

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
NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}

# A word ends at a space or at punctuation, but not at the dot of "Monday.com" or at "Friday's".
END = r"(?=\.?(?:[\s,;!?()|]|$))"

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
NUMBER_WORD = rf"(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_COUNT = rf"(?:half an?|a couple of|an?|{NUMBER_WORD}|\d{{1,4}}(?:[.,]\d{{1,2}})?)"
_MINUTES = r"(?:minutes?|mins?|m)"
_HOURS = r"(?:hours?|hrs?|h)"

# "20 min", "an hour and a half", "1h30", "2 hours 15 minutes"
LENGTH = (
    rf"(?:(?P<hours>{_COUNT})\s*{_HOURS}"
    rf"(?:\s*(?:and\s+)?(?:(?P<half>a half)|(?P<rest>\d{{1,2}})(?:\s*{_MINUTES})?))?"
    rf"|(?P<minutes>{_COUNT})\s*{_MINUTES})"
)
# "3 days", "a week", "a fortnight", "two months"
DAYS = rf"(?P<count>{_COUNT})\s*(?P<unit>day|week|fortnight|month)s?"


def weekday_number(word: str) -> int:
    """Monday is 0; the first three letters decide."""
    return _starts(DAY_NAMES, word)


def month_number(word: str) -> int:
    """January is 1; the first three letters decide."""
    return _starts(MONTH_NAMES, word) + 1


def number(word: str) -> float:
    """What a count says: "an" is 1, "half an" is 0.5, "1,5" is 1.5."""
    if word.startswith("half"):
        return 0.5
    if word == "a couple of":
        return 2
    if word in ("a", "an"):
        return 1
    return NUMBERS[word] if word in NUMBERS else float(word.replace(",", "."))


def length(found: re.Match[str]) -> timedelta:
    """The length that LENGTH matched, to the minute."""
    if found["minutes"]:
        return timedelta(minutes=round(number(found["minutes"])))
    extra = 30 if found["half"] else int(found["rest"] or 0)
    return timedelta(minutes=round(number(found["hours"]) * 60) + extra)


def _starts(names: tuple[str, ...], word: str) -> int:
    return next(i for i, name in enumerate(names) if name.lower().startswith(word[:3]))
