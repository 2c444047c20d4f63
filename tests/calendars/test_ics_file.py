"""What a calendar's file may look like, and what one of its events is taken for."""

import pytest

from bot.calendars.ics.scan import is_whole
from handlers.sources.records import Attendee
from tests.calendars.samples import OWNER, events, only, originals, starts, vcalendar, vevent

LONG = "Quarterly review with everybody at Halden, and with the people from the depots"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\n\r", "\n\n"])
def test_lines_may_end_in_any_way_and_be_folded_anywhere(end: str) -> None:
    file = vcalendar(
        vevent(f"SUMMARY:{LONG}", start=";TZID=Europe/Berlin:20261203T090000")
    ).decode()
    for word, folded in (
        (LONG, f"{LONG[:20]}\r\n {LONG[20:44]}\r\n\t{LONG[44:]}"),
        ("DTST", "DT\r\n ST"),
    ):
        file = file.replace(word, folded)
    found = only(file.replace("\r\n", end).encode())
    assert (found.title, starts([found])) == (LONG, ["12-03 08:00"])


def test_the_ends_of_lines_may_be_mixed() -> None:
    lines = vcalendar(vevent("SUMMARY:Halden")).split(b"\r\n")
    ends = [b"\r\n", b"\r", b"\n"] * len(lines)
    file = b"".join(line + end for line, end in zip(lines, ends, strict=False))
    assert only(file).title == "Halden"


@pytest.mark.parametrize("rest", [b"\r\n" * 200, b"\r\n\x1a", b"\0" * 50])
def test_what_fills_a_file_up_is_no_part_of_it(rest: bytes) -> None:
    assert is_whole(vcalendar(vevent()) + rest)
    assert not is_whole(vcalendar(vevent()).removesuffix(b"END:VCALENDAR\r\n") + rest)


def test_letters_cut_by_a_fold_are_whole_again() -> None:
    body = vcalendar(vevent("SUMMARY:Grüße")).replace("ü".encode(), b"\xc3\r\n \xbc")
    assert only(body).title == "Grüße"


def test_a_byte_order_mark_and_small_letters_are_read() -> None:
    body = b"\xef\xbb\xbf" + vcalendar(vevent("summary:Halden")).replace(b"BEGIN:", b"begin:")
    assert is_whole(body)
    assert only(body).title == "Halden"


def test_what_an_alarm_says_is_not_the_events() -> None:
    alarm = (
        "BEGIN:VALARM\r\nUID:alarm\r\nSUMMARY:Reminder\r\nDURATION:PT15M\r\nATTENDEE:mailto:a@b.example"
        "\r\nDTSTART:20200101T000000Z\r\nEND:VALARM"
    )
    found = only(vevent(alarm, "SUMMARY:Halden", "DTEND:20261203T100000Z"))
    assert (found.uid, found.title, found.attendees) == ("a@cal", "Halden", ())
    assert f"{found.ends_at:%H:%M}" == "10:00"


def test_an_event_within_a_description_is_none() -> None:
    inside = "DESCRIPTION:Pasted:\\nBEGIN:VEVENT\\nUID:b\\nDTSTART:2026\r\n BEGIN:VEVENT\r\n 1204Z"
    assert [one.uid for one in events(vevent(inside), vevent(uid="c@cal"))] == ["a@cal", "c@cal"]


def test_tasks_and_busy_times_are_no_events() -> None:
    todo = "BEGIN:VTODO\r\nUID:t\r\nDTSTART:20261203T090000Z\r\nEND:VTODO"
    busy = "BEGIN:VFREEBUSY\r\nUID:f\r\nDTSTART:20261203T090000Z\r\nEND:VFREEBUSY"
    assert [one.uid for one in events(todo, busy, vevent())] == ["a@cal"]


def test_what_begins_on_another_day_elsewhere_is_found() -> None:
    late = vevent(start=";TZID=America/New_York:20261130T200000")
    early = vevent(start=";TZID=Asia/Tokyo:20261229T080000", uid="b@cal")
    assert starts(events(late, early)) == ["12-01 01:00", "12-28 23:00"]


def test_two_calendars_in_one_file_are_read() -> None:
    body = vcalendar(vevent()) + vcalendar(vevent(uid="b@cal"))
    assert [one.uid for one in events(body)] == ["a@cal", "b@cal"]


