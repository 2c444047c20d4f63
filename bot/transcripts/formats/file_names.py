"""Read a title and a start time from the name of a file, or from the first lines of a file."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial

from storage.choices import TranscriptTool

MAX_TITLE = 200  # characters
_LONGEST = 300  # we look at this many characters of a name
_ZOOM = re.compile(r"GMT(\d{8}-\d{6})", re.ASCII)
# Teams: "Title-20261130_100512-Meeting Recording". Personal accounts add "UTC" to the time.
_TEAMS = re.compile(r"^(.*?)[-_ ]+(\d{8}_\d{6})(UTC)?(?!\d)", re.ASCII)
# Meet: "Title - 2026_11_30 09_05 CET - Notes by Gemini". The date and time may also be written
# like "2026/11/30 09:05".
_MEET = re.compile(
    r"^(.*?)[-– (]+(\d{4})[_/-](\d\d)[_/-](\d\d) (\d\d)[_:](\d\d) ?([A-Z]{2,5}(?:[+-]\d{1,2})?)?",
    re.ASCII,
)
# A day without a time: "2026-11-19", "2026_11_19", "2026.11.19" or "20261119".
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", re.ASCII)
# The folder that Zoom saves to: "2026-11-30 14.00.21 Title".
_FOLDER = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d) ([^/\\]*)", re.ASCII)
_HOURS = {  # hours ahead of UTC
    **dict.fromkeys(("UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "WEST"), 1),
    **dict.fromkeys(("CEST", "EET"), 2),
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("CST", "MDT"), -6),
    **dict.fromkeys(("MST", "PDT"), -7),
    "EEST": 3,
    "EDT": -4,
    "PST": -8,
}
# Otter, above a transcript: "Mon, Nov 30, 2026 10:02AM • 14:38". The year may be missing.
_OTTER = re.compile(
    r"(?:[A-Z][a-z]{2}, )?"
    r"(?:([A-Z][a-z]{2}) (\d{1,2})(?:, (\d{4}))?|(\d{1,2})/(\d{1,2})(?:/(\d{4}))?)"
    r",? (\d{1,2}):(\d\d) ?([AP]M) *[•·-] *((?:\d{1,2}:)?\d{1,3}:\d\d)",
    re.ASCII,
)
_FURTHEST_ZONE = timedelta(hours=14)  # the time zone furthest ahead of UTC
_LEAP_YEARS = 9  # any nine years in a row include a leap year
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A duration in Teams: "27m 42s".
_LENGTH = re.compile(r"(?:(\d{1,2})h )?(?:(\d{1,2})m )?(\d{1,2})s", re.ASCII)
_EXTENSION = re.compile(r"\.(?:vtt|srt|txt|md|docx|json|transcript|cc|en)$", re.IGNORECASE)
# Words that tools put in the name of every file.
_GENERIC = frozenset(
    """
    audio call caption captions cc chat closed download export file live meeting metadata new note
    notes otter paste pasted recording saved started subtitles text timeline transcript
    transcription transcripts untitled words zoom teams meet fathom fireflies ai
    """.split()  # noqa: SIM905 - as a list it would be twenty lines
)
_TOOLS: tuple[TranscriptTool, ...] = (
    *("zoom", "teams", "meet", "webex", "otter", "tldv", "granola", "fathom", "fireflies"),
    *("gong", "vexa", "youtube"),
)


@dataclass(frozen=True)
class NamedCall:
    """What a file name or heading tells us about a call: title, start, tool and length."""

    title: str = ""
    started_at: datetime | None = None  # aware
    local_start: datetime | None = None  # naive, because the name has no time zone
    tool: TranscriptTool = "other"
    length: float | None = None  # seconds
    day: date | None = None  # the day in a name that has no time


def named_call(name: str, now: datetime | None = None) -> NamedCall:
    """Read the name of a file, or a line above a transcript.

    If a date has no year, take the latest year for which the date is before `now` (UTC). If `now`
    is None, ignore a date without a year.
    """
    name = " ".join(name[-_LONGEST:].split())
    for read in (partial(_otter, now=now), _zoom, _teams, _meet, _folder):
        try:
            if found := read(name):
                return found
        except (ValueError, OverflowError):  # such as the 99th of a month
            continue
    day = _day(name, now)
    rest = _DAY.sub(" ", name) if day else name
    return NamedCall(_title(rest), tool=_tool(name), day=day)


def _day(name: str, now: datetime | None) -> date | None:
    """Return the only day in a name: "2026-11-19", "2026_11_19" or "20261119".

    Return None if the name has no day or several days. Also return None if the day is in the future
    in every time zone: it can't be the day of the call, because the call is over. `now` is in UTC.
    """
    found: set[date] = set()
    for year, month, day in _DAY.findall(name):
        with suppress(ValueError):
            found.add(date(int(year), int(month), int(day)))
    latest = (now + _FURTHEST_ZONE).date() if now else date.max
    (only,) = found if len(found) == 1 else (None,)
    return only if only and only <= latest else None


def dated(line: str) -> bool:
    """Check whether a line holds only the date and length of a call, as Otter writes them."""
    return len(line) < _LONGEST and _OTTER.fullmatch(line.strip()) is not None


def _otter(line: str, now: datetime | None) -> NamedCall | None:
    """Read the line that Otter writes about a call, or return None."""
    found = _OTTER.fullmatch(line.strip())
    if not found:
        return None
    name, day, year, month, its_day, its_year, hour, minute, half, length = found.groups()
    *hours, minutes, seconds = map(int, length.split(":"))
    took = (hours[0] if hours else 0) * 3600.0 + minutes * 60 + seconds
    rest = (
        _MONTHS.index(name) + 1 if name else int(month),
        int(day or its_day),
        int(hour) % 12 + (12 if half == "PM" else 0),
        int(minute),
    )
    if year or its_year:
        at: datetime | None = datetime(int(year or its_year), *rest)  # noqa: DTZ001 - local
    else:
        at = _latest(*rest, now) if now else None
    return NamedCall(local_start=at, tool="otter", length=took)


def _latest(month: int, day: int, hour: int, minute: int, now: datetime) -> datetime | None:
    """Return the newest past time with this month, day, hour and minute. `now` is in UTC.

    We don't know the time zone. So a time counts as past if it is past in at least one time
    zone. Return None if no recent year has this day.
    """
    before = now.replace(tzinfo=None) + _FURTHEST_ZONE
    for year in range(before.year, before.year - _LEAP_YEARS, -1):
        with suppress(ValueError):  # this year has no 29 February
            if (at := datetime(year, month, day, hour, minute)) <= before:  # noqa: DTZ001 - local
                return at
    return None


def heading(lines: Sequence[str], now: datetime | None = None) -> NamedCall:
    """Read the title, start and length of a call from the lines above a transcript."""
    read = (named_call(line, now) for line in lines)
    found = next((one for one in read if one.started_at or one.local_start), NamedCall())
    lengths = (_LENGTH.fullmatch(line.strip()[:_LONGEST]) for line in lines)
    length = next((_seconds(*one.groups()) for one in lengths if one), None)
    return replace(found, length=length or found.length)


def _seconds(hours: str | None, minutes: str | None, seconds: str) -> float:
    return int(hours or 0) * 3600.0 + int(minutes or 0) * 60 + int(seconds)


def _zoom(name: str) -> NamedCall | None:
    """Read the name of a file from Zoom's cloud, or return None."""
    found = _ZOOM.search(name)
    if not found:
        return None
    at = datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    return NamedCall(started_at=at, tool="zoom")


