"""When something began, as people type it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.times import Understood, understand
from handlers.times.begun import before_now
from handlers.times.words import DAY_NAMES, MONTH_NAMES

ZONE = "Europe/London"
NOW = datetime(2026, 11, 30, 8, 20, tzinfo=UTC)  # a Monday


def began(text: str, now: datetime = NOW) -> Understood | None:
    return before_now(text, ZONE, now, lambda at: understand(text, now=at, zone=ZONE))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Friday 15:00", "27 November 2026 15:00"),
        ("Fri 3pm", "27 November 2026 15:00"),
        ("27 November 15:00", "27 November 2026 15:00"),
        ("27 Nov 3pm", "27 November 2026 15:00"),
        ("Friday 27 November 15:00", "27 November 2026 15:00"),
        ("last Friday 15:00", "27 November 2026 15:00"),
        ("yesterday 15:00", "29 November 2026 15:00"),
        ("today 7:30", "30 November 2026 07:30"),
        ("Monday 15:00", "23 November 2026 15:00"),
        ("10 September 9:00", "10 September 2026 09:00"),
        ("3 December 9:00", "3 December 2025 09:00"),
    ],
)
def test_a_day_of_the_past_is_read(text: str, when: str) -> None:
    found = began(text)
    assert found
    there = found.starts_at.astimezone(ZoneInfo(ZONE))
    assert f"{there.day} {MONTH_NAMES[there.month - 1]} {there:%Y %H:%M}" == when


@pytest.mark.parametrize(
    "text",
    [
        "tomorrow 15:00",
        "in 2 hours",
        "next Friday 15:00",
        "in a week 15:00",
        "Friday",
        "soon",
        "",
        "3 December 2026 9:00",
        "today 17:00",
    ],
)
def test_what_is_still_to_come_is_not_moved_into_the_past(text: str) -> None:
    assert began(text) is None


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 3 * 365 * 24 * 60),
    st.integers(1, 6 * 24 * 60),
    st.booleans(),
)
def test_every_moment_of_the_last_six_days_is_read(minute: int, ago: int, by_weekday: bool) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    there = (now - timedelta(minutes=ago)).astimezone(ZoneInfo(ZONE))
    if (
        there.fold
        or there.utcoffset() != (now - timedelta(days=1)).astimezone(there.tzinfo).utcoffset()
    ):
        return
    name = DAY_NAMES[there.weekday()]
    dated = f"{there.day} {MONTH_NAMES[there.month - 1]}"
    found = began(f"{name if by_weekday else dated} {there:%H:%M}", now)
    assert found
    assert found.starts_at == there
