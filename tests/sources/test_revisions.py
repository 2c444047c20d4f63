"""Which of two copies of a meeting is newer, by what they say themselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.sources.calendars.revisions import is_newer
from handlers.sources.records import CalendarEvent
from tests.calendars.samples import only, vevent
from tests.sources.diary import meeting

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def dated(sequence: int | None, modified_at: datetime | None) -> CalendarEvent:
    """A copy that says this about its age."""
    return replace(meeting("n"), sequence=sequence, modified_at=modified_at)


@pytest.mark.parametrize(
    ("one", "other", "other_kind", "expected"),
    [
        (dated(2, AT), dated(1, LATER), "google", True),
        (dated(1, LATER), dated(2, AT), "ics", False),
        (dated(1, LATER), dated(1, AT), "ics", True),
        (dated(1, LATER), dated(1, AT), "google", False),  # two kinds of time
        (dated(None, LATER), dated(3, AT), "ics", True),
        (dated(None, LATER), dated(3, AT), "microsoft", False),
        (dated(1, LATER), dated(1, None), "ics", False),
        (dated(1, AT), dated(1, AT), "ics", False),
    ],
)
def test_only_like_is_compared_with_like(
    one: CalendarEvent, other: CalendarEvent, other_kind: str, expected: bool
) -> None:
    assert is_newer(one, "ics", other, other_kind) == expected


def test_a_file_says_how_old_its_copy_is_but_not_by_when_it_was_made() -> None:
    said = only(vevent("SEQUENCE:4", "LAST-MODIFIED:20261120T083000Z", "DTSTAMP:20261124T070000Z"))
    assert (said.sequence, said.modified_at) == (4, AT)
    for lines in ((), ("LAST-MODIFIED:soon", "DTSTAMP:20261124T070000Z")):
        unsaid = only(vevent(*lines))
        assert (unsaid.sequence, unsaid.modified_at) == (None, None)
    later = replace(said, modified_at=LATER)
    assert said.fingerprint == later.fingerprint != replace(said, sequence=5).fingerprint
