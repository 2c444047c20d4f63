"""A time that somebody typed, read as that person means it."""

from handlers.conversation import Turn
from handlers.rhythm_settings import order_of
from handlers.times import Unclear, Understood, understand


def typed_time(turn: Turn, text: str) -> Understood | Unclear:
    """The moment that the text means to whoever asks, or the question to ask."""
    person = turn.person
    return understand(text, now=turn.now, zone=person.zone, order=order_of(person))
