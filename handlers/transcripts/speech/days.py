"""Find days in what people say: "by Friday", "the second of March", "in two weeks"."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

from handlers.times.due import HANG_UP, due, due_by
from handlers.times.weeks import EASTER_WEEK, NUMBERED_WEEK, WEEK_OF_MONTH
from handlers.times.words import NUMBER_WORD, ORDINAL, ORDINAL_WORD, ordinal
from handlers.transcripts.speech.numbered_days import NUMBERED, numbered_day

_WEEKDAY = (  # "one real Monday" does not name a date
    r"(?<!black )(?<!cyber )(?<!good )(?<!real )(?<!usual )(?<!normal )(?<!typical )"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!\.com)(?![\w'-])"
)
# "May", "march" and "second" are also ordinary words. These words count only beside other words of
# a date.
_SURE_MONTH = (
    r"(?:january|february|april|june|july|august|september|october|november|december)(?![\w'-])"
)
_MONTH = rf"(?:{_SURE_MONTH}|(?:march|may)(?![\w'-]))"
_PART_OF_DAY = r"(?: (?:morning|afternoon|evening|night)(?![\w'-]))?"
_WEEK_ON = r" (?:week|fortnight)(?![\w'-])"  # as in "Friday week"
_NTH = rf"(?:[0-3]?\d(?:st|nd|rd|th)?|{ORDINAL_WORD})(?![\w'-])"
_BEFORE_MONTH = (
    r"(?:in|by|for|until|till|since|before|after|from|through|during|mid|early|late|this|next|last"
    r"|end of|start of|beginning of|middle of)"
)
# "When we hang up" is on the day of the call.
_HANG_UP = rf"{HANG_UP}(?![\w'-])"
# "Before Christmas" counts as a day, but not after a weekday. In "the Friday before Christmas", the
# Friday is the day.
_CHRISTMAS = (
    r"(?<!day )(?<!days )(?<!week )(?<!weeks )(?:before|by|until|till) (?:christmas(?: eve)?|xmas)"
    r"(?![\w'-])"
)
# A phrase such as "the first week of May" does not count if "of" comes before it. In "the routes of
# the first week of May", it only says which routes are meant.
_WEEK = (
    r"(?:(?<!of )(?<!of the )(?=[bictufslew])(?:(?:in|by|until) )?(?:the )?(?:end of )?(?=[cwfstl])"
    rf"(?:{NUMBERED_WEEK}|{WEEK_OF_MONTH}|{EASTER_WEEK})(?![\w'-]))"
)
_DAY = re.compile(
    r"(?<![\w'-])(?:"
    rf"{_WEEK}|"
    r"(?:the )?(?:end|close) of (?:(?:the|this) )?(?:next )?"
    rf"(?:(?:business )?day|week|month|quarter|year|q[1-4]|{_MONTH})(?![\w'-])"
    rf"|{_HANG_UP}|{_CHRISTMAS}"
    rf"|next week,? (?:on )?{_WEEKDAY}"
    rf"|{NUMBERED}|(?:the )?{_NTH} (?:of )?{_MONTH}|{_MONTH} (?:the )?{_NTH}"
    rf"|(?:(?:an?|one|two) (?:week|fortnight)s? (?:on|from) )(?:{_WEEKDAY}|today|tomorrow)"
    rf"|(?:(?:next|this|coming) )?{_WEEKDAY}(?: next week\b|{_WEEK_ON}|{_PART_OF_DAY})"
    rf"|(?:the day after |today or )?tomorrow(?:{_WEEK_ON}|{_PART_OF_DAY})|tonight|today"
    r"|this (?:morning|afternoon|evening)"
    rf"|in (?:{NUMBER_WORD}|an?|a couple of|a few|\d{{1,2}}) (?:more )?(?:days?|weeks?|months?)\b"
    rf"|(?:next|this|coming) (?:week|month|quarter|year)(?![\w'-])"
    rf"|(?:{_BEFORE_MONTH}[ -]){{1,4}}{_MONTH}|{_SURE_MONTH}"
    r"|(?:the )?(?:q[1-4]|(?:first|second|third|fourth) quarter)(?![\w'-])"
    rf"|(?:on|by|until|(?:the )?week of) the {ORDINAL}"
    r"(?= ?(?:[,.;!?]|$|at\b|or\b|and\b))"
    rf"|the (?!first|second|third){ORDINAL}(?= at (?:half |quarter )?[a-z\d])"
    r"|(?:until|till|by|before|end of) 20\d\d(?![\w-])"
    r"|20\d\d-[01]\d-[0-3]\d(?!\w))"
)
# In "a credit for Friday", the day says which credit is meant, and not when the credit is due.
_OF_A_THING = re.compile(
    r"(?<![\w'-])(?<=an |he |ur )(?!(?:time|call|slot)\b)[\w'-]{2,20} for (?:last )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?![\w'-])|(?<=a )(?!(?:time|call|slot)\b)"
    r"[\w'-]{2,20} for (?:last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?![\w'-])"
)
_PAST = re.compile(
    r"(?<![\w'-])(?:last time is|last|past|since|ago|was|were|yesterday"
    r"|(?:every|(?<!see )(?<!meet )each)(?: second| other| third)?) ?$"
)
# In "the Friday before that", we don't know which Friday is meant, so the day does not count.
_ANOTHER = re.compile(r" before(?=$|[,.;]| (?:that|then|christmas|the)\b)")
# "On Friday we had a lorry there" means last Friday, so the day does not count.
_PAST_AFTER = re.compile(
    r",? (?:we|i|they|it|he|she|there) (?:had|was|were|did|went|got|came|lost|sent|called)\b"
)
_WEEK_FIRST = re.compile(r"next week,? (?:on )?(\w+)")  # "next week Thursday"
_SPOKEN = re.compile(rf"((?:(?:on|by|until) )?the) ({ORDINAL_WORD})")  # as in "by the sixteenth"
_LONGEST_PAST = 15  # we look for `_PAST` in this many characters before a day
_DATED = re.compile(rf"\d|{ORDINAL}|{_MONTH}")
_BY = re.compile(r"(?<![\w'-])(?:by|until|till|no later than) (?!the way\b)")
# The words that lead up to a day, and are removed with it: "by", "some time".
_JOINER = re.compile(
    r"(?:^|\s)(?:(?:by|on|until|till|before)(?:,? let's say,?)?(?: by)?|due|first thing|later"
    r"|some ?time)$",
    re.IGNORECASE,
)
_PARTS_OF_DAY = (" morning", " afternoon", " evening", " night")
# After one of these words, the day is part of what is promised: "a call for Thursday".
_PART_OF_IT = re.compile(
    r"(?:^|\s)(?:of|for|from|about|to|at|since|after|than|the|our|your)$", re.IGNORECASE
)
_HANGING_UP = re.compile(_HANG_UP)
# "I'll send it in ten minutes" is due on the day of the call.
_SOON = re.compile(
    rf"(?<![\w'-])in (?:{NUMBER_WORD}|\d{{1,2}}|an?|half an|a few|a couple of) (?:minutes?|hours?)"
    r"(?![\w'-])"
)
_AROUND_NOW = frozenset({"today", "tonight", "this morning", "this afternoon", "this evening"})


def names_day(said: str, *, later: bool = False) -> bool:
    """Check whether plain speech names a day or a longer period that is not in the past.

    If `later` is true, words for the day of the call ("today", "tonight") do not count.
    """
    return any(not (later and _is_around_now(phrase)) for phrase in _phrases(said))


def _is_around_now(phrase: str) -> bool:
    return phrase in _AROUND_NOW or bool(_HANGING_UP.fullmatch(phrase))


def days_named(said: str) -> Iterator[str]:
    """Yield the days and longer periods in plain speech that are not in the past."""
    return _phrases(said)


def day_in(said: str, today: date, *, due: bool = False) -> date | None:
    """Return the first exact day that plain speech names.

    `today` says which day a word such as "Friday" or "tomorrow" means. Days in the past do not
    count. Return None in these cases:

    - There is no exact day. "Next month" is not exact.
    - The weekday and the number do not match: "Friday the fifth" if the fifth is a Saturday.

    If `due` is true, we look for a deadline. "This week" then means the end of the week. If several
    days are named, we prefer an exact day that comes after "by", "until" or the like:

    "call me Monday, and send it by Friday" → Friday
    """
    said = without_days_of_things(said) if due else said
    phrases = list(_phrases(said))
    if due and (by := _BY.search(said)):
        phrases = [*_phrases(said[by.start() :]), *phrases]
    days = (_day(phrase, today, due) for phrase in phrases)
    found = next((day for day in days if day), None)
    return None if found == "unsure" else found


def is_soon(said: str) -> bool:
    """Check whether plain speech says that somebody will do something in minutes or hours."""
    return _SOON.search(said) is not None


def without_days_of_things(said: str) -> str:
    """Remove each noun that a weekday describes, together with the weekday.

    "send a credit for friday" becomes "send a".
    """
    return _OF_A_THING.sub(" ", said)


def without_days(said: str) -> str:
    """Replace each day in plain speech with a space. In "by friday", the word "by" stays."""
    return _DAY.sub(" ", said)


def without_a_day(words: str) -> str:
    """Remove the first day from a promise, so that another day can replace it."""
    found = _DAY.search(words.lower())
    if found is None or len(words.lower()) != len(words):
        return words
    before = _JOINER.sub("", words[: found.start()].rstrip()).rstrip(" ,")
    return f"{before}{words[found.end() :]}"


def without_due_day(words: str, due: date, today: date) -> str:
    """Remove the due day from a promise: "send the list by Friday" becomes "send the list".

    We keep a day that is part of what is promised: "a call for Thursday".
    """
    low = words.lower()
    if len(low) != len(words):
        return words
    for found in _DAY.finditer(low):
        if due not in (_day(found[0], today), _day(found[0], today, as_deadline=True)):
            continue
        before, after = words[: found.start()].rstrip(), words[found.end() :].strip(" ,.")
        if _PART_OF_IT.search(before):
            return words
        before = _JOINER.sub("", before).rstrip()
        # A comma after the day stays: "the list by Friday, in Czech" becomes "the list, in Czech".
        # If there is a comma before the day too, both commas go: "Ask, by Friday, Tom Ash" becomes
        # "Ask Tom Ash".
        ends = words[found.end() :].startswith(",") and not before.endswith(",")
        before = before.rstrip(" ,")
        comma = "," if ends and before and after else ""
        return f"{before}{comma} {after}".strip() or words
    return words


def with_date(words: str, due: date, today: date, dated: str) -> str:
    """Add `dated` to a text that names a day but no date, such as "Thursday then".

    `dated` is the date of `due` in words. `due` may come from another sentence, so the text may
    name another day. Return the text unchanged if it names no day, or if it already has a date.
    """
    days = [each[0] for each in _DAY.finditer(words.lower())]
    exact = [day for day in days if _day(day, today) == due]
    if any(_DATED.search(day) for day in exact or days):
        return words
    return f"{words} ({dated})" if exact or days else words


def _phrases(said: str) -> Iterator[str]:
    for found in _DAY.finditer(said):
        before = said[max(0, found.start() - _LONGEST_PAST) : found.start()]
        other = _PAST_AFTER.match(said, found.end()) or _ANOTHER.match(said, found.end())
        if not other and not _PAST.search(before):
            yield found[0]


@lru_cache(maxsize=512)
def _day(phrase: str, today: date, as_deadline: bool = False) -> date | Literal["unsure"] | None:
    """Return the exact day of one phrase that names a day.

    Return "unsure" if the weekday and the number do not match, as in "Friday the fifth" if the
    fifth is a Saturday. With `as_deadline`, "this week" is the end of the week.
    """
    if day := numbered_day(phrase, today):
        return day
    if _HANGING_UP.fullmatch(phrase):
        return today
    phrase = phrase.removeprefix("today or ")
    if turned := _WEEK_FIRST.fullmatch(phrase):
        phrase = f"{turned[1]} next week"
    for part in _PARTS_OF_DAY:
        phrase = phrase if phrase.startswith("this ") else phrase.removesuffix(part)
    if spoken := _SPOKEN.fullmatch(phrase):
        phrase = f"{spoken[1]} {ordinal(spoken[2])}th"
    read = due_by if as_deadline else due
    found = read(phrase, today=today, zone="UTC", order="day first")
    return found.day if found else None
