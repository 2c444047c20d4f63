"""Times on days on which the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.times import Unclear, Understood
from tests.times.reading import BERLIN, ask, at, read


def test_a_gap_is_asked_about() -> None:
    now = datetime(2026, 3, 24, 11, 0, tzinfo=ZoneInfo(BERLIN))
    answer = ask("Sunday 02:30", now=now)
    assert answer == Unclear(
        "gap",
        "On Sunday 29 March the clocks jump from 02:00 to 03:00, "
        "so 02:30 does not exist in Berlin. Did you mean 01:30 or 03:30?",
        tuple(
            Understood(at(f"2026-03-29 {clock}"), None, BERLIN, None)
            for clock in ("03:30", "01:30")
        ),
    )
    assert ask("29 March 2am", now=now).reason == "gap"
    assert read("29 March 01:59", now=now).starts_at == at("2026-03-29 01:59")
    assert read("29 March 03:00", now=now).starts_at == at("2026-03-29 03:00")


def test_a_gap_at_midnight_names_the_day_before() -> None:
    zone = "America/Santiago"
    now = datetime(2026, 9, 1, 11, 0, tzinfo=ZoneInfo(zone))
    assert ask("6 September 00:30", now=now, zone=zone).question == (
        "On Sunday 6 September the clocks jump from 00:00 to 01:00, "
        "so 00:30 does not exist in Santiago. Did you mean Saturday 23:30 or 01:30?"
    )


def test_a_gap_of_half_an_hour() -> None:
    zone = "Australia/Lord_Howe"
    now = datetime(2026, 10, 1, 11, 0, tzinfo=ZoneInfo(zone))
    assert ask("4 October 02:15", now=now, zone=zone).question == (
        "On Sunday 4 October the clocks jump from 02:00 to 02:30, "
        "so 02:15 does not exist in Lord Howe. Did you mean 01:45 or 02:45?"
    )


def test_a_gap_in_the_typed_zone() -> None:
    now = datetime(2026, 3, 3, 11, 0, tzinfo=ZoneInfo(BERLIN))
    assert "New York" in ask("8 March 2:30am ET", now=now).question


def test_an_hour_that_comes_twice_is_the_first_and_says_so() -> None:
    now = datetime(2026, 10, 24, 11, 0, tzinfo=ZoneInfo(BERLIN))
    answer = read("tomorrow 02:00", now=now)
    assert answer.starts_at == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert answer.note == "The clocks go back that night; this is the first 02:00."


def test_the_second_of_two_when_the_first_has_passed() -> None:
    now = datetime(2026, 10, 25, 0, 40, tzinfo=UTC)  # 02:40, before the clocks go back
    answer = read("today 02:30", now=now)
    assert answer.starts_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert answer.note == "The clocks go back that night; this is the second 02:30."


def test_lengths_and_distances_are_real_time() -> None:
    night = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo(BERLIN))
    assert read("in 4 hours", now=night).starts_at == night.astimezone(UTC) + timedelta(hours=4)
    answer = read("01:30-04:00", now=night)
    assert answer.ends_at is not None
    assert answer.ends_at - answer.starts_at == timedelta(hours=3, minutes=30)
