"""Find the events of a calendar file that may be in a span of time, without parsing the others.

A file may hold years of meetings, and parsing all of them takes seconds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.calendars.ics.lines import name_of, read, unfolded
from bot.calendars.uids import series_uid

Lines = dict[bytes, list[bytes]]  # the lines of a component, by the names of their properties

# Look this far beyond the span, because we compare dates as written and ignore their time zones.
MARGIN = timedelta(days=2)
_PADDING = b" \t\r\n\0\x1a"  # some programs write these bytes after the last line
_RULES = frozenset((b"RRULE", b"RDATE"))
_KEPT = _RULES | frozenset(
    b"""
    ATTENDEE CLASS CONFERENCE DESCRIPTION DTEND DTSTART DURATION EXDATE LOCATION ORGANIZER
    LAST-MODIFIED RECURRENCE-ID SEQUENCE STATUS SUMMARY UID URL X-ALT-DESC X-CALENDARSERVER-ACCESS
    X-GOOGLE-CONFERENCE X-MICROSOFT-CDO-ALLDAYEVENT X-MICROSOFT-CDO-BUSYSTATUS
    X-MICROSOFT-ONLINEMEETINGCONFLINK X-MICROSOFT-SKYPETEAMSMEETINGURL
    """.split()
)


@dataclass
class Scanned:
    """The content of a file. `events` are only the events that may be in the span."""

    # The lines that belong to the calendar as a whole, and not to an event or another component.
    head: Lines = field(default_factory=lambda: defaultdict(list))
    zones: list[list[bytes]] = field(default_factory=list)  # the lines of each VTIMEZONE
    events: list[Lines] = field(default_factory=list)
    # The starts of all events without RECURRENCE-ID, by UID, including events outside the span.
    starts: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))

    def repeats(self, uid: str) -> bool:
        """Check whether events with this UID have different starts.

        Events with a RECURRENCE-ID are ignored.
        """
        return len(self.starts[uid]) > 1


def is_whole(body: bytes) -> bool:
    """Check whether this is a complete calendar file."""
    start = body[:100].removeprefix(b"\xef\xbb\xbf").lstrip().upper()
    end = body[-1_000:].rstrip(_PADDING).upper()
    return start.startswith(b"BEGIN:VCALENDAR") and end.endswith(b"END:VCALENDAR")


def scan(body: bytes, since: datetime, until: datetime) -> Scanned:
    """Find the zones in a file, and the events that may start between `since` and `until` (UTC).

    - A series is included if one of its instances may start in this time.
    - A changed instance is included if its new start or its original start may be in this time.
    - A change that also applies to all later instances (THISANDFUTURE) is always included.
    """
    found = Scanned()
    span = _day(since - MARGIN), _day(until + MARGIN)
    event: Lines | None = None
    zone: list[bytes] | None = None
    inner = 0  # how many other components, such as alarms, are open; we skip their lines
    for line in unfolded(body):
        name = name_of(line)
        is_begin = name == b"BEGIN"
        part = line.partition(b":")[2].strip().upper() if is_begin or name == b"END" else b""
        if part in (b"VEVENT", b"VCALENDAR"):
            if event is not None:  # keep the event even if its end is missing
                _keep(found, event, span)
            event, zone, inner = ({} if is_begin and part == b"VEVENT" else None), None, 0
        elif part == b"VTIMEZONE":
            zone = [] if is_begin else None
            if zone is not None:
                found.zones.append(zone)
        elif zone is not None:
            zone.append(line)
        elif part:
            inner = max(inner + (1 if is_begin else -1), 0)
        elif inner == 0 and event is None:
            found.head[name].append(line)
        elif inner == 0 and event is not None and name in _KEPT:
            event.setdefault(name, []).append(line)
    return found


def _keep(found: Scanned, event: Lines, span: tuple[bytes, bytes]) -> None:
    """Record an event's start. Keep the event if it may have an instance within the span."""
    start = event.get(b"DTSTART", [b""])[0]
    if b"RECURRENCE-ID" not in event and b"UID" in event:
        found.starts[series_uid(read(event[b"UID"][0]).text)].add(start)
    if _may_be_within(event, _date(start), span):
        found.events.append(event)


def _may_be_within(event: Lines, start: bytes, span: tuple[bytes, bytes]) -> bool:
    """Return whether an event may have an instance within the span. If in doubt, return True."""
    first, last = span
    instance = event.get(b"RECURRENCE-ID", [b""])[0]
    if instance:
        is_within = first <= start <= last or first <= _date(instance) <= last
        return is_within or b"THISANDFUTURE" in instance.upper()
    if start > last:
        return False
    return start >= first or b"RDATE" in event or _goes_on(event.get(b"RRULE", ()), first)


def _goes_on(rules: Iterable[bytes], first: bytes) -> bool:
    """Return whether a series with these rules may have instances on the day `first` or later."""
    for rule in rules:
        until = rule.upper().partition(b"UNTIL=")[2][:8]
        if not until.isdigit() or until >= first:
            return True
    return False


def _date(line: bytes) -> bytes:
    return line.rpartition(b":")[2].strip()[:8]


def _day(moment: datetime) -> bytes:
    return f"{moment:%Y%m%d}".encode()
