"""Split "/prep ACCOUNT WHEN", for a new account, into the account's name and the time."""

import re
from datetime import datetime
from typing import NamedTuple

from handlers.times import grammar, name_or_time, questions, resolver, understanding
from handlers.times.actions import TOMORROW
from handlers.times.date_orders import DateOrder
from handlers.times.reading import Reading
from handlers.times.results import Unclear, Understood
from handlers.times.words import MONTH, NUMBER_WORD, ORDINAL, WEEKDAY, plain

_WORDS_OF_A_TIME = 12  # we look for a time in this many words at the end of a text
_MAX_TIME = 120  # in characters
_MAX_QUOTED = _MAX_TIME - len("at ")
_QUOTED = re.compile(r"\s*[\"“”„«](?P<name>[^\"“”„«»]*)[\"“”»](?P<rest>.*)", re.DOTALL)
# Ends of a text that we do not read as a time:
# - "1001", "noon" or "24/7" alone. Names often end like this: Group 1001, High Noon, Support 24/7.
# - an end that begins with a lone mark, such as a dash. `_without_end` removes the mark.
_STAYS_WITH_NAME = re.compile(
    r"(?:\d{4}|noon|midday|midnight|sometime|some\s?day|soon|24[/-]7)$|[^\w\s@(]+(?:\s|$)",
    re.IGNORECASE,
)
# Signs that may stand alone between a name and a time.
_BEFORE_TIME = tuple("-–—:|,·•")
_SEPARATORS = " \t\r\n-–—:|,;·•"
_PUNCTUATION = ".,;:()?!"
# Words that may begin a time or be inside a time, and that do not end a name.
_LEADS_TO_TIME = re.compile(
    r"a|an|the|in|on|at|by|of|or|and|to|for|from|with|until|till?|after|before|about|around|between"
    r"|within|not|but|next|last|this|coming|following|every|each|half|quarter|past|first|second|third"
    r"|approximately|early|late|later|mid|end|start|beginning|sometime|first thing|am|pm|[ap]\.m"
    r"|(?:minute|min|hour|hr|day|week|fortnight|month|quarter|year)s?'?|(?:week|month|day)'s|aft"
    r"|kw|wk|cw"
    rf"|{ORDINAL}|eod|cob|eve|easter|christmas|xmas|thanksgiving|years|(?:{WEEKDAY})s"
)
_NUMBER = re.compile(rf"\d+|{NUMBER_WORD}")
_CALENDAR = re.compile(rf"{WEEKDAY}|{MONTH}")
_MONTH_FIRST = re.compile(rf"{MONTH}\b")
_CLOSE_COMMA = re.compile(r"(?<!\d),(?=\w)")  # as in "Northwind,tomorrow"
_GLUED = re.compile(rf"(?:{WEEKDAY}|{MONTH})\d")  # as in "Thursday10am"
_WEEKS = ("week", "wk", "kw", "cw")
_SHORT = 4  # a day or month with at most this many letters is short, such as "Tue" or "Sept"
# Words that are common in a time and rare in a name.
_TIME_WORD = re.compile(
    rf"today|tonight|yesterday|{TOMORROW}|\d\d?(?::\d\d)?(?:am|pm|[ap])|\d\d?:\d\d"
    r"|\+\d{1,3}(?:h|hrs?|m|mins?)"
)


class Split(NamedTuple):
    """An account's name and the time after the name.

    `answer` says what the time means, and `time` is the time as typed. If no time follows the name,
    `answer` is None and `time` is "".
    """

    name: str
    answer: Understood | Unclear | None
    time: str


def split(text: str, *, now: datetime, zone: str, order: DateOrder = "day first") -> Split:
    """Split a text into the account's name and the time after it, if there is one.

    The time is the longest end of the text that parses as a time. A time about which we must ask,
    such as "yesterday 3pm", is a time too. A lone "noon" or "1001" belongs to the name. If the name
    is in quotes and the rest is not a time, `answer` says so.

    For some words, it is not clear whether they belong to the name or to the time, such as "every"
    in "Contoso every Friday 3pm". Then `answer` asks where the name ends, and `name` has only the
    part that is certain.

    `now` must be aware. `zone` (IANA) and `order` are those of the person who typed the text. No
    text raises an exception.
    """
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        name, time = quoted["name"].strip(), quoted["rest"].strip(_SEPARATORS)
        reading = understanding.read(time, zone) if len(time) <= _MAX_QUOTED else None
        if time and reading is None:
            return Split(name, questions.not_a_time(), time)
    else:
        text = _CLOSE_COMMA.sub(r"\g<0> ", text)
        name, time, reading = _split_unquoted(text, zone)
        sure = _sure_part(name, reading, time)
        if sure is not None:
            return Split(sure, questions.where_does_it_end(), _after(text, sure))
    if reading is None:
        return Split(name, None, "")
    return Split(name, resolver.resolve(reading, now=now, zone=zone, order=order), time)


