"""The result of parsing a typed time: a moment, or a question to ask."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Reason = Literal[
    "no_day_time",  # the text is empty or does not name a day: "in the morning", "next week 15:00"
    "no_time",  # a day is typed, but its time is missing or unclear
    "past",
    "ambiguous",  # several readings are possible, or there is one that the person must confirm
    "gap",  # the clocks skip the time
    "no_such_date",  # 31 November
    "no_such_time",  # 25:00
    "wrong_weekday",  # "Monday 24 November", if that is a Tuesday
    "ends_before_start",
    # A call of more than twelve hours, or a doubtful range such as "4-12".
    "too_long",
    "too_far",  # more than two years ahead
    "not_a_time",
]


@dataclass(frozen=True)
class Understood:
    """A moment, and the end if an end or a length was typed.

    `starts_at` and `ends_at` are aware, in UTC. `zone` is the IANA name of the zone that was meant:
    the person's own, or a typed one. `note` tells the person about a choice, such as how we read an
    ambiguous date.
    """

    starts_at: datetime
    ends_at: datetime | None
    zone: str
    note: str | None


@dataclass(frozen=True)
class Unclear:
    """Why the text gives no single moment, and the question to ask.

    `offers` are the moments in the question that people can choose. `day` is set if only a day was
    typed and it has not passed. `past_moment` is set if the typed moment has passed.
    """

    reason: Reason
    question: str
    offers: tuple[Understood, ...] = ()
    day: date | None = None
    past_moment: Understood | None = None

    @property
    def suggestion(self) -> datetime | None:
        """The start of the first offer in UTC. It is None if there is no offer."""
        return self.offers[0].starts_at if self.offers else None
