"""The records that a source returns.

All moments must be aware and in UTC. A naive moment raises ValueError. Text is as the source has
it, so it may be empty, long or malicious. We cut and clean it when we take it in.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Literal

from storage.choices import Stage

MAX_ID = 200  # characters of a UID; we replace a longer one with its hash


@dataclass(frozen=True)
class Attendee:
    """A person on a meeting's guest list, from our side or from the customer's.

    Rooms and other resources are left out.
    """

    name: str = ""  # often empty, or the address again
    email: str = ""  # not always an address, because Exchange also has its own kind of names
    declined: bool = False
    organizes: bool = False


@dataclass(frozen=True)
class CalendarEvent:
    """One meeting, or one instance of a series, in one person's calendar.

    `uid` is the iCalendar UID, which is the same in every participant's copy. For Google it is
    `iCalUID`. For Microsoft Graph it is `iCalUId` with zeros for the date of the instance. If a
    calendar gives no UID, use the calendar's own id of the event. An empty `uid` raises ValueError.

    `original_start` is None for a single meeting. For an instance of a series, it is the start that
    the series gives the instance, even if the instance was moved.

    `state` is "cancelled" if the organizer cancelled the meeting. It is "declined" if only the
    owner of the calendar declined or removed it. Otherwise it is "on", even for a tentative meeting
    or an unanswered invitation.

    `attendees` leaves out the owner of the calendar if the source knows the owner. `attendees` is
    empty if a calendar does not say who comes. Published calendars of Exchange never say who comes.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    zone: str  # IANA zone in which the time was set
    title: str = ""
    attendees: tuple[Attendee, ...] = ()
    join_url: str = ""
    original_start: datetime | None = None
    state: Literal["on", "cancelled", "declined"] = "on"
    all_day: bool = False
    private: bool = False  # marked as private or confidential
    is_meeting: bool = True  # False for a birthday, focus time, an absence or a place of work
    only_busy: bool = False  # the calendar shows only that the person is busy
    guests_unknown: bool = False  # no meeting of the calendar names a guest
    # Whether the series has had a meeting before this one, if the calendar says when the series
    # began. The fingerprint leaves this out, because it follows from other fields.
    is_running: bool = field(default=False, repr=False)
    # Whether the owner of the calendar organizes the meeting. If somebody else takes over, the
    # guest list changes too, so the fingerprint leaves this out.
    is_own: bool = field(default=False, repr=False)
    # The SEQUENCE of iCalendar, and when this copy was last changed. None if the calendar does not
    # say. `handlers.sources.revisions` compares them. Some calendars give a new time of change
    # although nothing has changed, so `modified_at` is not part of the fingerprint.
    sequence: int | None = field(default=None, compare=False)
    modified_at: datetime | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError for a naive moment or an empty uid.

        We would treat all meetings with an empty uid as one call.
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
        return f"{uid}/{original.year:04}{original:%m%dT%H%M%SZ}"  # %Y may have less than 4 digits

    @property
    def series(self) -> str:
        """An id that all instances of a series share, or "" for a single meeting."""
        return "" if self.original_start is None else self.source_id.rpartition("/")[0]

    @cached_property
    def likeness(self) -> str:
        """A hash of the title and the guests. We use it to find a meeting that was re-created."""
        guests = sorted({one.email.lower() or one.name.lower() for one in self.attendees})
        title = " ".join(self.title.lower().split())
        return sha256(repr((title, guests)).encode(errors="replace")).hexdigest()

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all fields except `is_running`, `is_own` and `modified_at`."""
        return sha256(repr(self).encode(errors="replace")).hexdigest()


@dataclass(frozen=True)
class CalendarRead:
    """The result of reading a calendar: every event in the requested span.

    The next read gets `cursor`. `owners` are the addresses of the calendar's owner, which the guest
    lists leave out. `owners` is empty if the source can't tell whose calendar this is.
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


@dataclass(frozen=True)
class CrmAccount:
    """A company in a CRM, with the people there.

    The code that reads the CRM translates `stage` to one of our stages. `stage` is None if the CRM
    has no stage.
    """

    name: str
    domains: tuple[str, ...] = ()  # or addresses of websites
    industry: str = ""
    stage: Stage | None = None
    contacts: tuple[CrmContact, ...] = ()


def _require_aware(*moments: datetime | None) -> None:
    if any(moment is not None and moment.utcoffset() is None for moment in moments):
        raise ValueError("a source hands over aware moments only")