def _split_unquoted(text: str, zone: str) -> tuple[str, str, Reading | None]:
    """Return the name, the time as typed, and the time as read.

    If there is no time, return "" for the time as typed and None for the time as read.
    """
    words = text.split()[-_WORDS_OF_A_TIME:]
    for count in range(len(words), 0, -1):
        tail = " ".join(words[-count:])
        if len(tail) > _MAX_TIME or _STAYS_WITH_NAME.match(tail):
            continue
        reading = grammar.read(tail, zone)
        if reading:
            return _without_end(text, count), tail, reading
    return text.strip(), "", None


def _sure_part(name: str, reading: Reading | None, time: str) -> str | None:
    """Return the part of `name` that is certainly the account's name.

    Return None if all of `name` is certain. If `name` begins with a request ("cancel Northwind"),
    return the certain part without the request.
    """
    typed = name.split()
    while typed and not any(map(str.isalnum, typed[-1])):
        # A lone mark. In "Alder 9 CET / 3am ET", the time is "3am ET", and the mark is the slash.
        typed.pop()
    words = [word.strip(_PUNCTUATION) for word in typed]
    if name_or_time.begins_with_a_request(words):
        begins = next((i for i, word in enumerate(words) if word[:1].isupper()), 1)
        typed, words = typed[begins:], words[begins:]
        doubt = name_or_time.first_doubtful_word(words, reading, time)
        return " ".join(typed if doubt is None else typed[:doubt])
    doubt = name_or_time.first_doubtful_word(words, reading, time)
    if doubt is None and _is_a_name(name, reading, time):
        return None
    ends = [i for i, word in enumerate(words) if _is_time_word(plain(word))]
    return " ".join(typed[: min((*ends, len(words) if doubt is None else doubt))])


def _after(text: str, name: str) -> str:
    return text[text.find(name) + len(name) :].strip(_SEPARATORS)


def _is_a_name(name: str, reading: Reading | None, time: str) -> bool:
    """Check that no word of the name is likely to belong to the time.

    A name may end in a number, a day or a month: Studio 54, Ruby Tuesday. But in two cases, such an
    end is likely to belong to the time:

    - A time without a day follows, as in "Studio 54 3pm".
    - The word before the end leads to a time, as "week" does in "Contoso week 50".
    """
    stripped = (word.strip(_PUNCTUATION) for word in plain(name).split())
    words = [word for word in stripped if any(map(str.isalnum, word))]
    pieces = [piece for word in words for piece in re.split(r"[-/,;]", word)]
    if any(_TIME_WORD.fullmatch(piece) or _GLUED.match(piece) for piece in pieces):
        return False
    if not words or _LEADS_TO_TIME.fullmatch(words[-1]):
        return not words
    kept = list(words)
    while kept and _counts_or_dates(kept[-1]):
        kept.pop()
    if len(kept) == len(words):
        return True
    leads_to_time = bool(kept) and bool(_LEADS_TO_TIME.fullmatch(kept[-1]))
    if reading is None:
        dated = len(words) - len(kept) > 1 and any(map(_CALENDAR.fullmatch, words[len(kept) :]))
        return not kept or not (
            dated or (leads_to_time and _leads_to_time_as_typed(kept[-1], name))
        )
    if leads_to_time or (reading.clock and not reading.has_day):
        return False
    return not _dates_a_day(words[len(kept) :], reading, time)


def _dates_a_day(ends: list[str], reading: Reading, time: str) -> bool:
    """Check whether the end of a name seems to be a part of the time that follows the name.

    `ends` are the numbers, days and months at the end of the name.
    """
    if _may_be_a_day(ends[-1]) and _MONTH_FIRST.match(plain(time)):
        return True  # in "Contoso 3 dec 9,15", we read "dec 9,15" as the time, without the "3"
    if reading.weekday and _is_short_calendar(ends[-1]):
        return True
    dated = reading.has("weekday", "date") and len(ends) > 1
    return dated and any(map(_is_short_calendar, ends))


def _may_be_a_day(word: str) -> bool:
    return word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31


def _is_short_calendar(word: str) -> bool:
    """Check for a short day or month, such as "thu" or "dec", which few names contain."""
    return len(word) <= _SHORT and bool(_CALENDAR.fullmatch(word))


def _leads_to_time_as_typed(word: str, name: str) -> bool:
    """Check whether a word was typed as if it leads to a time.

    "In" with a capital may be part of a name, but "in" leads to a time. "Week" leads to a time
    even if it has a capital.
    """
    return word in _WEEKS or word in name.split()


def _counts_or_dates(word: str) -> bool:
    """Check for one or several numbers, days or months: 21, dec, 4-5, mon/tue."""
    return all(
        _NUMBER.fullmatch(piece) or _CALENDAR.fullmatch(piece) for piece in re.split(r"[-/]", word)
    )


def _is_time_word(said: str) -> bool:
    whole = _TIME_WORD.fullmatch(said) or _LEADS_TO_TIME.fullmatch(said)
    glued = _GLUED.match(said) or name_or_time.is_numbered(said)
    return bool(whole or glued) or _counts_or_dates(said)


def _without_end(text: str, count: int) -> str:
    """Return the text without its last `count` words, and without a dash or comma before them."""
    parts = text.rsplit(None, count)
    before = parts[0].strip() if len(parts) > count else ""
    name, last = [*before.rsplit(None, 1), "", ""][:2]
    return name if last in _BEFORE_TIME else before.removesuffix(",")