@pytest.mark.parametrize(
    "bad",
    [
        vevent("SUMMARY:No time", uid="bad").replace("DTSTART:20261203T090000Z", "X:"),
        vevent(uid="bad", start="2026120"),
        vevent(uid="bad", start="20261233T090000Z"),
        vevent("DURATION:P999999999D", uid="bad"),
        vevent("RRULE:FREQ=SOMETIMES", uid="bad"),
        vevent("RRULE:FREQ=WEEKLY;BYDAY=XX", uid="bad"),
        vevent("RRULE:FREQ=DAILY;INTERVAL=0", uid="bad"),
        vevent("RRULE:FREQ=DAILY;INTERVAL=99999999999", start="20261101T090000Z", uid="bad"),
        vevent("RECURRENCE-ID:never", uid="bad"),
        "BEGIN:VEVENT\r\nUID:bad\r\nSUMMARY:Without an end",
    ],
)
def test_one_bad_event_does_not_lose_the_others(bad: str) -> None:
    found = events(vevent(), bad, vevent(uid="c@cal"))
    assert [one.uid for one in found] == ["a@cal", "c@cal"]


def test_a_uid_is_kept_as_it_is_and_never_empty() -> None:
    assert only(vevent(uid=" 7kukuq@google.com ")).source_id == "7kukuq@google.com"
    nameless = [vevent(f"SUMMARY:{one}", uid="") for one in "ab"]
    found = {one.uid for one in events(*nameless)}
    assert len(found) == 2
    assert found == {one.uid for one in events(*nameless)}
    long = only(vevent(uid="x" * 5_000))
    assert len(long.uid) == 64


def test_outlooks_uid_of_an_instance_is_that_of_its_series() -> None:
    outlook = "040000008200E00074C5B7101A82E008{}0000000010000000AB"
    single = only(vevent(uid=outlook.format("07EA0C03")))
    assert single.series == outlook.format("00000000")
    assert originals([single]) == ["12-03 09:00"]
    assert only(vevent(uid=outlook.format("00000000").lower())).source_id == single.series


def test_a_single_meeting_is_known_by_its_uid_alone() -> None:
    first, moved = (only(vevent(start=f"2026120{day}T090000Z")) for day in (3, 4))
    assert first.source_id == moved.source_id == "a@cal"
    assert first.fingerprint != moved.fingerprint


def test_when_the_file_was_made_changes_nothing() -> None:
    first, second = (only(vevent(f"DTSTAMP:2026120{n}T000000Z", "SEQUENCE:1")) for n in (1, 2))
    assert first.fingerprint == second.fingerprint


def test_what_a_title_says_is_read_as_people_wrote_it() -> None:
    found = only(vevent(r"SUMMARY;LANGUAGE=en:Halden\, depots\; C:\\x\nsecond line"))
    assert found.title == "Halden, depots; C:\\x\nsecond line"


# How long


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        ("DTEND:20261203T100000Z", "12-03 10:00"),
        ("DTEND;TZID=Europe/Berlin:20261203T103000", "12-03 09:30"),
        ("DURATION:PT1H15M", "12-03 10:15"),
        ("DURATION:P1DT1H", "12-04 10:00"),
        ("DURATION:P1W", "12-10 09:00"),
        ("X-NONE:", "12-03 09:00"),
        ("DTEND:tomorrow", "12-03 09:00"),
        ("DURATION:an hour", "12-03 09:00"),
        ("DURATION:P99999999999999D", "12-03 09:00"),
        ("DTEND:20261203T080000Z", "12-03 09:00"),
        ("DURATION:-PT1H", "12-03 09:00"),
    ],
)
def test_an_end_is_stated_in_several_ways_and_never_before_the_start(lines: str, ends: str) -> None:
    assert f"{only(vevent(lines)).ends_at:%m-%d %H:%M}" == ends


