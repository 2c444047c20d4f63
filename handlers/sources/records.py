"""The records that a source returns.

All moments are aware and in UTC; a naive one raises ValueError. Text is as the source has it: it
may be empty, long, or meant to deceive. It is cut and cleaned when it is taken in.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Literal

from storage.choices import Stage

MAX_ID = 200  # characters of a UID; a longer one is replaced by its hash


@dataclass(frozen=True)
class Attendee:
    """Somebody on a meeting's guest list, ours or theirs. Rooms and resources are left out."""

    name: str = ""  # often empty, or the address again
    email: str = ""  # not always an address: Exchange also has names of its own
    declined: bool = False
    organizes: bool = False


@dataclass(frozen=True)
class CalendarEvent:
    """One meeting, or one instance of a series, as it is in one person's calendar.

    `uid` is the iCalendar UID, which is the same in each participant's copy: `iCalUID` of Google,
    `iCalUId` of Microsoft Graph with the digits of the instance's date set to zero. If a calendar
    gives none, use the calendar's own id of the event; an empty one raises ValueError.
    `original_start` is None for a single meeting. For an instance of a series it is the start that
    the series gives it, even if this instance was moved.

    `state` is "cancelled" if the organizer cancelled it, "declined" if only the calendar's owner
    declined or removed it, and otherwise "on", even if it is tentative or not answered.

    `attendees` are without the calendar's owner, as far as the source can tell. Where a calendar
    does not say who comes (Exchange's published ones never do), there are none.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    zone: str  # IANA: the zone that its time was set in
    title: str = ""
    attendees: tuple[Attendee, ...] = ()
    join_url: str = ""
    original_start: datetime | None = None
    state: Literal["on", "cancelled", "declined"] = "on"
    all_day: bool = False
    private: bool = False  # marked as private or confidential
    is_meeting: bool = True  # False: a birthday, focus time, an absence, a place of work
    only_busy: bool = False  # the calendar shows that somebody is busy, and nothing else
    guests_unknown: bool = False  # no meeting of the calendar names a guest
    # Whether its series has had a meeting before this one, if the calendar says when it began. It
    # is not part of the fingerprint, because it follows from what is.
    is_running: bool = field(default=False, repr=False)
    # SEQUENCE of iCalendar, and when this copy was last changed; None if the calendar does not say.
    # `handlers.sources.revisions` compares them. Some calendars state a new time of change although
    # nothing has changed, so it is not part of the fingerprint.
    sequence: int | None = field(default=None, compare=False)
    modified_at: datetime | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError for a naive moment or an empty uid.

        All meetings with an empty uid would be taken for one call.
        """
        if not self.uid.strip():
            raise ValueError("a meeting needs a uid")
        _require_aware(self.starts_at, self.ends_at, self.original_start, self.modified_at)

    @cached_property
    def source_id(self) -> str:
        """The value of `Call.source_id`: the same for each participant's copy of this meeting."""
        uid = self.uid.strip()
        if len(uid) > MAX_ID or not uid.isprintable():
            uid = sha256(uid.encode(errors="replace")).hexdigest()
        if self.original_start is None:
            return uid
        original = self.original_start.astimezone(UTC)
        return f"{uid}/{original.year:04}{original:%m%dT%H%M%SZ}"  # %Y may have less than 4 digits

    @property
    def series(self) -> str:
        """The same for every instance of a series; "" for a single meeting."""
        return "" if self.original_start is None else self.source_id.rpartition("/")[0]

    @cached_property
    def likeness(self) -> str:
        """The same for meetings with the same title and guests: finds one that was invited anew."""
        guests = sorted({one.email.lower() or one.name.lower() for one in self.attendees})
        title = " ".join(self.title.lower().split())
        return sha256(repr((title, guests)).encode(errors="replace")).hexdigest()

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever anything here changes."""
        return sha256(repr(self).encode(errors="replace")).hexdigest()


@dataclass(frozen=True)
class CalendarRead:
    """What a read of a calendar found: every event in the span that was asked for.

    `cursor` is handed to the next read. `owners` are the addresses of the calendar's owner, whom
    the guest lists leave out; none if the source cannot tell whose calendar it is.
    """

    events: tuple[CalendarEvent, ...]
    cursor: str = ""
    owners: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrmContact:
    """Somebody at an account."""

    name: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True)
class CrmAccount:
    """A company in a CRM, with the people known there.

    `stage` is one of ours, translated by the code that reads the CRM; None if the CRM has none.
    """

    name: str
    domains: tuple[str, ...] = ()  # or addresses of websites
    industry: str = ""
    stage: Stage | None = None
    contacts: tuple[CrmContact, ...] = ()


def _require_aware(*moments: datetime | None) -> None:
    if any(moment is not None and moment.utcoffset() is None for moment in moments):
        raise ValueError("a source hands over aware moments only")
