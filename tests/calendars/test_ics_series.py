"""Series: when their instances are, which of them were changed, and what each is known by."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.calendars.ics.parse import TooMany
from tests.calendars.samples import SINCE, events, only, originals, starts, vevent

BERLIN = ";TZID=Europe/Berlin:"
WEEKLY = "RRULE:FREQ=WEEKLY"


def changed(instance: str, *lines: str, start: str) -> str:
    """An instance of the series that begins on 3 November at 09:00 in Berlin."""
    return vevent(f"RECURRENCE-ID{instance}", *lines, start=start)


SERIES = vevent(WEEKLY, start=f"{BERLIN}20261103T090000")
USUAL = ["12-01 08:00", "12-08 08:00", "12-15 08:00", "12-22 08:00"]


def test_each_instance_has_its_own_id_and_that_of_its_series() -> None:
    found = events(SERIES)
    assert starts(found) == originals(found) == USUAL
    assert len({one.source_id for one in found}) == 4
    assert {one.series for one in found} == {"a@cal"}
    assert {one.zone for one in found} == {"Europe/Berlin"}
    assert all(one.is_running for one in found)  # since November
    began = events(vevent(WEEKLY, start=f"{BERLIN}20261208T090000"), vevent(uid="b@cal"))
    assert {one.is_running for one in began if one.uid == "b@cal"} == {False}
    assert [one.is_running for one in began if one.series] == [False, True, True]


def test_summer_time_moves_the_moment_and_not_the_clock() -> None:
    since, until = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)
    series = vevent(WEEKLY, start=f"{BERLIN}20260901T090000")
    assert starts(events(series, since=since, until=until)) == ["10-20 07:00", "10-27 08:00"]


def test_a_time_that_the_clock_skips_is_an_hour_later() -> None:
    since, until = datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 3, 30, tzinfo=UTC)
    series = vevent("RRULE:FREQ=DAILY", start=f"{BERLIN}20270301T023000")
    found = events(series, since=since, until=until)
    assert starts(found) == ["03-27 01:30", "03-28 01:30", "03-29 00:30"]


# Changed instances


def test_single_moved() -> None:
    """A moved instance is the same call at its new time: it keeps the start of its series."""
    moved = changed(f"{BERLIN}20261208T090000", start=f"{BERLIN}20261209T140000")
    found = events(SERIES, moved)
    assert starts(found) == ["12-01 08:00", "12-09 13:00", "12-15 08:00", "12-22 08:00"]
    assert originals(found) == USUAL


@pytest.mark.parametrize(
    "instance",
    [
        ":20261208T080000Z",
        ";VALUE=DATE:20261208",
        ";TZID=America/New_York:20261208T030000",
        ":20261208T090000",
    ],
)
def test_an_instance_is_found_however_its_start_is_written(instance: str) -> None:
    found = events(SERIES, changed(instance, start=f"{BERLIN}20261209T140000"))
    assert originals(found) == USUAL
    assert "12-08 08:00" not in starts(found)


def test_a_day_stands_for_the_first_of_its_instances() -> None:
    hourly = vevent("RRULE:FREQ=DAILY;BYHOUR=9,10,11,12,13,14", start=f"{BERLIN}20261103T090000")
    moved = changed(";VALUE=DATE:20261208", start=f"{BERLIN}20261210T220000")
    (found,) = [one for one in events(hourly, moved) if f"{one.starts_at:%H}" == "21"]
    assert originals([found]) == ["12-08 08:00"]


def test_an_instance_may_be_moved_into_the_span_or_out_of_it() -> None:
    comes = changed(f"{BERLIN}20261124T090000", start=f"{BERLIN}20261202T090000")
    goes = changed(f"{BERLIN}20261208T090000", start=f"{BERLIN}20270208T090000")
    found = events(SERIES, comes, goes)
    assert starts(found) == ["12-01 08:00", "12-02 08:00", "12-15 08:00", "12-22 08:00"]
    assert originals(found)[1] == "11-24 08:00"


def test_an_instance_without_its_series_is_read() -> None:
    alone = changed(f"{BERLIN}20261208T090000", start=f"{BERLIN}20261209T140000")
    found = only(alone)
    assert (starts([found]), originals([found])) == (["12-09 13:00"], ["12-08 08:00"])


def test_the_newest_change_of_an_instance_counts() -> None:
    older, newer = (
        changed(f"{BERLIN}20261208T090000", f"SEQUENCE:{n}", start=f"{BERLIN}2026120{n}T100000")
        for n in (2, 9)
    )
    for order in ((older, newer), (newer, older)):
        assert "12-09 09:00" in starts(events(SERIES, *order))
        assert "12-02 09:00" not in starts(events(*order, SERIES))


def test_what_was_changed_for_one_instance_is_not_for_others() -> None:
    other = changed(f"{BERLIN}20261208T090000", "SUMMARY:Depots", start=f"{BERLIN}20261208T090000")
    assert [one.title for one in events(SERIES, other)] == ["", "Depots", "", ""]


def test_a_cancelled_instance_is_said_to_be() -> None:
    off = changed(f"{BERLIN}20261208T090000", "STATUS:CANCELLED", start=f"{BERLIN}20261208T090000")
    assert [one.state for one in events(SERIES, off)] == ["on", "cancelled", "on", "on"]


def test_from_one_instance_on_all_are_changed_and_keep_their_ids() -> None:
    later = changed(
        ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261208T090000",
        "SUMMARY:Later",
        "DURATION:PT45M",
        start=f"{BERLIN}20261209T110000",
    )
    found = events(SERIES, later)
    assert starts(found) == ["12-01 08:00", "12-09 10:00", "12-16 10:00", "12-23 10:00"]
    assert originals(found) == USUAL
    assert [one.title for one in found] == ["", "Later", "Later", "Later"]
    assert {int((one.ends_at - one.starts_at).seconds / 60) for one in found[1:]} == {45}


@pytest.mark.parametrize("days", [-21, 21])
def test_that_also_holds_long_after_that_instance(days: int) -> None:
    """Every later one is moved as far, so it comes from far outside the span."""
    new = datetime(2026, 8, 11, 9, tzinfo=UTC) + timedelta(days=days, hours=1)
    later = changed(
        ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260811T090000",
        start=f"{BERLIN}{new:%Y%m%dT%H%M%S}",
    )
    found = events(vevent(WEEKLY, start=f"{BERLIN}20260804T090000"), later)
    assert starts(found) == ["12-01 09:00", "12-08 09:00", "12-15 09:00", "12-22 09:00"]
    assert found[0].original_start == datetime(2026, 12, 1, 8, tzinfo=UTC) - timedelta(days=days)


# Instances taken out


@pytest.mark.parametrize(
    "out",
    [
        "EXDATE;TZID=Europe/Berlin:20261208T090000",
        "EXDATE:20261208T080000Z",
        "EXDATE;VALUE=DATE:20261208",
        "EXDATE;TZID=Asia/Tokyo;VALUE=DATE:20261208",
        "EXDATE:20261124T080000Z,20261208T080000Z",
        "EXDATE:20261124T080000Z\r\nEXDATE:20261208T090000",
    ],
)
def test_an_instance_that_was_taken_out_is_gone(out: str) -> None:
    found = events(vevent(WEEKLY, out, start=f"{BERLIN}20261103T090000"))
    assert starts(found) == ["12-01 08:00", "12-15 08:00", "12-22 08:00"]


def test_one_that_was_also_moved_is_where_it_was_moved_to() -> None:
    series = vevent(WEEKLY, "EXDATE:20261208T080000Z", start=f"{BERLIN}20261103T090000")
    moved = changed(":20261208T080000Z", start=f"{BERLIN}20261209T140000")
    assert "12-09 13:00" in starts(events(series, moved))


def test_one_taken_out_leaves_the_one_an_hour_later() -> None:
    """On Berlin's clock that one begins at the time at which the other begins in UTC."""
    later, out = (f"{name}{BERLIN}20261208T100000" for name in ("RDATE", "EXDATE"))
    series = vevent(WEEKLY, later, out.replace("T10", "T09"), start=f"{BERLIN}20261103T090000")
    assert starts(events(series)) == ["12-01 08:00", "12-08 09:00", "12-15 08:00", "12-22 08:00"]


