"""The records that a source returns.

All moments must be aware and in UTC. Text is as the source has it, so it may be empty, long or
malicious.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Literal

from storage.choices import CrmKind, Stage

MAX_ID = 200  # if a UID has more characters than this, we use its hash instead


@dataclass(frozen=True)
class UserGroup:
    """A group of people in a platform's directory, or in the connected CRM."""

    id: str
    name: str
    handle: str = ""  # "dach" for @dach, or "" if the platform has no handles
    crm: CrmKind | None = None  # the CRM that the group is in, or None for the directory


@dataclass(frozen=True)
class GroupMembers:
    """The people in a group.

    A directory gives the platform's ids of the people. A CRM gives their email addresses,
    normalised. `leader` is the address of the group's leader in the CRM, or "" if we do not know
    it.
    """

    people: frozenset[str] = field(repr=False)
    leader: str = field(default="", repr=False)
    name: str = ""  # the group's name in the CRM, or "" for a group of the directory


@dataclass(frozen=True)
class Attendee:
    """A person on a meeting's guest list, from our side or the customer's. Not a room."""

    name: str = ""  # often empty, or the address again
    email: str = ""  # Exchange may give a name that is not a mail address
    declined: bool = False
    organizes: bool = False


@dataclass(frozen=True)
class CalendarEvent:
    """One meeting, or one instance of a series, in one person's calendar.

    - `uid`: the iCalendar UID, which is the same in every participant's copy. For Google,
      `iCalUID`. For Microsoft Graph, `iCalUId` with zeros instead of the date that Outlook
      writes into the UID of each instance. If there is no UID, the calendar's own id for the event.
    - `original_start`: for an instance of a series, the start that the rule of the series gives it,
      even if the instance was moved. None for a single meeting.
    - `state`: "cancelled" if the organizer cancelled the meeting. "declined" if the meeting is not
      cancelled, but the owner of the calendar declined or removed it. Otherwise "on".
    - `attendees`: the guests, without the owner of the calendar if the source knows the owner.
      Empty if the calendar names no guests, as in every published Exchange calendar.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    zone: str  # the zone (IANA) in which the time was set
    title: str = ""
    attendees: tuple[Attendee, ...] = ()
    join_url: str = ""
    original_start: datetime | None = None
    state: Literal["on", "cancelled", "declined"] = "on"
    all_day: bool = False
    private: bool = False  # marked as private or confidential
    is_meeting: bool = True  # False for a birthday, focus time, an absence or a working location
    only_busy: bool = False  # the calendar shows only that the person is busy
    guests_unknown: bool = False  # no meeting of the calendar names a guest
    # True if the series began before this meeting. False for a single meeting, or if the calendar
    # does not say when the series began. A change in this value alone does not change the meeting,
    # so it is not in the fingerprint.
    is_running: bool = field(default=False, repr=False)
    # Whether the owner of the calendar organizes the meeting. A new organizer also changes
    # `attendees`, which is in the fingerprint. So the fingerprint does not need this value.
    is_own: bool = field(default=False, repr=False)
    # The SEQUENCE of iCalendar, and when this copy was last changed. From these,
    # `handlers.sources.calendars.revisions` knows which copy is newer. Some calendars set a new
    # `modified_at` although nothing else has changed, so `modified_at` is not in the fingerprint.
    sequence: int | None = field(default=None, compare=False)
    modified_at: datetime | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError for a naive moment or an empty uid.

        All meetings with an empty uid would count as one call.
        """
        if not self.uid.strip():
            raise ValueError("a meeting needs a uid")
        _require_aware(self.starts_at, self.ends_at, self.original_start, self.modified_at)

    @cached_property
    def source_id(self) -> str:
        """The value for `Call.source_id`, the same for every participant's copy of the meeting."""
        uid = self.uid.strip()
        if len(uid) > MAX_ID or not uid.isprintable():
            uid = sha256(uid.encode(errors="replace")).hexdigest()
        if self.original_start is None:
            return uid
        original = self.original_start.astimezone(UTC)
        return f"{uid}/{original.year:04}{original:%m%dT%H%M%SZ}"  # %Y may have fewer than 4 digits

    @property
    def series(self) -> str:
        """An id that all instances of a series share, or "" for a single meeting."""
        return "" if self.original_start is None else self.source_id.rpartition("/")[0]

    @cached_property
    def likeness(self) -> str:
        """A hash of the title and the guests, to recognise a meeting that was re-created."""
        guests = sorted({one.email.lower() or one.name.lower() for one in self.attendees})
        title = " ".join(self.title.lower().split())
        return sha256(repr((title, guests)).encode(errors="replace")).hexdigest()

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all fields except `is_running`, `is_own` and `modified_at`."""
        return sha256(repr(self).encode(errors="replace")).hexdigest()


@dataclass(frozen=True)
class CalendarRead:
    """All events in the span that was read.

    Pass `cursor` to the next read. `owners` are the addresses of the calendar's owner, or empty if
    the source can't tell whose calendar this is.
    """

    events: tuple[CalendarEvent, ...]
    cursor: str = ""
    owners: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrmContact:
    """A person at an account."""

    name: str
    role: str = ""
    email: str = ""
    crm_id: str = ""


@dataclass(frozen=True)
class CrmAccount:
    """A company in a CRM, with the people there.

    `stage` is one of Attune's stages, or None if the CRM gives none.
    """

    name: str
    domains: tuple[str, ...] = ()  # each is a domain or the address of a website
    industry: str = ""
    stage: Stage | None = None
    contacts: tuple[CrmContact, ...] = ()


def _require_aware(*moments: datetime | None) -> None:
    if any(moment is not None and moment.utcoffset() is None for moment in moments):
        raise ValueError("a source must return aware moments")
