"""Find the time zone for a name in a calendar file."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import win_tz

# Examples: (UTC-05:00) Eastern Time (US & Canada), (GMT+01:00) Amsterdam, Berlin, Bern
_LISTED = re.compile(r"\((?:UTC|GMT) ?(?:([+-]\d\d?):?(\d\d)?)?\)(.*)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)? ?([+-]\d\d?):?(\d\d)?", re.IGNORECASE)
_UTC_NAMES = ("utc", "gmt", "z", "etc/utc", "coordinated universal time", "tzone://microsoft/utc")
# Places in Outlook's list that `_cities` and `_regions` lack, or for which they give an old name of
# the zone.
_PLACES = {
    "alaska": "America/Anchorage",
    "arizona": "America/Phoenix",
    "baja california": "America/Tijuana",
    "beijing": "Asia/Shanghai",
    "brasilia": "America/Sao_Paulo",
    "cabo verde is.": "Atlantic/Cape_Verde",
    "canberra": "Australia/Sydney",
    "chetumal": "America/Cancun",
    "city of buenos aires": "America/Argentina/Buenos_Aires",
    "georgetown": "America/Guyana",
    "greenland": "America/Nuuk",
    "hawaii": "Pacific/Honolulu",
    "indiana": "America/Indiana/Indianapolis",
    "international date line west": "Etc/GMT+12",
    "kiritimati island": "Pacific/Kiritimati",
    "new caledonia": "Pacific/Noumea",
    "nuku'alofa": "Pacific/Tongatapu",
    "port louis": "Indian/Mauritius",
    "saint pierre and miquelon": "America/Miquelon",
    "salvador": "America/Bahia",
    "saskatchewan": "America/Regina",
    "solomon is.": "Pacific/Guadalcanal",
    "sri jayawardenepura": "Asia/Colombo",
    "west central africa": "Africa/Lagos",
}


def zone_named(name: str) -> tzinfo | None:
    """Return the zone for the TZID of a file, or None.

    A TZID may be one of these:

    - an IANA name, perhaps with a vendor's name before it: "/mozilla.org/20070129_1/Europe/Paris"
    - a Windows name: "Eastern Standard Time"
    - a name in Outlook's list: "(UTC-05:00) Eastern Time (US & Canada)"
    - an offset: "GMT+0200"
    """
    name = name.strip().strip('"').strip()
    if name.lower() in _UTC_NAMES:
        return ZoneInfo("UTC")
    return _iana(name) or _windows(name) or _listed(name) or _by_offset(name)


def _iana(name: str) -> ZoneInfo | None:
    """Return the zone whose name is at the end of the text, or None. The longest name wins."""
    parts = name.strip("/").split("/")[-6:]
    for start in range(len(parts)):
        if found := _names().get("/".join(parts[start:]).lower()):
            return ZoneInfo(found)
    return None


def _windows(name: str) -> ZoneInfo | None:
    found = win_tz.get(name)
    return ZoneInfo(found) if found else None


def _listed(name: str) -> tzinfo | None:
    """Find the zone for a name in Outlook's list, such as "(UTC+01:00) Amsterdam, Berlin".

    If no place fits, return the offset as a fixed zone. If the name has no offset either, return
    None.
    """
    found = _LISTED.fullmatch(name)
    offset = _offset(found.group(1) or "+0", found.group(2)) if found else None
    words = found.group(3) if found else name
    for word in words.split(",")[:8]:
        place = word.partition("(")[0].strip().lower()
        zone = _PLACES.get(place) or _regions().get(_region(place)) or _cities().get(place)
        if zone and (offset is None or offset in _offsets(zone)):
            return ZoneInfo(zone)
    return None if offset is None else timezone(offset)


def _by_offset(name: str) -> tzinfo | None:
    found = _OFFSET.fullmatch(name)
    return timezone(_offset(found.group(1), found.group(2))) if found else None


def _offset(hours: str, minutes: str | None) -> timedelta:
    """Return the offset. Hours above 14 count as 14, and minutes above 59 as 59.

    No real offset is larger, and `timezone` rejects offsets of a day or more.
    """
    sign = -1 if hours.startswith("-") else 1
    return sign * timedelta(hours=min(abs(int(hours)), 14), minutes=min(int(minutes or 0), 59))


def _offsets(zone: str) -> set[timedelta | None]:
    seasons = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7))
    return {season.astimezone(ZoneInfo(zone)).utcoffset() for season in seasons}


@cache
def _names() -> dict[str, str]:
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return {zone.lower(): zone for zone in listed.split()}


@cache
def _cities() -> dict[str, str]:
    """Map cities, in lower case, to the zones that are named after them."""
    return {
        name.rpartition("/")[2].replace("_", " "): zone
        for name, zone in _names().items()
        if "/" in name and not name.startswith(("etc/", "us/"))
    }


@cache
def _regions() -> dict[str, str]:
    """Map the beginnings of Windows' names, such as "eastern", to IANA zones."""
    return {_region(name.lower()): zone for name, zone in win_tz.items()}


def _region(name: str) -> str:
    """Remove endings such as " standard time", so that Outlook's list fits Windows' names."""
    for ending in (" time", " standard", " island", " islands"):
        name = name.removesuffix(ending)
    return name
