"""Where, when and by whom a text is read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from handlers.times import formatting, wall_clock
from handlers.times.date_orders import DateOrder
from handlers.times.reading import Reading


@dataclass(frozen=True)
class Context:
    """now is in UTC, to the minute; tz is the clock the words are read on.

    zone is the IANA name that is said to the person; own, their own zone; order, which way round
    they write dates.
    """

    now: datetime
    zone: str
    tz: tzinfo
    own: str
    order: DateOrder

    @property
    def foreign(self) -> bool:
        """Whether the zone is not the person's own."""
        return self.zone != self.own

    @property
    def today(self) -> date:
        """The date in the zone that is meant."""
        return self.now.astimezone(self.tz).date()

    @property
    def own_today(self) -> date:
        """The date where the person is."""
        return self.now.astimezone(ZoneInfo(self.own)).date()

    def is_ahead(self, day: date, minutes: int) -> bool:
        """Whether that time of that day is still to come (this very minute counts)."""
        shown = wall_clock.wall_time(day, minutes, self.tz)
        return max(wall_clock.moments(shown) or wall_clock.around_gap(shown)) >= self.now

    def say(self, moment: datetime, until: datetime | None = None) -> str:
        """The moment in words, with the zone where it is not the person's own.

        Where it is another day there, "tomorrow" would say too little.
        """
        if self.own_today != self.today:
            return formatting.format_absolute(
                moment, until, now=self.now, zone=self.zone, own=self.own
            )
        said = formatting.format_moment if self.foreign else formatting.format_short
        return said(moment, until, now=self.now, zone=self.zone)


def context_of(reading: Reading, now: datetime, own: str, order: DateOrder) -> Context:
    """The place a reading is about. own is the person's IANA zone.

    Raises ValueError when now has no zone: the machine's own must never stand in for it.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware of its zone")
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    if reading.offset is not None:
        return Context(minute, own, timezone(reading.offset), own, order)
    zone = reading.zone.iana if reading.zone else own
    return Context(minute, zone, ZoneInfo(zone), own, order)


def within_two_years(moment: datetime, place: Context) -> bool:
    """Calls are not planned further ahead; a slip of the year is."""
    return moment - place.now <= timedelta(days=2 * 366)
