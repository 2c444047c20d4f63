"""Read times such as "in ten minutes". Say if a promise gets no day because its time is vague."""

import re
from dataclasses import replace
from datetime import date, timedelta

from handlers.coaching.text.words import shortened
from handlers.registry import Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times.due import due_by
from handlers.times.words import MONTH, ORDINAL_WORD
from handlers.transcripts.speech.days import is_soon
from handlers.views.promises.promise_lines import Jotted

_SEASON = (
    r"(?:spring|summer|autumn|winter|easter|christmas|(?:the )?new year|(?:the )?holidays|q[1-4])"
)
_VAGUE = re.compile(
    rf"(?<![\w'-])(?:(?:(?:in|by|until|before|around|from) )?(?:early|mid|late)[ -]{MONTH}"
    rf"|(?:in|by|until|before|around) (?:{MONTH}|{_SEASON})|after {_SEASON}"
    r"|(?:(?:by|until|in|before) )?(?:the )?next (?:week|month|quarter|year)"
    rf"|(?:on )?the {ORDINAL_WORD}|in (?:a few|a couple of) (?:days|weeks|months))"
    r"(?= ?(?:$|[,.;)“”(]))",
    re.IGNORECASE,
)
_LONGEST = 60  # characters of a promise in a note
_BY = ("by", "until", "before", "on", "due")  # may come before the day of a promise
# We take a date without a year for a past date only if it is at most this long ago.
_PAST = timedelta(days=170)


def read(line: Jotted, called_on: date) -> Jotted:
    """Return the promise. If it names minutes or hours instead of a day, it is due on `called_on`.

    `called_on` is the day of the call or, if there was none, the day on which the promise is made.
    """
    if line.due_on or line.note or not is_soon(line.text.lower()):
        return line
    return replace(line, due_on=called_on)


def note(line: Jotted) -> list[str]:
    """Say that a promise gets no day because its time is vague, such as "next week".

    Return [] if the promise has a day or names no vague time.
    """
    found = None if line.due_on or line.note else _VAGUE.search(line.text)
    if found is None:
        return []
    what = shortened(line.text, _LONGEST)
    return [f"“{found[0].strip()}” is not an exact day, so no day is set for “{what}”."]


def has_passed(text: str, turn: Turn) -> bool:
    """Check whether a promise ends with a day that has passed: "a deck by yesterday", "by 3 nov".

    `due_by` finds no day in such a promise.
    """
    words = text.partition(" (")[0].lower().split()
    at = max((at for at, word in enumerate(words) if word in _BY), default=-1)
    when = " ".join(words[at + 1 :])
    if at < 0 or len(when) > _LONGEST:
        return False
    if when == "yesterday" or when.startswith("last "):
        return True
    person = turn.person
    today, order = day_of(turn.now, person.zone), date_order_of(person)
    found = due_by(when, today=today, zone=person.zone, order=order)
    then = due_by(when, today=today - _PAST, zone=person.zone, order=order)
    return found is None and then is not None and then.day is not None and then.day < today