def _teams(name: str) -> NamedCall | None:
    """Read the name of a file from Teams, or return None."""
    found = _TEAMS.search(name)
    if not found:
        return None
    at = datetime.strptime(found[2], "%Y%m%d_%H%M%S")  # noqa: DTZ007 - local, or UTC below
    if found[3]:
        return NamedCall(_title(found[1]), started_at=at.replace(tzinfo=UTC), tool="teams")
    return NamedCall(_title(found[1]), local_start=at, tool="teams")


def _meet(name: str) -> NamedCall | None:
    """Read the name of a file from Google Meet, or return None."""
    found = _MEET.search(name)
    if not found:
        return None
    title, year, month, day, hour, minute, abbreviation = found.groups()
    at = datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}")
    zone = _zone(abbreviation or "")
    if zone is None:
        return NamedCall(_title(title), local_start=at, tool="meet")
    return NamedCall(_title(title), started_at=at.replace(tzinfo=zone), tool="meet")


def _zone(abbreviation: str) -> timezone | None:
    """Return the zone of "CET" or "GMT+2", or None for an unknown abbreviation."""
    for sign in "+-":
        base, found, hours = abbreviation.partition(sign)
        if found and base in ("GMT", "UTC"):
            return timezone(timedelta(hours=int(sign + hours)))
    return timezone(timedelta(hours=_HOURS[abbreviation])) if abbreviation in _HOURS else None


def _folder(name: str) -> NamedCall | None:
    """Read the name of a folder that Zoom saves to, or return None."""
    found = _FOLDER.search(name)
    if not found:
        return None
    at = datetime.strptime(found[1], "%Y-%m-%d %H.%M.%S")  # noqa: DTZ007 - it has no zone
    return NamedCall(_title(found[2]), local_start=at, tool="zoom")


def _title(name: str) -> str:
    """Clean up a title. Return "" if it has only numbers, long ids, and words that tools add."""
    name = name.replace("\\", "/").rpartition("/")[2].strip()
    for _ in range(3):
        name = _EXTENSION.sub("", name)
    words = name.replace("_", " ").replace("-", " - ").split()
    said = [one for one in words if one.strip("()-–.").lower() not in _GENERIC]
    if not any(any(map(str.isalpha, one)) and len(one) < 25 for one in said):
        return ""
    return name.replace("_", " ").strip(" -–")[:MAX_TITLE]


def _tool(name: str) -> TranscriptTool:
    low = name.lower().replace(".", "").replace("tl;dv", "tldv")
    return next((tool for tool in _TOOLS if tool in low.replace("-", " ").split()), "other")
