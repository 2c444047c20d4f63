"""Which files are exports of one calendar."""

import pytest

from bot.calendars.ics.alike import likeness, outline


def file(name: str, *uids: str) -> bytes:
    """A calendar's file with these meetings."""
    named = [f"X-WR-CALNAME:{name}"] if name else []
    meetings = [f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:UID\r\nEND:VEVENT" for uid in uids]
    return "\r\n".join(["BEGIN:VCALENDAR", *named, *meetings, "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (file("", "a", "b", "c"), file("", "b", "c", "d"), True),
        (file("", "a", "b", "c"), file("", "c", "d", "e"), False),
        (file("", "a"), file("", "a", "b", "c", "d"), True),
        (file("Anna Vogt", "a"), file("Anna Vogt", "b"), True),
        (file("Kalender", "a"), file("Kalender", "b"), False),
        (file("Kalender", "a"), file("Kalender", "a"), True),
        (file("Work", "a", "b"), file("At home", "c"), False),
        (file(""), file(""), False),
    ],
)
def test_files_of_one_calendar(one: bytes, other: bytes, same: bool) -> None:
    assert bool(likeness(outline(one), outline(other))) is same
    assert likeness(outline(one), outline(other)) == likeness(outline(other), outline(one))