# One UID twice


def test_zoom_uid() -> None:
    """Meetings with one UID that do not say which instance they are: all of them are calls."""
    found = events(vevent(), vevent(start="20261210T090000Z"))
    assert starts(found) == originals(found) == ["12-03 09:00", "12-10 09:00"]
    assert len({one.source_id for one in found}) == 2


def test_their_ids_stay_when_the_first_is_over() -> None:
    over, coming = vevent(start="20261001T090000Z"), vevent(start="20261210T090000Z")
    assert originals(events(over, coming)) == ["12-10 09:00"]


def test_the_same_event_twice_is_one() -> None:
    found = only(vevent("SEQUENCE:2", "SUMMARY:New"), vevent("SEQUENCE:1", "SUMMARY:Old"))
    assert (found.title, found.source_id) == ("New", "a@cal")


def test_a_series_that_google_split_stays_one() -> None:
    before = vevent(
        "RRULE:FREQ=WEEKLY;UNTIL=20261207T225959Z",
        start=f"{BERLIN}20261103T090000",
        uid="x@google.com",
    )
    after = vevent(WEEKLY, start=f"{BERLIN}20261208T110000", uid="x_R20261208T080000@google.com")
    moved = vevent(
        "RECURRENCE-ID:20261215T100000Z",
        start="20261216T100000Z",
        uid="x_R20261208T080000@google.com",
    )
    found = events(before, after, moved)
    assert starts(found) == ["12-01 08:00", "12-08 10:00", "12-16 10:00", "12-22 10:00"]
    assert {one.series for one in found} == {"x@google.com"}


