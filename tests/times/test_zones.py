"""Zones that people type with a time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.times import format_moment
from tests.times.reading import BERLIN, NEW_YORK, NOW, at, read


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("ET", NEW_YORK),
        ("EST", NEW_YORK),
        ("Eastern", NEW_YORK),
        ("Eastern time", NEW_YORK),
        ("CT", "America/Chicago"),
        ("MT", "America/Denver"),
        ("PT", "America/Los_Angeles"),
        ("PST", "America/Los_Angeles"),
        ("GMT", "GMT"),
        ("UTC", "UTC"),
        ("BST", "Europe/London"),
        ("CET", BERLIN),
        ("CEST", BERLIN),
        ("IST", "Asia/Kolkata"),
        ("JST", "Asia/Tokyo"),
        ("AEST", "Australia/Sydney"),
        ("New York time", NEW_YORK),
        ("London", "Europe/London"),
        ("in San Francisco", "America/Los_Angeles"),
        ("(Buenos Aires time)", "America/Argentina/Buenos_Aires"),
        ("america/new_york", NEW_YORK),
        ("America/Port_of_Spain", "America/Port_of_Spain"),
        ("my time", BERLIN),
    ],
)
def test_a_typed_zone(typed: str, zone: str) -> None:
    for day in ("2027-01-20", "2027-07-20"):
        answer = read(f"{day} 3pm {typed}")
        assert (answer.starts_at, answer.zone) == (at(f"{day} 15:00", zone), zone)


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("CET", "Europe/Paris"),
        ("IST", "Europe/Dublin"),
        ("IST", "Asia/Jerusalem"),
        ("ET", "America/Toronto"),
        ("MST", "America/Phoenix"),
        ("CST", "Asia/Shanghai"),
        ("AEST", "Australia/Brisbane"),
    ],
)
def test_an_abbreviation_is_the_persons_own_zone_where_it_fits(typed: str, own: str) -> None:
    assert read(f"2027-01-20 3pm {typed}", zone=own).zone == own


def test_the_year_round_name_needs_both_seasons() -> None:
    assert read("2027-01-20 3pm MT", zone="America/Phoenix").zone == "America/Denver"


def test_a_typed_offset_is_exact_and_leaves_the_zone_the_persons_own() -> None:
    answer = read("tomorrow 3pm UTC+2")
    assert (answer.starts_at, answer.zone) == (at("2026-11-25 14:00"), BERLIN)


def test_the_name_of_the_wrong_season_is_read_as_the_place_and_noted() -> None:
    answer = read("2027-07-20 3pm EST")
    assert answer.starts_at == at("2027-07-20 15:00", NEW_YORK)
    assert answer.note == "New York is on EDT that day, so this is 15:00 EDT."
    assert read("2027-01-20 3pm EST").note is None


def test_the_day_is_that_of_the_typed_zone() -> None:
    evening = datetime(2026, 11, 24, 20, 0, tzinfo=ZoneInfo(NEW_YORK))
    answer = read("tomorrow 9am JST", now=evening, zone=NEW_YORK)
    assert answer.starts_at == at("2026-11-26 09:00", "Asia/Tokyo")
    assert answer.note == "It is now Wednesday 25 November in Tokyo, so I counted from that day."
    assert (
        read("tomorrow 9am +09:00", now=evening, zone=NEW_YORK).note
        == "It is now Wednesday 25 November at that offset, so I counted from that day."
    )


def test_zones_are_named_by_their_place() -> None:
    moment = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert format_moment(moment, now=NOW, zone=NEW_YORK) == "today 15:00 (New York time)"
    assert format_moment(moment, now=NOW, zone="UTC") == "today 20:00 (UTC)"
    assert format_moment(moment, now=NOW, zone="Etc/UTC") == "today 20:00 (UTC)"