@pytest.mark.parametrize(
    ("start", "more", "all_day"),
    [
        (";VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261204", True),
        (";VALUE=DATE:20261203", "X-NONE:", True),
        ("20261203T110000Z", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", True),
        (";TZID=Europe/Berlin:20261203T000000", "DTEND;TZID=Europe/Berlin:20261205T000000", True),
        (";TZID=Europe/Berlin:20261203T000000", "DTEND;TZID=Europe/Berlin:20261203T010000", False),
    ],
)
def test_whole_days_are_told_apart(start: str, more: str, all_day: bool) -> None:
    assert only(vevent(more, start=start)).all_day is all_day


def test_a_whole_day_is_a_day_of_its_owner() -> None:
    found = only(vevent(start=";VALUE=DATE:20261203"), zone="America/New_York")
    assert starts([found]) == ["12-03 05:00"]
    assert f"{found.ends_at:%m-%d %H:%M}" == "12-04 05:00"


# Whether it is on


def attendee(email: str, **params: str) -> str:
    listed = "".join(f";{name}={value}" for name, value in params.items())
    return f"ATTENDEE{listed}:mailto:{email}"


def test_other_or_me_declined() -> None:
    """A decline of somebody else's leaves the meeting on; the owner's own takes it away."""
    me, other = (
        attendee(OWNER, PARTSTAT="ACCEPTED"),
        attendee("jana@acme.example", PARTSTAT="DECLINED"),
    )
    found = only(vevent(me, other))
    assert (found.state, found.attendees) == (
        "on",
        (Attendee(email="jana@acme.example", declined=True),),
    )
    mine = attendee(OWNER.title(), PARTSTAT="DECLINED")
    assert only(vevent(mine, attendee("jana@acme.example"))).state == "declined"


def test_without_the_owners_address_nobodys_decline_counts() -> None:
    mine = vevent(attendee(OWNER, PARTSTAT="DECLINED"))
    (found,) = events(mine, owners=())
    assert found.state == "on"
    (named,) = events(mine, owners=(), head=f"X-WR-CALNAME:{OWNER}")
    assert (named.state, named.attendees) == ("declined", ())


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("STATUS:CANCELLED", "cancelled"),
        ("STATUS:TENTATIVE", "on"),
        ("SUMMARY:Canceled: Canceled: Halden", "cancelled"),
        ("SUMMARY:Abgesagt: Halden", "cancelled"),
        ("SUMMARY:Why they canceled: Halden", "on"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "on"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "on"),
    ],
)
def test_whether_it_is_on(line: str, state: str) -> None:
    assert only(vevent(line)).state == state


def test_the_word_for_cancelled_is_not_part_of_the_title() -> None:
    assert only(vevent("SUMMARY:Canceled: Canceled: Halden: depots")).title == "Halden: depots"


@pytest.mark.parametrize(
    "line", ["CLASS:PRIVATE", "CLASS:confidential", "SUMMARY:Private Appointment"]
)
def test_what_is_private(line: str) -> None:
    assert only(vevent(line)).private
    assert not only(vevent("CLASS:PUBLIC", "SUMMARY:Private label for Acme")).private


def test_a_place_of_work_is_no_meeting() -> None:
    assert not only(vevent("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE")).is_meeting
    assert only(vevent("X-MICROSOFT-CDO-BUSYSTATUS:BUSY")).is_meeting


@pytest.mark.parametrize("title", ["Busy", "busy", "Tentative", "Beschäftigt", ""])
def test_a_calendar_that_only_shows_busy_times(title: str) -> None:
    assert only(vevent(f"SUMMARY:{title}")).only_busy


@pytest.mark.parametrize(
    "more", [attendee("jana@acme.example"), "LOCATION:Room 3", "DESCRIPTION:The depots"]
)
def test_one_that_shows_more_than_that(more: str) -> None:
    assert not only(vevent("SUMMARY:Busy", more)).only_busy
    assert not only(vevent("SUMMARY:Busy depots", "LOCATION:")).only_busy


# Who


@pytest.mark.parametrize(
    ("line", "who"),
    [
        (
            'ATTENDEE;CN="Novak, Jana":mailto:jana@acme.example',
            ("Novak, Jana", "jana@acme.example"),
        ),
        ("ATTENDEE;CN=Novak\\, Jana:mailto:j@acme.example", ("Novak, Jana", "j@acme.example")),
        ("ATTENDEE;CN=ACME\\jana:mailto:j@acme.example", ("ACME\\jana", "j@acme.example")),
        ("ATTENDEE;CN=Jana:MAILTO:Jana@Acme.example", ("Jana", "Jana@Acme.example")),
        ("ATTENDEE;EMAIL=jana@acme.example:urn:uuid:4f", ("", "jana@acme.example")),
        ("ATTENDEE;CN=Jana:invalid:nomail", ("Jana", "")),
        (
            "ATTENDEE;CN=Jana ^'JJ^' Novak:mailto:j@acme.example",
            ('Jana "JJ" Novak', "j@acme.example"),
        ),
        ('ATTENDEE;CN="Jana:mailto:jana@acme.example', ("", "jana@acme.example")),
        ("ATTENDEE:/o=ExchangeLabs/cn=jana", ("", "/o=ExchangeLabs/cn=jana")),
    ],
)
def test_a_guest_is_read(line: str, who: tuple[str, str]) -> None:
    (guest,) = only(vevent(line)).attendees
    assert (guest.name, guest.email) == who


