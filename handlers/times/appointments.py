"""Find the time that a sentence names for a call: "Thursday 9am, Jana sets it up"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from handlers.times.date_orders import DateOrder
from handlers.times.due import is_plainly_time
from handlers.times.results import Unclear, Understood
from handlers.times.understanding import understand
from handlers.times.vocabulary import NAMED_DAYS
from handlers.times.words import HOUR_WORD, integer
from handlers.times.zones import named

_MAX_WORDS = 40  # we look at only this many words of a text
_MAX_DAYS = 3  # we try only this many words that name a day
_MAX_BEFORE = 4  # a time begins at most this many words before the day
_MAX_LENGTH = 8  # a time has at most this many words
# Words such as "by" in "by Friday". The day that follows such a word is when something is due or
# began, not when a call is.
_NO_APPOINTMENT = frozenset(("by", "until", "till", "due", "before", "after", "since", "from"))
_WEEKS = ("next week", "this week")  # a sentence may name one of these instead of a day
# Matches a time in another zone: "1:30 pm in New York". In the words "one Chicago with Ann", it
# matches "one Chicago", which means one o'clock in Chicago.
_OTHER_ZONE = re.compile(
    rf"(?:(?:or|and|so|that's|which is|[-–(]) *)?(?P<hour>{HOUR_WORD}|\d{{1,2}})"
    r"(?::(?P<minute>\d\d))?(?: ?[ap]\.?m\b\.?)?,? (?:in )?"
    r"(?P<place>[^\W\d_]{2,20}(?: [A-Z][^\W\d_]{2,20})?)(?: time)?\)?(?![\w'-])[,.;]*",
    re.IGNORECASE,
)
_MARKS = " \t\u00a0,;:.()–—-"


@dataclass(frozen=True)
class Appointment:
    """A time within a sentence, as typed and as read.

    `words` is the sentence without the time. If the time is unclear, `reading` is `Unclear`, which
    may have the day.
    """

    words: str
    typed: str
    reading: Understood | Unclear

    def is_at(self, moment: datetime, zone: str) -> bool:
        """Check whether the appointment is at this moment.

        If the appointment is only a day, check whether the moment is on that day in `zone`.
        """
        if isinstance(self.reading, Understood):
            return self.reading.starts_at == moment
        return self.reading.day == moment.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=256)  # a brief reads the same next step many times
def appointment(text: str, *, now: datetime, zone: str, order: DateOrder) -> Appointment | None:
    """Return the first time in a text. Return None if there is none.

    - A time must name a day or a week: "Friday 9am" or "next week" counts, "9am" alone does not.
    - A day by which something is due does not count.

    `now` (aware) is when the text was written, and `zone` (IANA) and `order` are the writer's.
    """
    words = text.split()[:_MAX_WORDS]
    days = [place for place in range(len(words)) if _names_a_day(words, place)]
    for day in days[:_MAX_DAYS]:
        for start, end in _around(words, day):
            typed = " ".join(words[start:end]).strip(_MARKS)
            reading = understand(typed, now=now, zone=zone, order=order)
            if isinstance(reading, Understood) or reading.reason != "not_a_time":
                rest, reading = _merge_other_zone(words[end:], reading, zone)
                text = " ".join((*words[:end], *rest, *text.split()[_MAX_WORDS:]))
                return Appointment(_without(text, start, end), typed, reading)
    return None


def _names_a_day(words: list[str], place: int) -> bool:
    """Check whether words such as "Friday", "15 Jan" or "next week" begin at this place."""
    if words[place] in ("sat", "sun"):  # more likely the verb "sat", or the sun in the sky
        return False
    before = words[place - 1].lower() if place else ""
    named = NAMED_DAYS.get(words[place].lower().strip(_MARKS), ())
    following = " ".join(words[place : place + 4]).lstrip(_MARKS)
    if following.lower().startswith(_WEEKS):
        return True
    return before not in named and is_plainly_time(following)


def _around(words: list[str], day: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of words around the word that names a day, longest first.

    No range begins with, or follows, a word of `_NO_APPOINTMENT`.
    """
    for length in range(_MAX_LENGTH, 0, -1):
        for start in range(max(0, day - _MAX_BEFORE), day + 1):
            end = start + length
            led_by = words[start - 1 : start + 1] if start else words[:1]
            if day < end <= len(words) and _NO_APPOINTMENT.isdisjoint(map(str.lower, led_by)):
                yield start, end


def _merge_other_zone(
    words: list[str], reading: Understood | Unclear, own: str
) -> tuple[list[str], Understood | Unclear]:
    """Remove the words after a time if they repeat the time in another zone.

    For example, "one Chicago" repeats the time in "8 Berlin, one Chicago".

    If the words name a different moment, keep them, so that people see both times. Return the words
    that remain, and the reading. If the removed words name the writer's zone (`own`), the reading
    gets this zone: for a writer in Chicago, "8 Berlin, one Chicago" is a time in Chicago.
    """
    said = _OTHER_ZONE.match(" ".join(words))
    zone = named(said["place"].lower(), own) if said else None
    if said is None or zone is None or not isinstance(reading, Understood):
        return words, reading
    starts = reading.starts_at.astimezone(ZoneInfo(zone))
    there = integer(said["hour"].lower()) % 12, int(said["minute"] or 0)
    if there != (starts.hour % 12, starts.minute):
        return words, reading
    rest = " ".join(words)[said.end() :].split()
    return rest, replace(reading, zone=own) if zone == own else reading


def _without(text: str, start: int, end: int) -> str:
    """Return the text without the words in [start, end).

    If the last removed word ends with a comma or semicolon, keep this mark.
    """
    words = text.split()
    before = " ".join(words[:start]).rstrip(_MARKS.replace(".", "").replace(")", ""))
    after = " ".join(words[end:]).lstrip(_MARKS)
    mark = words[end - 1][-1] if words[end - 1][-1] in ",;" else ""
    return f"{before}{mark} {after}" if before and after else before or after
