"""Convert a calendar event to text for the database, and back."""

import json
from dataclasses import asdict
from datetime import datetime

from handlers.sources.calendars.guest_list import MAX_LISTED
from handlers.sources.records import Attendee, CalendarEvent

_MOMENTS = ("starts_at", "ends_at", "original_start", "modified_at")


def to_text(event: CalendarEvent) -> str:
    """Return the event as ASCII JSON, with the first `MAX_LISTED` guests."""
    fields = asdict(event) | {
        "attendees": [asdict(one) for one in event.attendees[:MAX_LISTED]],
    }
    return json.dumps(fields, default=datetime.isoformat)


def from_text(text: str) -> CalendarEvent:
    """Parse a text that `to_text` returned. Raises ValueError for an empty text."""
    fields = json.loads(text)
    moments = {
        name: datetime.fromisoformat(fields[name])
        for name in _MOMENTS
        if fields.get(name) is not None
    }
    guests = tuple(Attendee(**one) for one in fields["attendees"])
    return CalendarEvent(**fields | moments | {"attendees": guests})
