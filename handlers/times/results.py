"""What comes of a typed time: a moment, or a question that leads on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Reason = Literal[
    "no_day_time",  # neither a day nor a time, or only "next week"
    "no_time",  # a day without a time
    "past",
    "either",  # two moments could be meant
    "gap",  # the clocks jump over it
    "no_such_date",  # 31 November
    "no_such_time",  # 25:00
    "wrong_weekday",  # "Monday 24 November", and that is a Tuesday
    "ends_before_start",
    "too_long",  # more than twelve hours
    "too_far",  # more than two years ahead
    "not_a_time",
]


@dataclass(frozen=True)
class Understood:
    """A moment, and perhaps an end.

    starts_at and ends_at are aware, in UTC. zone is the IANA name of the zone that was meant:
    the person's own, or the one they typed. note is a sentence about a choice that was made for
    them, if they may want to know of it.
    """

    starts_at: datetime
    ends_at: datetime | None
    zone: str
    note: str | None


@dataclass(frozen=True)
class Unclear:
    """Why no moment came of it, and what to ask.

    offers are the moments that the question names, where it names any. day is the day that was
    said without a time; over, the moment that was said and has passed.
    """

    reason: Reason
    question: str
    offers: tuple[Understood, ...] = ()
    day: date | None = None
    over: Understood | None = None

    @property
    def suggestion(self) -> datetime | None:
        """The first moment that the question names, in UTC."""
        return self.offers[0].starts_at if self.offers else None
