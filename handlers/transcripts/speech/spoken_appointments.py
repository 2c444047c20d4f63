"""Recognise farewells and appointments. An appointment has a day and a time.

Plain speech is what somebody said, in lower case and without hesitations and stammers
(`plain_speech`).
"""

import re

from handlers.times.words import HOUR_WORD, MONTH_NAMES, ORDINAL
from handlers.transcripts.speech.days import days_named
from handlers.transcripts.speech.numbered_days import NUMBERED
from handlers.transcripts.speech.speech import without_lead

_HOUR = rf"(?:{HOUR_WORD}|\d{{1,2}})"
_LATE = r"(?:thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
_NO_COUNT = (
    r"(?![\w'-]| (?:percent|per|euros?|pounds?|dollars?|hundred|thousand|million|hours?|minutes?"
    r"|days?|weeks?|months?|years?|of|or two|people|seats?)\b|%)"
)
_CLOCK = re.compile(
    rf"(?<![\w'-])(?:(?:at|from|around|about|say) (?:half )?{_HOUR}{_NO_COUNT}|{_HOUR} o'clock"
    rf"|half (?:past )?{_HOUR}{_NO_COUNT}|quarter (?:past|to) {_HOUR}{_NO_COUNT}"
    rf"|\d{{1,2}}[:.]\d\d(?!\d)|{_HOUR} ?(?:am|pm|a\.m|p\.m|thirty|fifteen|forty-five)(?![\w'-])"
    rf"|at {_LATE}{_NO_COUNT}|(?:at|around) (?:noon|midday|lunchtime)|same time(?![\w'-]))"
)
_BEFORE_TIME = re.compile(r"^(?:at|from|around|about|say) | o'clock$")
# A time of day and nothing else: "ten o'clock", "half ten, my time".
_ONLY_A_TIME = re.compile(
    rf"(?:at |from |around |about |say )?(?:(?:half (?:past )?|quarter (?:past|to) )?{_HOUR}"
    rf"(?: o'clock| (?:thirty|fifteen|forty-five)| ?(?:am|pm))?|\d{{1,2}}[:.]\d\d|{_LATE}|noon"
    r"|midday)(?:,? (?:my|your|our|uk) time|,? in the (?:morning|afternoon)|,? then)?"
)
_TIME = (
    rf"(?:(?:half (?:past )?|quarter (?:past|to) ){_HOUR}|{_HOUR}(?: o'clock| thirty| fifteen)"
    r"|\d{1,2}[:.]\d\d)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# Matches the beginning of "Okay, so Tuesday the first at ten" and "then let's say Friday at two".
_BEGINS = re.compile(
    r"(?:(?:then|so|okay|right|great|perfect|good|brilliant|lovely)[,.]? )*"
    r"(?:(?:let's|let us|shall we|we|we'll|we will) (?:say|do|make it|go for|take|stick with) )?"
    r"(?:it's |that's |so it's )?(?:(?:on|next|this|coming|for) )*"
    rf"(?:(?:at )?{_TIME},? (?:on )?(?:next |this )?{_WEEKDAY}(?![\w'-])"
    rf"|(?:the {ORDINAL}, )?(?:{_WEEKDAY}|tomorrow)(?![\w'-])|the {ORDINAL} at )"
)
_MEETING = re.compile(
    r"(?<![\w'-])(?:our next (?:one|call|meeting|session)|invit(?:e|es|ation)|calendar|as usual"
    r"|hour|minutes|slot|appointment|join|joins|dial in|session|call|meeting|demo|workshop|visit"
    r"|let's say|next one|placeholder|booked|same time)(?![\w'-])"
)
# The speaker is busy with something else: "I've got the dentist on Monday at two".
_BUSY = re.compile(
    r"(?<![\w'-])(?:(?:i|we)(?:'ve| have)(?: got)? (?:an?|the|another|my|our|to)(?! (?:call|demo"
    r"|meeting|session)\b)|(?:i'm|we're|he's|she's|they're) (?:in|at|on|away|off)"
    r"|(?:i|we) (?:close|leave|open|start|finish) )"
    r"|(?:'s|(?<![\w'-])is) (?:my|our) (?:lunch|break|day off|holiday|weekend|night off|gym)"
)
# The time is when something is handed over, and not when people meet: "send it by Friday at ten".
_HANDED_OVER = re.compile(
    r"(?<![\w'-])(?:send|get|have|give|deliver|e-?mail|submit|finish)(?: [\w'-]{1,20}){0,8}"
    r" (?:by|before|until)(?![\w'-])"
)
_FAREWELL = re.compile(
    r"(?:(?:okay|ok|great|perfect|good|thanks?|thank you|cheers|bye|so|and|right|then|lovely|well"
    r"|both|all|everyone|a lot|so much)[,.!]* )*"
    r"(?:i'll |we'll )?(?:(?:see|speak|talk)(?: to)? (?:you|each other)|talk|speak)"
    rf"(?: (?:both|all|then|again|soon|on|next|this|coming))* (?:{_WEEKDAY}|tomorrow|next week"
    r"|then|soon)(?: (?:then|morning|afternoon|evening|week|both|all|everyone))*"
)
_REPLY = re.compile(
    r"(?<![\w'-])(?:works?(?: fine| well)?(?: for (?:me|us))?$|suits|(?:is|'s) (?:good|fine|okay|ok"
    r"|great|perfect|bad)|i can do$|can't)(?![\w'-])"
)
_NUMBERED = re.compile(NUMBERED)
_NUMBER = re.compile(rf"\d|{ORDINAL}")
_MONTHS = frozenset(name.lower() for name in MONTH_NAMES)


def is_only_a_time(said: str) -> bool:
    """Check whether plain speech is a time of day and nothing else: "ten o'clock"."""
    return _ONLY_A_TIME.fullmatch(without_lead(said).strip(" ,.?")) is not None


def is_farewell(said: str) -> bool:
    """Check whether plain speech is only a farewell: "see you Tuesday"."""
    return _FAREWELL.fullmatch(without_lead(said).strip(" ,.!")) is not None


def is_appointment(said: str, *, meets: bool) -> bool:
    """Check whether plain speech is about a meeting at a time of day.

    The speech must also name a day, which this function does not check. `meets` is true if the
    speech proposes a meeting, or has a verb such as "meet" or "talk".
    """
    if not _CLOCK.search(said) or _BUSY.search(said) or _HANDED_OVER.search(said):
        return False
    begins = _BEGINS.match(without_lead(said))
    return bool(begins) or meets or bool(_MEETING.search(said))


def time_in(said: str) -> str:
    """Return the first time of day in plain speech as a text to compare, or "" if there is none.

    "At half ten" becomes "half ten", and "ten o'clock" becomes "ten".
    """
    found = _CLOCK.search(said)
    return _BEFORE_TIME.sub("", found[0]) if found else ""


def has_time(said: str) -> bool:
    """Check whether plain speech has a time of day."""
    return _CLOCK.search(said) is not None


def is_busy(said: str) -> bool:
    """Check whether somebody says that they are busy or away: "Friday at one is my lunch"."""
    return _BUSY.search(said) is not None


def clearness(said: str, *, asks: bool) -> int:
    """Return how clearly somebody states an appointment, as a number for comparison.

    A statement is clearer than a question. Both are clearer with a date such as "Thursday the
    tenth", or with a word such as "meeting". A reply ("Thursday works for me") is much less clear.
    """
    clear = bool(_NUMBERED.search(said)) + bool(_MEETING.search(said))
    return clear + (not asks) - 2 * is_reply(said)


def is_reply(said: str) -> bool:
    """Check whether plain speech has words that accept or decline a day: "works for me"."""
    return bool(_REPLY.search(said))


def is_only_months(said: str) -> bool:
    """Check that plain speech names no day and no period, except whole months: "in August"."""
    return all(day.split()[-1] in _MONTHS and not _NUMBER.search(day) for day in days_named(said))
