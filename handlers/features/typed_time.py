"""Parse a typed time, in the person's zone and date order."""

from datetime import datetime

from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import date_order_of
from handlers.times import Unclear, Understood, understand


def typed_time(turn: Turn, text: str, *, planned: datetime | None = None) -> Understood | Unclear:
    """Return the moment that the person means. If it is unclear, return the question to ask.

    `planned` is the current start of a call that is to be moved. "An hour later" counts from it.
    """
    person = turn.person
    order = date_order_of(person)
    return understand(text, now=turn.now, zone=person.zone, order=order, planned=planned)


def time_in_form(turn: Turn, *, planned: datetime | None = None) -> Understood:
    """Parse the moment in the field "when". Raises Refusal with a question if it is unclear."""
    return as_in_form(typed_time(turn, turn.fields.get("when", "").strip(), planned=planned))


def as_in_form(reading: Understood | Unclear) -> Understood:
    """Return the reading if it is clear.

    Raises Refusal with the reading's question, at the field "when", if it is unclear.
    """
    if isinstance(reading, Understood):
        return reading
    # After a command, there is a button for each possible moment. In a form, people must type one.
    way_on = " Type the one you mean." if len(reading.offers) > 1 else ""
    raise Refusal(f"{reading.question}{way_on}", field="when")
