""" "/prep ACCOUNT WHEN", for an account that is new: where its name ends and the time begins."""

import re
from datetime import datetime

from handlers.times import grammar, questions, settling
from handlers.times.answers import Unclear, Understood
from handlers.times.habits import DateOrder
from handlers.times.reading import Reading
from handlers.times.takes import TOMORROW
from handlers.times.words import MONTH, NUMBER_WORD, ORDINAL, WEEKDAY, plain

_WORDS_OF_A_TIME = 12
_LONGEST = 120  # characters
_QUOTED = re.compile(r"\s*[\"“”„«](?P<name>[^\"“”„«»]*)[\"“”»](?P<rest>.*)", re.DOTALL)
# What begins no time. As times 1001 and noon are rare, and as the end of a name they are not
# (Group 1001, High Noon, Support 24/7); neither is a word of mere punctuation.
_STAYS_WITH_NAME = re.compile(
    r"(?:\d{4}|noon|midday|midnight|sometime|some\s?day|soon|24/7)$|[^\w\s@(]+(?:\s|$)",
    re.IGNORECASE,
)
_JOINTS = tuple("-–—:|,")
# Words that a name does not end with, and that a time may begin with.
_LEADS_ON = re.compile(
    r"a|an|the|in|on|at|by|of|or|and|to|for|from|with|until|till?|after|before|about|around|between"
    r"|within|not|but|next|last|this|coming|following|every|each|half|quarter|past|first|second|third"
    r"|approximately|early|late|later|mid|end|start|beginning|sometime|first thing|am|pm|[ap]\.m"
    r"|(?:minute|min|hour|hr|day|week|fortnight|month|quarter|year)s?'?|(?:week|month|day)'s|aft"
    rf"|{ORDINAL}|eod|cob|eve|easter|christmas|xmas|thanksgiving|years|(?:{WEEKDAY})s"
)
_NUMBER = re.compile(rf"\d+|{NUMBER_WORD}")
_CALENDAR = re.compile(rf"{WEEKDAY}|{MONTH}")
# Words that stand in a time, and hardly ever in a name.
_TELLS_A_TIME = re.compile(
    rf"today|tonight|yesterday|{TOMORROW}|\d\d?(?::\d\d)?(?:am|pm|[ap])|\d\d?:\d\d"
)


def split(
    text: str, *, now: datetime, zone: str, order: DateOrder = "day first"
) -> tuple[str, Understood | Unclear | None]:
    """The account's name, and the time after it, if there is one.

    The longest end of the text that reads as a time is the time, also when it leads to a question
    ("yesterday 3pm"). Where what is left is hardly a name ("Contoso every" of "Contoso every Friday
    3pm"), the answer is a question, and the name the part that surely is one. A quoted name is kept
    whole. now must be aware; zone is the IANA zone of whoever typed the text, order which way round
    they write dates. No text raises.
    """
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        more, reading = _taken_apart(quoted["rest"], zone)
        name = f"{quoted['name'].strip()} {more}".strip()
    else:
        name, reading = _taken_apart(text, zone)
        more = name
    if more and not _is_a_name(more, reading):
        return _sure_part(name), questions.where_does_it_end()
    if reading is None:
        return name, None
    return name, settling.settle(reading, now=now, zone=zone, order=order)


def _taken_apart(text: str, zone: str) -> tuple[str, Reading | None]:
    words = text.split()[-_WORDS_OF_A_TIME:]
    for count in range(len(words), 0, -1):
        tail = " ".join(words[-count:])
        if len(tail) > _LONGEST or _STAYS_WITH_NAME.match(tail):
            continue
        reading = grammar.read(tail, zone)
        if reading:
            return _without_end(text, count), reading
    return text.strip(), None


def _is_a_name(name: str, reading: Reading | None) -> bool:
    """Whether none of the words is likely to belong to the time.

    Numbers, days and months may end a name where the day and the time stand behind it: Studio 54,
    Ruby Tuesday. What stands before them may not lead on to a time: "Contoso week 50".
    """
    words = [word.strip(".,;:()") for word in plain(name).split()]
    pieces = [piece for word in words for piece in re.split(r"[-/]", word)]
    if any(_TELLS_A_TIME.fullmatch(piece) for piece in pieces):
        return False
    if not words or _LEADS_ON.fullmatch(words[-1]):
        return not words
    kept = list(words)
    while kept and _counts_or_dates(kept[-1]):
        kept.pop()
    if reading is None or len(kept) == len(words):
        return True
    if reading.clock and not reading.has_day:
        return False
    return not kept or not _LEADS_ON.fullmatch(kept[-1])


def _counts_or_dates(word: str) -> bool:
    """21, Tuesday, dec, and also 4-5 and mon/tue."""
    return all(
        _NUMBER.fullmatch(piece) or _CALENDAR.fullmatch(piece) for piece in re.split(r"[-/]", word)
    )


def _sure_part(name: str) -> str:
    """The words up to the first that may belong to a time."""
    words = name.split()
    for count, word in enumerate(words):
        said = plain(word).strip(".,;:()")
        tells = _TELLS_A_TIME.fullmatch(said) or _LEADS_ON.fullmatch(said)
        if tells or _counts_or_dates(said):
            return " ".join(words[:count])
    return name


def _without_end(text: str, count: int) -> str:
    """The text before its last words, as it was typed, without the comma or dash in between."""
    parts = text.rsplit(None, count)
    before = parts[0].strip() if len(parts) > count else ""
    name, last = [*before.rsplit(None, 1), "", ""][:2]
    return name if last in _JOINTS else before.removesuffix(",")
