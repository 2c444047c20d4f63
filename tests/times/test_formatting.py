"""How a moment, a day and a distance are said."""

from datetime import date, timedelta

import pytest

from handlers.times import format_day, format_distance, format_moment, format_short
from handlers.times.formatting import format_full_date
from tests.times.reading import BERLIN, NOW, at


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-24 15:00", "today 15:00 (Berlin time)"),
        ("2026-11-25 00:00", "tomorrow 00:00 (Berlin time)"),
        ("2026-11-23 15:00", "yesterday 15:00 (Berlin time)"),
        ("2026-11-26 15:00", "Thursday 15:00 (Berlin time)"),
        ("2026-11-30 15:00", "Monday 15:00 (Berlin time)"),
        ("2026-12-01 15:00", "Tuesday 1 December 15:00 (Berlin time)"),
        ("2027-01-12 09:05", "Tuesday 12 January 09:05 (Berlin time)"),
        ("2026-11-20 15:00", "Friday 20 November 15:00 (Berlin time)"),
    ],
)
def test_a_moment_said_back(moment: str, said: str) -> None:
    assert format_moment(at(moment), now=NOW, zone=BERLIN) == said
    assert format_short(at(moment), now=NOW, zone=BERLIN) == said.removesuffix(" (Berlin time)")


def test_a_day_said_alone() -> None:
    assert format_day(date(2026, 11, 30), date(2026, 11, 24)) == "Monday"
    assert format_day(date(2026, 12, 1), date(2026, 11, 24)) == "Tuesday 1 December"


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=-59), "now"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=49, seconds=59), "in 50 minutes"),
        (timedelta(minutes=60), "in 1 hour"),
        (timedelta(minutes=62), "in 1 hour"),
        (timedelta(minutes=90), "in 1 h 30 min"),
        (timedelta(minutes=-98), "1 h 40 min ago"),
        (timedelta(minutes=118), "in 2 hours"),
        (timedelta(hours=-2), "2 hours ago"),
        (timedelta(hours=23), "in 23 hours"),
        (timedelta(hours=23, minutes=45), "in 1 day"),
        (timedelta(days=3), "in 3 days"),
        (timedelta(days=21), "in 3 weeks"),
        (timedelta(days=-90), "3 months ago"),
    ],
)
def test_a_distance_said(gap: timedelta, said: str) -> None:
    assert format_distance(NOW + gap, NOW) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 1, 11), "Monday 11 January"),
        (date(2027, 11, 26), "Friday 26 November"),
        (date(2027, 11, 27), "Saturday 27 November 2027"),
        (date(2028, 1, 11), "Tuesday 11 January 2028"),
        (date(2026, 1, 12), "Monday 12 January"),
        (date(2025, 12, 31), "Wednesday 31 December 2025"),
    ],
)
def test_a_day_has_its_year_only_twelve_months_ahead_or_in_an_earlier_year(
    day: date, said: str
) -> None:
    assert format_full_date(day, date(2026, 11, 27)) == said
