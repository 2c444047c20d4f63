"""Zones: however a file names or defines them, and never from another person's file."""

import pytest

from tests.calendars.samples import events, only, starts, vevent

WALL = "20261203T090000"
DEFINED = """BEGIN:VTIMEZONE
TZID:{tzid}
{more}BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART;VALUE=DATE-TIME:16010101T020000
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
X-OURS:1
END:DAYLIGHT
END:VTIMEZONE"""


def defined(tzid: str, winter: str, summer: str, more: str = "") -> str:
    """A zone with summer time as in Europe."""
    return DEFINED.format(tzid=tzid, winter=winter, summer=summer, more=more).replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("tzid", "hour", "zone"),
    [
        ("America/New_York", "14", "America/New_York"),
        ("america/new_york", "14", "America/New_York"),
        ("/mozilla.org/20070129_1/America/New_York", "14", "America/New_York"),
        (
            "/freeassociation.sourceforge.net/America/Argentina/Ushuaia",
            "12",
            "America/Argentina/Ushuaia",
        ),
        ("US/Eastern", "14", "US/Eastern"),
        ("Eastern Standard Time", "14", "America/New_York"),
        ("W. Europe Standard Time", "08", "Europe/Berlin"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "14", "America/New_York"),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "14", "America/New_York"),
        ("(GMT-08:00) Pacific Time (US & Canada)", "17", "America/Los_Angeles"),
        ("(UTC+01:00) Amsterdam\\, Berlin\\, Bern", "08", "Europe/Amsterdam"),
        (
            '"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"',
            "08",
            "Europe/Amsterdam",
        ),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "03", "Asia/Kolkata"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "09", "Europe/Dublin"),
        ("(UTC-06:00) London, Chicago", "15", "America/Chicago"),
        ("(UTC-09:30) Marquesas Islands", "18", "Pacific/Marquesas"),
        ("(UTC+13:00) Samoa", "20", "Pacific/Apia"),
        ("Eastern Time (US & Canada)", "14", "America/New_York"),
        ("tzone://Microsoft/Utc", "09", "Europe/Lisbon"),
        ("(UTC+08:00) Nowhere", "01", "Europe/Lisbon"),
        ("GMT-0300", "12", "Europe/Lisbon"),
        ("UTC+2", "07", "Europe/Lisbon"),
        ("../../etc/passwd", "09", "Europe/Lisbon"),
        ("Customized Time Zone", "09", "Europe/Lisbon"),
    ],
)
def test_a_zone_has_many_names(tzid: str, hour: str, zone: str) -> None:
    found = only(vevent(start=f";TZID={tzid}:{WALL}"))
    assert (f"{found.starts_at:%H}", found.zone) == (hour, zone)


def test_names_that_need_it_are_in_quotation_marks_or_not() -> None:
    name = "(UTC-05:00) Eastern Time (US & Canada)"
    series = vevent(
        "RRULE:FREQ=DAILY;COUNT=3",
        f'EXDATE;TZID="{name}":20261204T090000',
        start=f";TZID={name}:{WALL}",
    )
    assert starts(events(series)) == ["12-03 14:00", "12-05 14:00"]


def test_a_time_without_a_zone_is_the_calendars_or_else_the_owners() -> None:
    assert starts([only(vevent(start=WALL))]) == ["12-03 09:00"]
    assert starts([only(vevent(start=WALL), zone="Asia/Tokyo")]) == ["12-03 00:00"]
    found = only(vevent(start=WALL), head="X-WR-TIMEZONE:America/New_York", zone="Asia/Tokyo")
    assert (starts([found]), found.zone) == (["12-03 14:00"], "America/New_York")


def test_a_moment_in_utc_is_shown_in_the_calendars_zone() -> None:
    assert only(vevent()).zone == "Europe/Lisbon"
    assert only(vevent(), head="X-WR-TIMEZONE:America/New_York").zone == "America/New_York"
    assert only(vevent(), head="X-WR-TIMEZONE:Etc/UTC").zone == "Europe/Lisbon"


def test_a_zone_that_only_this_file_knows_is_read_as_it_says() -> None:
    zone = defined("Customized Time Zone", "+0600", "+0700")
    summer = "RRULE:FREQ=DAILY;COUNT=2"
    found = events(zone, vevent(summer, start=f";TZID=Customized Time Zone:{WALL}"))
    assert starts(found) == ["12-03 03:00", "12-04 03:00"]
    assert {one.zone for one in found} == {"Europe/Lisbon"}


def test_a_zone_may_say_which_one_it_is() -> None:
    zone = defined("Ours", "+0600", "+0700", "X-LIC-LOCATION:America/New_York\n")
    assert only(zone, vevent(start=f";TZID=Ours:{WALL}")).zone == "America/New_York"


def test_one_persons_file_never_changes_anothers() -> None:
    event = vevent(start=f";TZID=Customized Time Zone:{WALL}")
    alone = [events(defined("Customized Time Zone", at, at), event) for at in ("+0600", "-0300")]
    assert [starts(found) for found in alone] == [["12-03 03:00"], ["12-03 12:00"]]
    assert starts(events(event)) == ["12-03 09:00"]


@pytest.mark.parametrize("tzid", ["Europe/Berlin", "W. Europe Standard Time"])
def test_what_everybody_knows_is_not_redefined(tzid: str) -> None:
    found = only(defined(tzid, "+1100", "+1100"), vevent(start=f";TZID={tzid}:{WALL}"))
    assert starts([found]) == ["12-03 08:00"]


@pytest.mark.parametrize(
    "broken", ["TZOFFSETTO:+0600", "DTSTART", "BEGIN:STANDARD", "TZOFFSETFROM"]
)
def test_a_broken_zone_does_not_lose_its_meetings(broken: str) -> None:
    zone = defined("Ours", "+0600", "+0700").replace(broken, "X-BROKEN")
    assert len(events(zone, vevent(start=f";TZID=Ours:{WALL}"), vevent(uid="b@cal"))) == 2
