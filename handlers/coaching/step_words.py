"""Turn a next step that somebody said aloud into a note: "Meet with your dispatchers". Pure."""

import re

from handlers.coaching.buyer_words.their_words import CUT
from handlers.coaching.text.words import shortened
from handlers.times.words import (
    DAY_NAMES,
    MONTH_NAMES,
    NUMBER_WORD,
    NUMBERS,
    ORDINAL,
    ORDINAL_WORD,
)

_BEGINS = (
    r"(?:(?:and|so|then|okay|ok|well|right|alright|great|good|perfect|wonderful|now|yes|yeah)\b"
    r"[,.]? +)*"
)
_AS_NEXT_STEP = r"(?:(?:as|for) (?:a|the|our) next step,? +)?"
_ASKS = (
    r"(?P<asks>(?:shall|should|can|could|may) we (?:please |maybe |just )?"
    r"|why don't we )"
)
_PROPOSES = r"(?:let's |let us |(?:i|we)(?:'d| would)? (?:suggest|propose)(?: that)? we )"
_LEAD = re.compile(rf"{_BEGINS}{_AS_NEXT_STEP}(?:{_ASKS}|{_PROPOSES})?", re.IGNORECASE)

_DAY_NAMES, _MONTHS = "|".join(DAY_NAMES), "|".join(MONTH_NAMES)
_BESIDE = r"at|the|of|on|in|half|past|quarter|to|around|o'clock|morning|afternoon|noon"
# A day, with the time if there is one: "on Thursday, the third of December, at half past two".
_DAY = re.compile(
    r"(?<![^\s(])(?:(?:on|by|until|before|at|for|next week,?|next|this|the) ){0,3}"
    rf"(?:(?i:{_DAY_NAMES}|tomorrow)|the {ORDINAL}|{ORDINAL} of (?:{_MONTHS})"
    rf"|\d{{1,2}} (?:{_MONTHS}))\b"
    rf"(?:,? (?:(?:next week|{_BESIDE}|{_MONTHS}|{ORDINAL_WORD}|{'|'.join(NUMBERS)})\b"
    r"|\d[\d:.]{0,4}(?:am|pm|th|st|nd|rd)?\b)){0,8}"
)

# A word that only helps to name a time, as in "Wednesday the second, half ten, my time".
_WHEN = re.compile(
    rf"{ORDINAL}|{NUMBER_WORD}|\d[\d:.]*(?:am|pm)?|{_DAY_NAMES}|{_MONTHS}|{_BESIDE}|tomorrow|next|this"
    r"|week|same|time|my|your|our|uk|clock|am|pm|sharp|noon|midday|from|until|to|for|then|so|and|or"
    r"|okay|ok|yes|right|it's|that's|let's|say|again|as|usual|evening|hours?|minutes",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w:'-]+")
_WHOSE_CLOCK = re.compile(r"(?:my|your|our|uk) (?:time|clock|noon)\b", re.IGNORECASE)
_HOUR_FIRST = re.compile(
    rf"(?:at|from|around) (?:half (?:past )?|quarter (?:past|to) )?(?:{NUMBER_WORD}|\d[\d:.]*)"
    r"(?: ?o'clock| ?am| ?pm)?[,.;]+ +",
    re.IGNORECASE,
)


def says_only_when(step: str) -> bool:
    """Check whether a step is empty or names only a time: "Same time. Seven o'clock."."""
    words = _WORD.findall(step.replace("’", "'"))
    return all(_WHEN.fullmatch(word) for word in words)


def says_whose_clock(step: str) -> bool:
    """Check whether a step says whose time zone its hour is in: "half ten, my time"."""
    return bool(_WHOSE_CLOCK.search(step))


def without_hour_first(step: str) -> str:
    """Remove the hour at the beginning: "at thirteen, on Teams" becomes "On Teams"."""
    rest = _HOUR_FIRST.sub("", step, count=1) if _HOUR_FIRST.match(step) else step
    return f"{rest[:1].upper()}{rest[1:]}" if rest != step else step


def as_noted(step: str) -> str:
    """Remove the lead-in from a step: "Then as the next step, shall we meet?" becomes "Meet"."""
    one_line = " ".join(step.split()).replace("’", "'")
    lead = _LEAD.match(one_line)
    rest = one_line[lead.end() :] if lead else one_line
    if not lead or not lead[0] or not rest[:1].isalpha():
        return " ".join(step.split())
    rest = rest.removesuffix("?") if lead["asks"] else rest
    return rest[0].upper() + rest[1:]


def is_only_lead(step: str) -> bool:
    """Check whether a step is only a lead-in: "Okay, so"."""
    lead = _LEAD.match(f"{' '.join(step.split()).strip(' .,!?')} ")
    return lead is not None and lead.end() > len(step.strip(" .,!?"))


def with_its_day(step: str, longest: int) -> str:
    """Shorten a step to `longest` characters, but keep the day that it names.

    If the beginning of the step does not contain the day, append the day to the beginning. Return
    "" if the step names no day, or if the whole step has at most `longest` characters.
    """
    one_line = " ".join(step.split())
    found = list(_DAY.finditer(one_line))
    if len(one_line) <= longest or not found:
        return ""
    day = found[-1]
    begins = shortened(one_line, longest)
    if len(begins) - len(CUT) >= day.end():
        return begins
    room = longest - len(day[0]) - 1
    begins = shortened(one_line, room) if len(one_line.split(" ", 1)[0]) < room else ""
    start = begins.rstrip(CUT).rstrip(" ,;:")
    return f"{start}{CUT} {day[0].strip()}" if start else shortened(day[0], longest)