# A changed zone


def test_zone() -> None:
    """A series that was moved to another zone: what was changed before stays changed, once."""
    moved = changed(f"{BERLIN}20261208T090000", "SUMMARY:Moved", start=f"{BERLIN}20261209T140000")
    before = events(SERIES, moved)
    in_london = vevent(WEEKLY, start=";TZID=Europe/London:20261103T090000")
    after = events(in_london, moved)
    assert starts(after) == ["12-01 09:00", "12-09 13:00", "12-15 09:00", "12-22 09:00"]
    days = [[f"{one.original_start:%m-%d}" for one in found] for found in (before, after)]
    assert days[0] == days[1]
    assert {one.zone for one in after if not one.title} == {"Europe/London"}


# Rules


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", "02 03 04"),
        ("FREQ=DAILY;UNTIL=20261204", "02 03 04"),
        ("FREQ=DAILY;UNTIL=20261204T080000Z", "02 03 04"),
        ("FREQ=DAILY;UNTIL=20261204T075959Z", "02 03"),
        ("FREQ=DAILY;UNTIL=20261204T090000", "02 03 04"),
        ("FREQ=DAILY;UNTIL=20261203T235960Z", "02 03"),
        ("FREQ=DAILY;UNTIL=20261202T075959Z", ""),  # deleted from its first instance on
        ("FREQ=DAILY;UNTIL=20261201", ""),
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=2", "02 04 11"),
        ("FREQ=WEEKLY;BYDAY=WE,FR;COUNT=4;WKST=SU", "02 04 09 11"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=-1", "02 16"),
        ("FREQ=MONTHLY;BYDAY=2TU", "02 08"),
        ("FREQ=YEARLY;X-OURS=1;COUNT=1", "02"),
        ("freq=daily;count=2", "02 03"),
    ],
)
def test_a_rule_is_followed(rule: str, days: str) -> None:
    found = events(vevent(f"RRULE:{rule}", start=f"{BERLIN}20261202T090000"))
    assert [f"{one.starts_at:%d}" for one in found] == days.split()


def test_dates_may_be_added_to_a_series() -> None:
    more = "RDATE;VALUE=PERIOD:20261210T080000Z/PT1H\r\nRDATE;VALUE=DATE:20261211"
    found = events(vevent(more, start=f"{BERLIN}20261002T090000"))
    assert starts(found) == ["12-10 08:00", "12-11 08:00"]


def test_a_series_of_whole_days() -> None:
    found = events(
        vevent(
            "RRULE:FREQ=DAILY;UNTIL=20261204",
            "EXDATE;VALUE=DATE:20261203",
            start=";VALUE=DATE:20261202",
        )
    )
    assert starts(found) == ["12-02 00:00", "12-04 00:00"]
    assert all(one.all_day for one in found)


@pytest.mark.parametrize("every", ["HOURLY", "MINUTELY", "SECONDLY"])
def test_nothing_below_daily_is_followed(every: str) -> None:
    assert [one.uid for one in events(vevent(f"RRULE:FREQ={every}"), vevent(uid="b@cal"))] == [
        "b@cal"
    ]


def test_nor_is_a_day_full_of_times() -> None:
    hours, minutes = (",".join(map(str, range(n))) for n in (24, 60))
    assert events(vevent(f"RRULE:FREQ=DAILY;BYHOUR={hours};BYMINUTE={minutes}")) == []
    twice = vevent("RRULE:FREQ=DAILY;BYHOUR=9,14;COUNT=4")
    assert starts(events(twice)) == ["12-03 09:00", "12-03 14:00", "12-04 09:00", "12-04 14:00"]


def test_an_old_series_has_the_same_instances_as_a_young_one() -> None:
    rules = ("DAILY;INTERVAL=5", "WEEKLY;INTERVAL=3;BYDAY=MO,TH,SU", "DAILY;BYMONTH=12", "MONTHLY")
    for rule in rules:
        counted = f"RRULE:FREQ={rule};COUNT=5000"  # from its beginning
        for since in (SINCE + timedelta(days=day) for day in range(0, 21, 5)):
            found = [
                starts(events(vevent(line, start=f"{BERLIN}20150105T090000"), since=since))
                for line in (f"RRULE:FREQ={rule}", counted)
            ]
            assert found[0] == found[1]
            assert found[0] or rule == "MONTHLY"


def test_more_meetings_than_anybody_can_hold_are_refused() -> None:
    series = (vevent("RRULE:FREQ=DAILY", uid=f"{n}@cal") for n in range(400))
    with pytest.raises(TooMany):
        events(*series)
