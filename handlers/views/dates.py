"""Format days for the reader of a card."""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.times.formatting import format_full_date
from handlers.times.words import DAY_NAMES


@dataclass(frozen=True)
class Dates:
    """Puts days into words on a card, for a reader in a time zone (an IANA name).

    With `lasting`, use dates instead of words like "tomorrow", for a card that people read on later
    days too.
    """

    zone: str
    today: date
    lasting: bool = False

    def of(self, moment: datetime) -> str:
        """Return the day of a moment (UTC) in words."""
        return self.said(day_of(moment, self.zone))

    def said(self, day: date) -> str:
        """Return a day in words."""
        return format_full_date(day, self.today) if self.lasting else format_day(day, self.today)

    def when(self, day: date) -> str:
        """Return a past day as an adverb: "yesterday", "on Thursday", "on Thursday 26 November"."""
        said = self.said(day)
        if said in ("today", "yesterday"):
            return said
        if not self.lasting and 1 < (self.today - day).days < 7:
            return f"on {DAY_NAMES[day.weekday()]}"
        return f"on {said}"
