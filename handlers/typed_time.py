"""A time that somebody typed, read as that person means it."""

from datetime import datetime

from handlers.conversation import Turn
from handlers.rhythm_settings import order_of
from handlers.times import Unclear, Understood, understand


def typed_time(turn: Turn, text: str, *, same_day: datetime | None = None) -> Understood | Unclear:
    """The moment that the text means to whoever asks, or the question to ask.

    same_day: the moment of the call that is changed; a time without a day is on that day.
    """
    person = turn.person
    order = order_of(person)
    return understand(text, now=turn.now, zone=person.zone, order=order, same_day=same_day)
