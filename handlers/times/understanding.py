"""Parse a text that says a time. If it gives no single moment, return a question to ask."""

import re
from dataclasses import replace
from datetime import datetime, time

from handlers.times import clocks, grammar, questions, resolver
from handlers.times.changing import change
from handlers.times.context import context_of
from handlers.times.date_orders import DateOrder
from handlers.times.reading import NumberPair, Reading
from handlers.times.results import Unclear, Understood
from handlers.times.words import plain

_DOTTED = re.compile(r"\s*(\d\d?)\.(\d\d)(?=\s|$)")
# Fields of a reading that a simple time of day does not have.
_MORE_THAN_A_CLOCK = (
    *("elapsed", "days", "weekday", "week", "weeks", "months", "shift", "date", "year", "nth"),
    *("until", "alternative", "length", "zone", "offset", "impossible", "vague"),
)


def understand(
    text: str,
    *,
    now: datetime,
    zone: str,
    order: DateOrder = "day first",
    planned: datetime | None = None,
) -> Understood | Unclear:
    """Return the moment that a text means. If it is not clear, return a question to ask.

    Every word of the text must be about time. `now` must be aware. `zone` (IANA) and `order` are
    those of the person who typed the text. If a call is being moved, `planned` (aware) is its
    current time: "4pm" means 4pm on that day, and "an hour later" counts from that time. No text
    raises an exception.
    """
    if planned:
        changed = change(text, planned, now=now, zone=zone, order=order)
        if changed is not None:
            return changed
    reading = read(text, zone)
    if reading is None:
        return questions.not_a_time() if plain(text) else questions.nothing()
    return resolver.resolve(reading, now=now, zone=zone, order=order)


def read(text: str, zone: str) -> Reading | None:
    """Parse a text that has no account's name. Return None if any word is not about time.

    The "3" of "3 tomorrow" can't belong to a name here, so it means 3 o'clock.
    """
    return grammar.read(text, zone) or _read_after_at(text, zone)


def _read_after_at(text: str, zone: str) -> Reading | None:
    reading, dotted = grammar.read(f"at {text}", zone), _DOTTED.match(text)
    if not (reading and reading.clock and dotted):
        return reading
    pair = NumberPair(int(dotted[1]), int(dotted[2]), dashed=False)
    # The person typed no "at", so "9.12" may also be a date.
    return replace(reading, date_numbers=pair)


def time_of_day(text: str) -> time | None:
    """Return the time of day in a text ("7:30 pm", "18.30", "noon"), or None for any other text.

    If the text has no am, pm or part of the day, the time is on the 24-hour clock.
    """
    reading = grammar.read(f"at {text}", "UTC") or grammar.read(text, "UTC")
    if reading is None or reading.clock is None or reading.has(*_MORE_THAN_A_CLOCK):
        return None
    clock = reading.clock
    minutes = clocks.resolve(clock, reading.part) if reading.part else clock.minutes
    return time(*divmod(minutes % clocks.DAY, 60))


def question_about_past(moment: datetime, *, now: datetime, zone: str) -> Unclear:
    """Say that `moment` has passed, and ask when the call is. `moment` and `now` are aware."""
    context = context_of(Reading(), now, zone, "ask")
    return questions.past(moment, None, context)
