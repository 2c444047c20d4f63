"""Find the time that a sentence names for a call: "Thursday 9am, Jana sets it up"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from handlers.times.date_orders import DateOrder
from handlers.times.due import is_plainly_time
from handlers.times.results import Unclear, Understood
from handlers.times.understanding import understand
from handlers.times.vocabulary import NAMED_DAYS

_WORDS = 40  # only the first words of a text are looked at
_DAYS = 3  # only the first words that name a day are tried
_BEFORE = 4  # the most words of a time before the one that names its day
_LONGEST = 8  # the most words in a time
# After these words, a day is when something is due, or when it began.
_NO_APPOINTMENT = frozenset(("by", "until", "till", "due", "before", "after", "since", "from"))
_WEEKS = ("next week", "this week")  # a call can be meant, although the day is open
_MARKS = " \t\u00a0,;:.()–—-"


@dataclass(frozen=True)
class Appointment:
    """A time within a sentence, as it was typed and read, and the words of the sentence without it.

    If the time is unclear, `reading` may still have the day.
    """

    words: str
    typed: str
    reading: Understood | Unclear

    def is_at(self, moment: datetime, zone: str) -> bool:
        """Whether this is that moment or, if no time of day was typed, its day in that zone."""
        if isinstance(self.reading, Understood):
            return self.reading.starts_at == moment
        return self.reading.day == moment.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=256)  # one brief asks for the same next step many times
def appointment(text: str, *, now: datetime, zone: str, order: DateOrder) -> Appointment | None:
    """The first time in a text that names its day or its week; None if there is none.

    `now` (aware) is when it was written, `zone` the writer's IANA zone. `order` says how they write
    dates. A day by which something is due is no appointment.
    """
    words = text.split()[:_WORDS]
    days = [place for place in range(len(words)) if _names_a_day(words, place)]
    for day in days[:_DAYS]:
        for start, end in _around(words, day):
            typed = " ".join(words[start:end]).strip(_MARKS)
            reading = understand(typed, now=now, zone=zone, order=order)
            if isinstance(reading, Understood) or reading.reason != "not_a_time":
                return Appointment(_without(text, start, end), typed, reading)
    return None


def _names_a_day(words: list[str], place: int) -> bool:
    """Whether the words from this place on begin with a day, or with this or next week."""
    if words[place] in ("sat", "sun"):  # more likely "they sat" and the sun in the sky
        return False
    before = words[place - 1].lower() if place else ""
    named = NAMED_DAYS.get(words[place].lower().strip(_MARKS), ())
    behind = " ".join(words[place : place + 4]).lstrip(_MARKS)
    if behind.lower().startswith(_WEEKS):
        return True
    return before not in named and is_plainly_time(behind)


def _around(words: list[str], day: int) -> Iterator[tuple[int, int]]:
    """The ranges of words with the one that names a day, the longest first.

    Those that begin with one of `_NO_APPOINTMENT`, or follow one, are left out.
    """
    for length in range(_LONGEST, 0, -1):
        for start in range(max(0, day - _BEFORE), day + 1):
            end = start + length
            led_by = words[start - 1 : start + 1] if start else words[:1]
            if day < end <= len(words) and _NO_APPOINTMENT.isdisjoint(map(str.lower, led_by)):
                yield start, end


def _without(text: str, start: int, end: int) -> str:
    """The text without the words from `start` to before `end`, except a comma at their end."""
    words = text.split()
    before = " ".join(words[:start]).rstrip(_MARKS.replace(".", "").replace(")", ""))
    after = " ".join(words[end:]).lstrip(_MARKS)
    mark = words[end - 1][-1] if words[end - 1][-1] in ",;" else ""
    return f"{before}{mark} {after}" if before and after else before or after
