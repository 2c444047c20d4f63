"""Parse one calendar file and exit. This runs in a separate process, which `worker.py` can kill.

The first line of standard input is JSON with `since`, `until`, `zone` and `owners`. The rest is the
calendar file. Standard output has a line of JSON for each event, then the line "complete". If there
are too many events, its only line is "too many".
"""

import contextlib
import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.calendars.ics.lines import read
from bot.calendars.ics.meeting import event_of, owners_of
from bot.calendars.ics.scan import Lines, Scanned, scan
from bot.calendars.ics.series import Component, Instance, component, instances
from bot.calendars.ics.stopped import stopped_after
from bot.calendars.ics.zones import FileZones
from bot.calendars.uids import names_an_instance, series_uid
from bot.intake.resources import limit_resources

CPU_SECONDS = 20
SERIES_SECONDS = 0.5  # seconds of computing for one series; a normal series takes milliseconds
MAX_EVENTS = 10_000  # how many events of a file may start in [since, until)
# If a file with at least this many meetings names no guests, we assume that guests were left out.
MEETINGS = 3
COMPLETE, TOO_MANY = "complete", "too many"
_INVALID = (KeyError, ValueError, OverflowError, IndexError)  # what parsing an invalid event raises


class TooMany(Exception):
    """More than `MAX_EVENTS` events of a calendar start in [since, until)."""


def parse(
    body: bytes, since: datetime, until: datetime, zone: str, owners: Collection[str]
) -> list[dict[str, Any]]:
    """Return the events of a file that start in [since, until). Leave out invalid events.

    Each event has the fields of a `CalendarEvent` as JSON values, with times in UTC. `zone` is the
    owner's IANA zone, for times whose zone the file does not give. `owners` are the owner's known
    email addresses. Raises TooMany.
    """
    found = scan(body, since, until)
    calendar = next((read(line).text for line in found.head.get(b"X-WR-TIMEZONE", ())), "")
    zones = FileZones(zone, calendar, found.zones)
    owned_by = owners_of(found.head, owners)
    events: dict[tuple[str, datetime | None], tuple[int, dict[str, Any]]] = {}
    for uid, one in _instances(found, zones, since, until):
        key, sequence = (uid, one.original_start), one.component.sequence
        if not since <= one.starts_at < until or (key in events and events[key][0] > sequence):
            continue
        with contextlib.suppress(*_INVALID):
            events[key] = (sequence, event_of(one, uid, zones, owned_by))
        if len(events) > MAX_EVENTS:
            raise TooMany
    unknown = _names_no_guests(found)
    return [{**event, "guests_unknown": unknown} for _, event in events.values()]


def _names_no_guests(found: Scanned) -> bool:
    """Check whether the file seems to leave out all guests, as Outlook's exports do."""
    if any(b"ATTENDEE" in lines for lines in found.events):
        return False
    return len({_uid(lines) for lines in found.events}) >= MEETINGS


def _instances(
    found: Scanned, zones: FileZones, since: datetime, until: datetime
) -> Iterator[tuple[str, Instance]]:
    """Yield the instances of all meetings and series, each with its UID."""
    for uid, components in _by_uid(found.events, zones).items():
        masters = sorted(
            (one for one in components if one.recurrence is None), key=lambda one: one.start.utc
        )
        changed: dict[int, list[Component]] = defaultdict(list)
        for one in components:
            if one.recurrence is not None:
                changed[_its_master(one.recurrence.utc, masters)].append(one)
        for place, master in enumerate(masters or [None]):
            of_master = changed[place]
            if master and not (of_master or _is_series(master, uid, found)):
                yield uid, Instance(master, master.start.utc)
                continue
            with contextlib.suppress(*_INVALID):
                with stopped_after(SERIES_SECONDS):
                    expanded = list(instances(master, of_master, zones, since, until))
                yield from ((uid, one) for one in expanded)


def _by_uid(events: Iterable[Lines], zones: FileZones) -> dict[str, list[Component]]:
    """Group the readable events by their UID."""
    found: dict[str, list[Component]] = defaultdict(list)
    for lines in events:
        with contextlib.suppress(*_INVALID):
            found[_uid(lines)].append(component(lines, zones))
    return found


def _uid(lines: Lines) -> str:
    """Return the event's UID or, without one, a hash of its start and its title."""
    if b"UID" in lines and (uid := series_uid(read(lines[b"UID"][0]).text)):
        return uid
    seen = [line for name in (b"DTSTART", b"SUMMARY") for line in lines.get(name, ())]
    return sha256(b"\n".join(seen)).hexdigest()


def _its_master(recurrence: datetime, masters: Sequence[Component]) -> int:
    """Return the index of the series to which a changed instance belongs.

    `recurrence` is the instance's original start (UTC). Return the index of the last series that
    begins at or before `recurrence`. If all series begin later, return 0.
    """
    begun = [place for place, one in enumerate(masters) if one.start.utc <= recurrence]
    return begun[-1] if begun else 0


def _is_series(one: Component, uid: str, found: Scanned) -> bool:
    """Check whether a meeting is in a series.

    Meetings that share a UID count as a series, because Zoom writes a series that way.
    """
    return one.has_rules or found.repeats(uid) or names_an_instance(_raw_uid(one.lines))


def _raw_uid(lines: Lines) -> str:
    return read(lines[b"UID"][0]).text if b"UID" in lines else ""


def main() -> None:
    """Parse the calendar on standard input, and print its events."""
    limit_resources(CPU_SECONDS)
    asked = json.loads(sys.stdin.buffer.readline())
    since, until = (datetime.fromisoformat(asked[name]) for name in ("since", "until"))
    try:
        events = parse(sys.stdin.buffer.read(), since, until, asked["zone"], asked["owners"])
    except TooMany:
        lines: list[Any] = [TOO_MANY]
    else:
        lines = [*events, COMPLETE]
    sys.stdout.write("\n".join(map(json.dumps, lines)))


if __name__ == "__main__":
    main()
