"""The time zones of a calendar file, with a zone for times that do not name their zone."""

from collections import Counter
from collections.abc import Sequence
from datetime import tzinfo
from io import StringIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import tz

from bot.calendars.ics.lines import name_of, read, read_time, unfolded
from bot.calendars.zone_names import zone_named

MAX_DEFINED = 200  # we read at most this many zone definitions in a file
_COPIED = (b"BEGIN", b"END", b"TZOFFSETFROM", b"TZOFFSETTO", b"TZNAME")


class FileZones:
    """The time zones of one file."""

    def __init__(self, owner: str, calendar: str, defined: Sequence[Sequence[bytes]]) -> None:
        """`owner` is the owner's IANA zone. `calendar` is the file's X-WR-TIMEZONE. `defined` are
        the lines of the file's VTIMEZONEs.
        """
        named = zone_named(calendar) if calendar else None
        self._owner = _zone_or_utc(owner)
        # The usual zone is for floating times and whole days, because these have no zone.
        self.usual = named if isinstance(named, ZoneInfo) else self._owner
        self._defined = {_tzid(lines): lines for lines in defined[:MAX_DEFINED]}
        self._found: dict[str, tzinfo] = {}

    def zone(self, tzid: str) -> tzinfo:
        """Return the zone with this TZID, or the usual zone if the TZID is unknown."""
        if tzid not in self._found:
            self._found[tzid] = zone_named(tzid) or self._as_defined(tzid) or self.usual
        return self._found[tzid]

    def name(self, zone: tzinfo) -> str:
        """Return the first IANA name that is not "UTC", from these zones:

        - `zone`
        - the usual zone
        - the owner's zone

        If no zone has an IANA name other than "UTC", return "UTC".
        """
        places = (one for one in (zone, self.usual) if isinstance(one, ZoneInfo))
        return next((one.key for one in places if one.key != "UTC"), self._owner.key)

    def _as_defined(self, tzid: str) -> tzinfo | None:
        """Return the zone that the file defines for this TZID, or None if there is no valid one."""
        lines = self._defined.get(tzid)
        if lines is None:
            return None
        for line in lines:
            if name_of(line) == b"X-LIC-LOCATION" and (named := zone_named(read(line).text)):
                return named
        try:  # dateutil raises all of these for an invalid definition
            defined: tzinfo | None = tz.tzical(StringIO(_definition(lines))).get()
        except (ValueError, OverflowError, KeyError, AttributeError, TypeError, IndexError):
            return None
        return defined


def zone_of(body: bytes) -> str | None:
    """Return the IANA zone of a calendar: its X-WR-TIMEZONE, or its meetings' most common zone.

    Return None if the file names no known zone other than UTC. Call this in a thread.
    """
    starts: Counter[str] = Counter()
    is_event = False
    for line in unfolded(body):
        name = name_of(line) if line[:1] in b"XxBbEeDd" else b""
        if name == b"X-WR-TIMEZONE" and (zone := _iana_name(read(line).text)):
            return zone
        if name in (b"BEGIN", b"END"):
            is_event = name == b"BEGIN" and line.upper().endswith(b":VEVENT")
        elif name == b"DTSTART" and is_event:
            starts[read(line).params.get("TZID", "")] += 1
    return next((zone for tzid, _ in starts.most_common() if (zone := _iana_name(tzid))), None)


def _iana_name(said: str) -> str | None:
    zone = zone_named(said) if said else None
    return zone.key if isinstance(zone, ZoneInfo) and zone.key != "UTC" else None


def _zone_or_utc(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _tzid(lines: Sequence[bytes]) -> str:
    return next((read(line).text for line in lines if name_of(line) == b"TZID"), "")


def _definition(lines: Sequence[bytes]) -> str:
    """Keep only the parts of a definition that dateutil understands."""
    kept = ["BEGIN:VTIMEZONE", "TZID:defined"]
    for line in lines:
        name = name_of(line)
        if name in _COPIED or (name == b"RRULE" and b"FREQ=YEARLY" in line.upper()):
            kept.append(line.decode("ascii", "ignore"))
        elif name in (b"DTSTART", b"RDATE"):
            kept += [f"{name.decode()}:{each}" for each in read_time(line).value.split(",")]
    return "\n".join([*kept, "END:VTIMEZONE"])
