"""Text to a moment, or to the question to ask."""

from datetime import datetime

from handlers.times import grammar, questions, settling
from handlers.times.answers import Unclear, Understood
from handlers.times.habits import DateOrder
from handlers.times.here import here
from handlers.times.reading import Reading
from handlers.times.words import plain


def understand(
    text: str, *, now: datetime, zone: str, order: DateOrder = "day first"
) -> Understood | Unclear:
    """The moment that a text means, or the question to ask.

    Every word of it has to be about time. now must be aware. zone is the IANA zone of whoever typed
    the text, order which way round they write dates. No text raises.
    """
    reading = read(text, zone)
    if reading:
        return settling.settle(reading, now=now, zone=zone, order=order)
    return questions.not_a_time() if plain(text) else questions.nothing()


def read(text: str, zone: str) -> Reading | None:
    """What the text says about a time; None when some word of it is about something else.

    "3 tomorrow" is read: here a number at the start cannot be the end of an account's name.
    """
    return grammar.read(text, zone) or grammar.read(f"at {text}", zone)


def passed(moment: datetime, *, now: datetime, zone: str) -> Unclear:
    """What is said of a moment that was named a while ago, and is over now. All aware."""
    place = here(Reading(), now, zone, "ask")
    return questions.past(moment, None, place)
