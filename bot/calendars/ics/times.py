"""Times in a calendar file: a local time and its time zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from bot.calendars.ics.lines import Property
from bot.calendars.ics.zones import FileZones


@dataclass(frozen=True)
class WallTime:
    """A local time and its zone."""

    wall: datetime  # naive
    zone: tzinfo
    is_day: bool = False  # a whole day, which begins at `wall`

    @property
    def utc(self) -> datetime:
        """The moment in UTC.

        When the clocks go forward, they skip an hour. A time in this hour is read as one hour more:

            02:30 → 03:30
        """
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    def seen_in(self, zone: tzinfo) -> datetime:
        """Return the naive local time in another zone. A whole day stays unchanged."""
        if self.is_day or zone == self.zone:
            return self.wall
        return self.utc.astimezone(zone).replace(tzinfo=None)


def times_in(found: Property, zones: FileZones, floating: tzinfo | None = None) -> list[WallTime]:
    """Parse the times in a line of the file. For a period, return its start.

    Raises ValueError if a time is invalid.
    `floating` is the zone of times without a zone, by default the calendar's usual zone.
    """
    zone = floating or zones.usual
    if tzid := found.params.get("TZID"):
        zone = zones.zone(tzid)
    return [_time(each.partition("/")[0], zone) for each in found.value.split(",")]


def _time(text: str, zone: tzinfo) -> WallTime:
    """Parse one time. Raises ValueError."""
    text = text.strip().upper()
    if text[13:15] == "60":  # Python does not support leap seconds
        text = f"{text[:13]}59{text[15:]}"
    found = datetime.fromisoformat(text)
    return WallTime(found.replace(tzinfo=None), found.tzinfo or zone, is_day="T" not in text)


def duration(text: str) -> timedelta:
    """Parse a duration such as "PT1H30M" or "P1W". Raises ValueError or OverflowError."""
    sign, _, parts = text.strip().upper().partition("P")
    units = {"W": 604_800, "D": 86_400, "H": 3_600, "M": 60, "S": 1}
    seconds, number = 0, ""
    for mark in parts.replace("T", ""):
        if mark in units:
            seconds += int(number) * units[mark]
            number = ""
        else:
            number += mark
    if number or not parts:
        raise ValueError("not a length of time")
    return timedelta(seconds=-seconds if sign == "-" else seconds)
