"""The result of parsing a typed time: a moment, or a question to ask."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Reason = Literal[
    "no_day_time",  # nothing, or no single day: "in the morning", "next week 15:00"
    "no_time",  # a day without a time that can be used
    "past",
    "ambiguous",  # two moments could be meant, or one that has to be confirmed
    "gap",  # the clocks skip it
    "no_such_date",  # 31 November
    "no_such_time",  # 25:00
    "wrong_weekday",  # "Monday 24 November", and that is a Tuesday
    "ends_before_start",
    # More than twelve hours; or a range such as "4-12", which may be long or cross midnight only
    # because am or pm was guessed.
    "too_long",
    "too_far",  # more than two years ahead
    "not_a_time",
]


@dataclass(frozen=True)
class Understood:
    """A moment, and an end if one or a length was typed.

    starts_at and ends_at are aware, in UTC. zone is the IANA name of the zone that was meant:
    the person's own, or the one they typed. note tells the person about a choice that was made for
    them, such as how an ambiguous date was read.
    """

    starts_at: datetime
    ends_at: datetime | None
    zone: str
    note: str | None


@dataclass(frozen=True)
class Unclear:
    """Why the text gives no single moment, and the question to ask.

    offers are the moments, named in the question, that people can choose, if any. day is set where
    only a day was typed, and past_moment where the moment that was typed has passed.
    """

    reason: Reason
    question: str
    offers: tuple[Understood, ...] = ()
    day: date | None = None
    past_moment: Understood | None = None

    @property
    def suggestion(self) -> datetime | None:
        """The start of the first offer, in UTC; None if there are no offers."""
        return self.offers[0].starts_at if self.offers else None
