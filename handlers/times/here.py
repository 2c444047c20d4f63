"""Where and when a text is read: the minute it is, in the zone that is meant."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from handlers.times import saying, walls
from handlers.times.reading import Reading


@dataclass(frozen=True)
class Here:
    """now is in UTC, to the minute; tz is the clock the words are read on.

    zone is the IANA name that is said to the person; foreign, that it is not their own.
    """

    now: datetime
    zone: str
    tz: tzinfo
    foreign: bool = False

    @property
    def today(self) -> date:
        """The date in the zone that is meant."""
        return self.now.astimezone(self.tz).date()

    def is_ahead(self, day: date, minutes: int) -> bool:
        """Whether that time of that day is still to come (this very minute counts)."""
        shown = walls.wall(day, minutes, self.tz)
        return max(walls.moments(shown) or walls.around(shown)) >= self.now

    def say(self, moment: datetime) -> str:
        """The moment in words, with the zone where it is not the person's own."""
        said = saying.say if self.foreign else saying.say_short
        return said(moment, now=self.now, zone=self.zone)


def here(reading: Reading, now: datetime, own: str) -> Here:
    """The place a reading is about. own is the person's IANA zone.

    Raises ValueError when now has no zone: the machine's own must never stand in for it.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware of its zone")
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    if reading.offset is not None:
        return Here(minute, own, timezone(reading.offset))
    zone = reading.zone.iana if reading.zone else own
    return Here(minute, zone, ZoneInfo(zone), foreign=zone != own)


def within_two_years(moment: datetime, place: Here) -> bool:
    """Calls are not planned further ahead; a slip of the year is."""
    return moment - place.now <= timedelta(days=2 * 366)
