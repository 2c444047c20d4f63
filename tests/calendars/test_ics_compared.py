"""Ordinary series and lines are read as recurring-ical-events and icalendar read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar.parser import Contentline

from bot.calendars.ics.lines import read
from tests.calendars.samples import SINCE, UNTIL, events, vcalendar, vevent

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")
FREQUENCIES = (
    *("DAILY", "DAILY;INTERVAL=3", "WEEKLY", "WEEKLY;BYDAY=MO,WE,FR", "WEEKLY;INTERVAL=2;BYDAY=TU"),
    *(
        "WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO",
        "MONTHLY",
        "MONTHLY;BYDAY=-1FR",
        "MONTHLY;BYDAY=1MO",
    ),
    *("MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "YEARLY", "DAILY;BYDAY=MO,TU,WE,TH,FR"),
    *("DAILY;COUNT=40", "WEEKLY;COUNT=30", "DAILY;UNTIL=20261210T120000Z"),
)


@st.composite
def series(draw: st.DrawFn) -> str:
    """A series that began within two years, with some instances taken out or moved."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    days, minutes = draw(st.integers(-30, 700)), draw(st.integers(0, 24 * 12 - 1)) * 5
    start = UNTIL.replace(tzinfo=None) - timedelta(days=days + 30) + timedelta(minutes=minutes)
    rule = draw(st.sampled_from(FREQUENCIES))
    at = "" if zone.key == "UTC" else f";TZID={zone.key}"
    z = "Z" if zone.key == "UTC" else ""
    written = f"{at}:{start:%Y%m%dT%H%M%S}{z}"
    plain = vevent(f"RRULE:FREQ={rule}", start=written)
    instances = sorted({one.original_start for one in events(plain) if one.original_start})
    out = draw(st.sets(st.sampled_from(instances))) if instances else set()
    lines = [f"EXDATE:{one:%Y%m%dT%H%M%SZ}" for one in sorted(out)]
    parts = [vevent(f"RRULE:FREQ={rule}", *lines, start=written)]
    for one in instances:
        if one not in out and draw(st.booleans()):
            moved = one + timedelta(hours=draw(st.integers(-200, 200)))
            recurrence = f"RECURRENCE-ID:{one:%Y%m%dT%H%M%SZ}"
            parts.append(vevent(recurrence, start=f"{moved:%Y%m%dT%H%M%SZ}"))
    return "\r\n".join(parts)


@given(series())
@settings(max_examples=60, deadline=None)
def test_ordinary_series_are_as_others_read_them(written: str) -> None:
    ours = [one.starts_at for one in events(written)]
    calendar = icalendar.Calendar.from_ical(vcalendar(written))
    found = recurring_ical_events.of(calendar).between(SINCE - timedelta(days=1), UNTIL)
    moments: set[datetime] = {one["DTSTART"].dt.astimezone(UTC) for one in found}
    theirs = sorted(one for one in moments if SINCE <= one < UNTIL)
    assert sorted(set(ours)) == theirs


PARAMETERS = (
    *("CN=Jana Novak", 'CN="Novak, Jana"', "CN=Novak\\, Jana", "CN=Jana ^'JJ^' Novak", "CN="),
    *('CN="a:b;c"', "PARTSTAT=declined", 'DIR="https://acme.example/?a=b"', "RSVP=TRUE"),
)
VALUES = (
    *("mailto:jana@acme.example", "urn:uuid:4f", "https://acme.example/?a=b,c;d:e%2C", "\\\\n"),
    *("Halden\\, depots\\; C:\\\\x\\nsecond\\Nthird", "Grüße", '"quoted"', ""),
)


@given(
    st.lists(st.sampled_from(PARAMETERS), unique_by=lambda one: one.partition("=")[0]),
    st.sampled_from(VALUES),
)
@settings(max_examples=60, deadline=None)
def test_ordinary_lines_are_as_others_read_them(params: list[str], value: str) -> None:
    line = ":".join([";".join(["ATTENDEE", *params]), value])
    ours = read(line.encode())
    _, their_params, their_value = Contentline(line).parts()  # type: ignore[no-untyped-call]
    assert (ours.text, ours.params) == (their_value, dict(their_params))
