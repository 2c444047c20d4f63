"""Which files are exports of one calendar."""

import pytest

from bot.calendars.ics.alike import is_older, likeness, outline


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


def dated(*ages: str) -> bytes:
    """A calendar's file whose meetings have these lines about their age."""
    meetings = (
        f"BEGIN:VEVENT\r\nUID:{number}\r\n{age}\r\nEND:VEVENT" for number, age in enumerate(ages)
    )
    zone = "BEGIN:VTIMEZONE\r\nLAST-MODIFIED:20300101T000000Z\r\nEND:VTIMEZONE"
    return "\r\n".join(["BEGIN:VCALENDAR", zone, *meetings, "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [
        (dated("SEQUENCE:1"), dated("SEQUENCE:2"), True),
        (dated("SEQUENCE:2"), dated("SEQUENCE:1"), False),
        (dated("SEQUENCE:1", "SEQUENCE:2"), dated("SEQUENCE:2", "SEQUENCE:1"), False),
        (dated("LAST-MODIFIED:20261120T083000Z"), dated("LAST-MODIFIED:20261121T083000Z"), True),
        (dated("LAST-MODIFIED:20261120T083000Z"), dated("SEQUENCE:1"), False),
        (dated("DTSTAMP:20261120T083000Z"), dated("DTSTAMP:20261121T083000Z"), False),
        (dated("SEQUENCE:" + "9" * 5000), dated("SEQUENCE:1"), False),
    ],
)
def test_an_older_export_of_a_calendar(one: bytes, other: bytes, *, older: bool) -> None:
    assert is_older(outline(one), outline(other)) is older
