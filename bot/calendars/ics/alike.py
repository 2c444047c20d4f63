"""Compares two calendars' files: is one a newer export of the same calendar as the other?"""

from dataclasses import dataclass

from bot.calendars.ics.lines import name_of, read, unfolded
from bot.calendars.uids import series_uid

SHARED = 0.5  # share of the smaller file's meetings that are in both files of one calendar
_NAME = b"X-WR-CALNAME"
# Names that programs give to everybody's calendar.
_ANYBODYS = frozenset(("", "agenda", "calendar", "calendario", "calendrier", "kalender"))


@dataclass(frozen=True)
class Outline:
    """What tells one calendar from another: its name, and the UIDs of its meetings."""

    name: str
    uids: frozenset[str]


def outline(body: bytes) -> Outline:
    """The outline of a whole calendar's file."""
    name, uids = "", set()
    for line in unfolded(body):
        if line[:1] in b"Uu" and name_of(line) == b"UID":
            uids.add(series_uid(read(line).text))
        elif line[:1] in b"Xx" and not name and name_of(line) == _NAME:
            name = read(line).text
    return Outline(name, frozenset(uids))


def likeness(one: Outline, other: Outline) -> float:
    """How alike two files of the same calendar are, up to 1; 0 if they are of two calendars.

    They are of the same calendar if they have the same name, unless that could be anybody's; or if
    at least half of the meetings in the smaller file are also in the other.
    """
    smaller = min(len(one.uids), len(other.uids))
    shared = len(one.uids & other.uids) / smaller if smaller else 0.0
    if one.name == other.name and one.name.casefold() not in _ANYBODYS:
        return max(shared, SHARED)
    return shared if shared >= SHARED else 0.0
