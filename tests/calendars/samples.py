"""Small calendars as files, and what is read from them."""

from collections.abc import Collection
from datetime import UTC, datetime

from bot.calendars.ics.parse import parse
from bot.calendars.ics.worker import read_event
from handlers.sources.records import CalendarEvent

SINCE = datetime(2026, 12, 1, tzinfo=UTC)  # a Tuesday
UNTIL = datetime(2026, 12, 29, tzinfo=UTC)
OWNER = "lena@northwind.example"
ZONE = "Europe/Lisbon"  # the owner's


def vevent(*lines: str, start: str = "20261203T090000Z", uid: str = "a@cal") -> str:
    """An event of half an hour, with more lines; `start` may begin with ";TZID=…:"."""
    start = start if start.startswith((":", ";")) else f":{start}"
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART{start}", *lines, "END:VEVENT"])


def vcalendar(*parts: str, head: str = "VERSION:2.0") -> bytes:
    """A file with these events and zones."""
    return "\r\n".join(["BEGIN:VCALENDAR", head, *parts, "END:VCALENDAR", ""]).encode()


def events(
    *parts: str | bytes,
    head: str = "VERSION:2.0",
    since: datetime = SINCE,
    until: datetime = UNTIL,
    zone: str = ZONE,
    owners: Collection[str] = (OWNER,),
) -> list[CalendarEvent]:
    """What is read from such a file, by time; from `parts` themselves if they are bytes."""
    whole = [part for part in parts if isinstance(part, bytes)]
    body = whole[0] if whole else vcalendar(*map(str, parts), head=head)
    found = [read_event(one) for one in parse(body, since, until, zone, owners)]
    return sorted(found, key=lambda one: one.starts_at)


def only(*parts: str | bytes, head: str = "VERSION:2.0", zone: str = ZONE) -> CalendarEvent:
    """The only event in such a file."""
    (one,) = events(*parts, head=head, zone=zone)
    return one


def starts(found: Collection[CalendarEvent]) -> list[str]:
    """When they start, in UTC: "12-03 09:00"."""
    return [f"{one.starts_at:%m-%d %H:%M}" for one in found]


def originals(found: Collection[CalendarEvent]) -> list[str]:
    """When their series would have them start, in UTC; "" for single meetings."""
    return [f"{one.original_start:%m-%d %H:%M}" if one.original_start else "" for one in found]
