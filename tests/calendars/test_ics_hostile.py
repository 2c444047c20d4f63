"""One impossible meeting, such as a stranger's invitation, never costs the rest of a calendar."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.knowledge.web_addresses import NotFetched
from handlers.sources.calendars.calendar_addresses import calendar_address, has_secret
from tests.calendars.samples import events, only, vevent
from tests.sources.diary import meeting

EAST, WEST = ";TZID=Asia/Tokyo:00010101T000000", ";TZID=America/New_York:99991231T230000"
FAR_OFF = "\r\n".join(
    [
        *("BEGIN:VTIMEZONE", "TZID:Far off", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+9900", "TZOFFSETTO:+9900", "END:STANDARD", "END:VTIMEZONE"),
    ]
)


@pytest.mark.parametrize(
    "impossible",
    [
        vevent("RRULE:FREQ=YEARLY", start=EAST),
        vevent("RDATE:20261204T090000Z", start=EAST),
        vevent(f"RECURRENCE-ID{EAST}"),
        vevent(f"RECURRENCE-ID{WEST}"),
        f"{FAR_OFF}\r\n{vevent(start=';TZID=Far off:20261203T090000')}",
    ],
)
def test_a_meeting_at_no_moment_is_left_out(impossible: str) -> None:
    assert [one.uid for one in events(impossible, vevent(uid="b@cal"))] == ["b@cal"]


def test_a_rule_that_never_has_an_instance_is_given_up_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.calendars.ics.parse.SERIES_SECONDS", 0.05)
    rules = ("DAILY;BYMONTH=2;BYMONTHDAY=30", "DAILY;COUNT=99999999", "WEEKLY;BYWEEKNO=1;BYMONTH=7")
    endless = [vevent(f"RRULE:FREQ={rule}", start="00020101T000000Z") for rule in rules]
    assert [one.uid for one in events(*endless, vevent(uid="b@cal"))] == ["b@cal"]


def test_an_instance_of_the_first_thousand_years_has_an_id_that_can_be_read() -> None:
    ancient = replace(meeting("n"), original_start=datetime(500, 1, 1, tzinfo=UTC))
    assert ancient.source_id == "n/05000101T000000Z"


@pytest.mark.parametrize("name", ["LOCATION", "DESCRIPTION", "URL", "X-GOOGLE-CONFERENCE"])
def test_a_link_to_a_host_with_no_name_does_not_cost_its_meeting(name: str) -> None:
    assert only(vevent(f"{name}:https://xn--s.example/a")).join_url == ""


def test_nor_can_such_a_host_be_pasted() -> None:
    with pytest.raises(NotFetched):
        calendar_address("https://xn--s.example/private-1a2b3c/basic.ics")
    assert not has_secret("Look at https://xn--s.example/a")
