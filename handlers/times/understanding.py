"""Text to a moment: our own grammar first, dateparser for what it does not know."""

from datetime import datetime

from handlers.times import fallback, grammar, questions, settling
from handlers.times.answers import Unclear, Understood
from handlers.times.reading import Reading


def understand(text: str, *, now: datetime, zone: str) -> Understood | Unclear:
    """The moment that a text means, or the question to ask.

    now must be aware. zone is the IANA zone of whoever typed the text. No text raises.
    """
    reading = read(text, now=now, zone=zone)
    if reading is None and text.strip()[:1].isdigit():
        # "3 tomorrow": here a number at the start cannot be the end of an account's name.
        reading = grammar.read(f"at {text}", zone)
    if reading:
        return settling.settle(reading, now=now, zone=zone)
    return questions.not_a_time() if grammar.plain(text).strip() else questions.nothing()


def read(text: str, *, now: datetime, zone: str) -> Reading | None:
    """What the text says about a time; None when some word of it is about something else."""
    return grammar.read(text, zone) or fallback.read(text, now=now, zone=zone)
