"""Check whether two calendar files are exports of the same calendar, and which is older."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.calendars.ics.lines import name_of, read, unfolded
from bot.calendars.uids import series_uid

SHARED = 0.5  # files of the same calendar share at least half of the smaller file's meetings
# The first letters of the lines that we need. We skip all other lines without parsing their names.
_BEGINNINGS = b"BbEeLlSsUuXx"
_DIGITS = 10  # a number of this many digits or more is not a sequence number
# Names that programs give to every calendar. Such a name does not identify a calendar.
_COMMON_NAMES = frozenset(("", "agenda", "calendar", "calendario", "calendrier", "kalender"))


class Age(NamedTuple):
    """The age of a meeting, as the file gives it. A missing value is -1 or "".

    `modified` is the time of the last change, such as "20261120T083000Z".
    """

    sequence: int = -1
    modified: str = ""


@dataclass(frozen=True)
class Outline:
    """The name and the meetings of a calendar.

    The keys of `ages` and `titles` are UIDs. A series and its changed instances share a UID, and so
    have one age: their highest sequence number, and the latest time of a change. Meetings without a
    title are not in `titles`.
    """

    name: str
    uids: frozenset[str]
    ages: Mapping[str, Age] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def outline(body: bytes) -> Outline:
    """Read the outline of a complete calendar file."""
    name, ages, titles = "", dict[str, Age](), dict[str, str]()
    uid, title, age = "", "", Age()
    for line in unfolded(body):
        match name_of(line) if line[:1] in _BEGINNINGS else b"":
            case b"BEGIN" if _is_meeting(line):
                uid, title, age = "", "", Age()
            case b"END" if _is_meeting(line) and uid:
                before = ages.get(uid, age)
                ages[uid] = Age(
                    max(before.sequence, age.sequence), max(before.modified, age.modified)
                )
                if title:
                    titles.setdefault(uid, title)
            case b"SUMMARY":
                title = read(line).text.strip()
            case b"UID":
                uid = uid or series_uid(read(line).text)
            case b"SEQUENCE":
                age = age._replace(sequence=_number(read(line).text))
            case b"LAST-MODIFIED":
                age = age._replace(modified=read(line).text)
            case b"X-WR-CALNAME":
                name = name or read(line).text
    return Outline(name, frozenset(ages), ages, titles)


def _is_meeting(line: bytes) -> bool:
    return read(line).text.upper() == "VEVENT"


def _number(text: str) -> int:
    is_one = text.isascii() and text.isdecimal() and len(text) < _DIGITS
    return int(text) if is_one else Age().sequence


def is_older(one: Outline, other: Outline) -> bool:
    """Check whether `one` is certainly older than `other`. Both are exports of the same calendar.

    Compare the meetings that are in both files. At least one of them must be older in `one`, and
    none may be newer.
    """
    shared = [(one.ages[uid], other.ages[uid]) for uid in one.uids & other.uids]
    return any(_is_older(*ages) for ages in shared) and not any(
        _is_older(after, before) for before, after in shared
    )


def _is_older(one: Age, other: Age) -> bool:
    """Check whether one copy of a meeting is older than the other copy.

    Compare the sequence numbers. If they are equal, or if one is missing, compare the times of the
    last change.
    """
    if one.sequence != other.sequence and min(one.sequence, other.sequence) >= 0:
        return one.sequence < other.sequence
    return bool(one.modified) and one.modified < other.modified


def likeness(one: Outline, other: Outline) -> float:
    """Return how alike two files are, from 0 (different calendars) to 1.

    The likeness is the share of the smaller file's meetings that are also in the other file.

    - If both files have the same name, and it is not in `_COMMON_NAMES`, the likeness is at least
      `SHARED`.
    - In all other cases, a share below `SHARED` counts as 0.
    """
    smaller = min(len(one.uids), len(other.uids))
    shared = len(one.uids & other.uids) / smaller if smaller else 0.0
    if one.name == other.name and one.name.casefold() not in _COMMON_NAMES:
        return max(shared, SHARED)
    return shared if shared >= SHARED else 0.0