@pytest.mark.parametrize(
    "line",
    [
        attendee("room3@northwind.example", CUTYPE="ROOM"),
        attendee("beamer@northwind.example", CUTYPE="resource"),
        attendee("c_1@resource.calendar.google.com", CUTYPE="INDIVIDUAL"),
        "ORGANIZER:mailto:c_1@group.calendar.google.com",
        "ORGANIZER;CN=Unknown:mailto:unknownorganizer@calendar.google.com",
        attendee(OWNER),
        f"ORGANIZER:mailto:{OWNER}",
    ],
)
def test_who_is_no_guest(line: str) -> None:
    assert only(vevent(line)).attendees == ()


@pytest.mark.parametrize(
    ("line", "is_own"),
    [
        (f"ORGANIZER:mailto:{OWNER}", True),
        (f"ORGANIZER;CN=Anna:MAILTO:{OWNER.upper()}", True),
        (f"ORGANIZER;EMAIL={OWNER}:urn:uuid:4711", True),
        ("ORGANIZER:mailto:jana@acme.example", False),
        (f"ATTENDEE:mailto:{OWNER}", False),
        ("ORGANIZER:invalid:nomail", False),
    ],
)
def test_the_file_says_whether_its_owner_invited(line: str, is_own: bool) -> None:
    assert only(vevent(line)).is_own is is_own


def test_who_invites_is_a_guest_too_and_stands_there_once() -> None:
    organizer = "ORGANIZER;CN=Jana Novak:mailto:jana@acme.example"
    host = Attendee("Jana Novak", "jana@acme.example", organizes=True)
    assert only(vevent(organizer)).attendees == (host,)
    listed = attendee("Jana@acme.example", CN="Jana Novak")
    assert [one.organizes for one in only(vevent(listed, organizer)).attendees] == [True]


# Where


ZOOM = "https://us02web.zoom.us/j/123?pwd=a"
MEET = "https://meet.google.com/abc-defg-hij"
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d"


@pytest.mark.parametrize(
    ("lines", "link"),
    [
        ((f"X-GOOGLE-CONFERENCE:{MEET}", f"LOCATION:{ZOOM}"), MEET),
        ((f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}",), TEAMS),
        ((f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:{MEET}",), MEET),
        ((f"LOCATION:Room 3\\, or {ZOOM}\\; dial in",), ZOOM),
        ((f"DESCRIPTION:Agenda https://acme.example/agenda\\nJoin: {ZOOM}.",), ZOOM),
        ((f'DESCRIPTION:<a href="{ZOOM}&amp;b=1">Join</a>',), f"{ZOOM}&b=1"),
        ((f"DESCRIPTION:Join <{TEAMS}>",), TEAMS),
        ((f"URL:{MEET}",), MEET),
        (("URL:https://acme.example/agenda",), ""),
        (("LOCATION:https://rooms.acme.example/7",), "https://rooms.acme.example/7"),
        (("X-GOOGLE-CONFERENCE:javascript:alert(1)",), ""),
        (("DESCRIPTION:https://zoom.us.evil.example/j/1",), ""),
        (("DESCRIPTION:https://zoom.us/pricing https://meet.google.com/",), ""),
    ],
)
def test_the_link_to_join(lines: tuple[str, ...], link: str) -> None:
    assert only(vevent(*lines)).join_url == link


@pytest.mark.parametrize(
    ("titles", "more", "unknown"),
    [
        (("a", "b", "c"), (), True),
        (("a", "b"), (), False),  # it may be chance
        (("a", "a", "a"), (), False),
        (("a", "b", "c"), ("ATTENDEE:mailto:jana@northwind.example",), False),
    ],
)
def test_a_file_that_names_no_guests_at_all_is_recognised(
    titles: tuple[str, ...], more: tuple[str, ...], unknown: bool
) -> None:
    first, *rest = titles
    own = "ORGANIZER:mailto:anna@northwind.example"
    found = events(vevent(own, *more, uid=first), *(vevent(own, uid=one) for one in rest))
    assert {one.guests_unknown for one in found} == {unknown}
