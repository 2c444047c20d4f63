"""Text to a moment, or to the question to ask."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.times import grammar, questions, settling
from handlers.times.answers import Unclear, Understood
from handlers.times.habits import DateOrder
from handlers.times.here import here
from handlers.times.reading import CalendarDate, Reading
from handlers.times.saying import say_full_date
from handlers.times.words import plain


def understand(
    text: str,
    *,
    now: datetime,
    zone: str,
    order: DateOrder = "day first",
    same_day: datetime | None = None,
) -> Understood | Unclear:
    """The moment that a text means, or the question to ask.

    Every word of it has to be about time. now must be aware. zone is the IANA zone of whoever typed
    the text, order which way round they write dates. same_day, aware as well: a time without a day
    is on that day. No text raises.
    """
    words = plain(text)
    reading = read(words.removeprefix("same day") if same_day else text, zone)
    if reading is None:
        return questions.not_a_time() if words else questions.nothing()
    if same_day is None or reading.has_day or not reading.clock:
        return settling.settle(reading, now=now, zone=zone, order=order)
    day = same_day.astimezone(ZoneInfo(reading.zone.iana if reading.zone else zone)).date()
    dated = replace(reading, date=CalendarDate(day.day, day.month, day.year))
    found = settling.settle(dated, now=now, zone=zone, order=order)
    if isinstance(found, Unclear):
        return found
    kept = f"No day was typed, so it stays on {say_full_date(day, day)}."
    return replace(found, note=" ".join(filter(None, (kept, found.note))))


def read(text: str, zone: str) -> Reading | None:
    """What the text says about a time; None when some word of it is about something else.

    "3 tomorrow" is read: here a number at the start cannot be the end of an account's name.
    """
    return grammar.read(text, zone) or grammar.read(f"at {text}", zone)


def passed(moment: datetime, *, now: datetime, zone: str) -> Unclear:
    """What is said of a moment that was named a while ago, and is over now. All aware."""
    place = here(Reading(), now, zone, "ask")
    return questions.past(moment, None, place)
