"""The zones that one file defines itself, and the zone of times that name none."""

from collections.abc import Sequence
from datetime import tzinfo
from io import StringIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import tz

from bot.calendars.ics.lines import name_of, read, read_time
from bot.calendars.zone_names import zone_named

MAX_DEFINED = 200  # zones that a file may define
_COPIED = (b"BEGIN", b"END", b"TZOFFSETFROM", b"TZOFFSETTO", b"TZNAME")


class FileZones:
    """The zones of one file. Nothing is kept for the next file."""

    def __init__(self, owner: str, calendar: str, defined: Sequence[Sequence[bytes]]) -> None:
        """`owner` is the IANA zone of the person, and `calendar` the file's X-WR-TIMEZONE.

        `defined` are the lines of its VTIMEZONEs.
        """
        named = zone_named(calendar) if calendar else None
        self._owner = _known(owner)
        # The zone of times that name none: floating ones, and whole days.
        self.usual = named if isinstance(named, ZoneInfo) else self._owner
        self._defined = {_tzid(lines): lines for lines in defined[:MAX_DEFINED]}
        self._found: dict[str, tzinfo] = {}

    def zone(self, tzid: str) -> tzinfo:
        """The zone with this TZID. If it cannot be understood, the usual one."""
        if tzid not in self._found:
            self._found[tzid] = zone_named(tzid) or self._as_defined(tzid) or self.usual
        return self._found[tzid]

    def name(self, zone: tzinfo) -> str:
        """The IANA name of a zone.

        UTC names no place, and some zones have no IANA name. For these, it is the name of the usual
        zone, or of the owner's zone if the usual one is UTC too.
        """
        places = (one for one in (zone, self.usual) if isinstance(one, ZoneInfo))
        return next((one.key for one in places if one.key != "UTC"), self._owner.key)

    def _as_defined(self, tzid: str) -> tzinfo | None:
        lines = self._defined.get(tzid)
        if lines is None:
            return None
        for line in lines:
            if name_of(line) == b"X-LIC-LOCATION" and (named := zone_named(read(line).text)):
                return named
        try:  # dateutil raises all of these for nonsense; then the usual zone is used
            defined: tzinfo | None = tz.tzical(StringIO(_definition(lines))).get()
        except (ValueError, OverflowError, KeyError, AttributeError, TypeError, IndexError):
            return None
        return defined


def _known(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _tzid(lines: Sequence[bytes]) -> str:
    return next((read(line).text for line in lines if name_of(line) == b"TZID"), "")


def _definition(lines: Sequence[bytes]) -> str:
    """A zone's definition, without everything that dateutil does not understand."""
    kept = ["BEGIN:VTIMEZONE", "TZID:defined"]
    for line in lines:
        name = name_of(line)
        if name in _COPIED or (name == b"RRULE" and b"FREQ=YEARLY" in line.upper()):
            kept.append(line.decode("ascii", "ignore"))
        elif name in (b"DTSTART", b"RDATE"):
            kept += [f"{name.decode()}:{each}" for each in read_time(line).value.split(",")]
    return "\n".join([*kept, "END:VTIMEZONE"])
