"""Formats days for the reader of a card."""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.times.formatting import format_full_date


@dataclass(frozen=True)
class Dates:
    """The days of a card, for a reader in a zone (IANA).

    lasting: the card is also read on later days, so it has dates instead of words like "tomorrow".
    """

    zone: str
    today: date
    lasting: bool = False

    def of(self, moment: datetime) -> str:
        """The day of a moment (UTC) in words."""
        return self.said(day_of(moment, self.zone))

    def said(self, day: date) -> str:
        """A day in words."""
        return format_full_date(day, self.today) if self.lasting else format_day(day, self.today)
