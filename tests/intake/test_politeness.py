"""When a feed is read again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.intake.politeness import JITTER, next_poll, requested_wait

NOW = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPREAD = timedelta(seconds=JITTER)
DATE = "Mon, 03 Mar 2025 09:00:00 GMT"


def after(
    failures: int = 0, retry_after: timedelta | None = None, ttl: timedelta | None = None
) -> timedelta:
    """How long until a feed is read again, without the random spread."""
    feed = {"feed_id": "7", "failures": failures, "retry_after": retry_after, "ttl": ttl}
    whole = next_poll(NOW, **feed) - NOW  # type: ignore[arg-type]
    return whole - (next_poll(NOW, feed_id="7") - NOW - HOUR)


def test_hourly_when_all_is_well() -> None:
    assert NOW + HOUR <= next_poll(NOW, feed_id="7") < NOW + HOUR + SPREAD


@pytest.mark.parametrize(
    ("failures", "hours"), [(0, 1), (1, 2), (2, 4), (3, 8), (4, 16), (5, 24), (1_000_000, 24)]
)
def test_twice_as_late_with_each_failure_up_to_a_day(failures: int, hours: int) -> None:
    assert after(failures) == hours * HOUR


@pytest.mark.parametrize(
    ("ttl", "hours"), [(0, 1), (0.5, 1), (3, 3), (24, 24), (10_000, 24), (-5, 1)]
)
def test_a_feed_may_ask_to_be_read_less_often(ttl: float, hours: float) -> None:
    assert after(ttl=ttl * HOUR) == hours * HOUR


@pytest.mark.parametrize(
    ("asked", "failures", "hours"), [(0.1, 0, 1), (5, 1, 5), (5, 4, 16), (48, 1, 48), (999, 1, 168)]
)
def test_what_the_server_asked_for_is_kept(asked: float, failures: int, hours: float) -> None:
    assert after(failures, retry_after=asked * HOUR) == hours * HOUR


def test_feeds_are_spread_and_each_keeps_its_place() -> None:
    times = {next_poll(NOW, feed_id=str(number)) for number in range(100)}
    assert len(times) > 50
    assert all(HOUR <= time - NOW < HOUR + SPREAD for time in times)
    assert next_poll(NOW, feed_id="7") == next_poll(NOW, feed_id="7")


@pytest.mark.parametrize(
    ("header", "date", "wait"),
    [
        ("120", None, timedelta(minutes=2)),
        (" 0 ", None, timedelta()),
        ("9" * 5_000, None, timedelta(days=7)),
        ("Mon, 03 Mar 2025 10:30:00 GMT", DATE, timedelta(minutes=90)),
        ("Mon, 03 Mar 2025 11:30:00 +0100", DATE, timedelta(minutes=90)),
        ("Mon, 03 Mar 2025 08:00:00 GMT", DATE, timedelta()),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DATE, timedelta(days=7)),
        ("Fri, 31 Dec 9999 23:59:59 -2300", DATE, None),
        ("Mon, 03 Mar 2025 10:30:00 GMT", None, None),
        ("Mon, 03 Mar 2025 10:30:00 GMT", "yesterday", None),
        ("soon", DATE, None),
        ("-5", DATE, None),
        ("²", DATE, None),
        ("", DATE, None),
        (None, DATE, None),
    ],
)
def test_a_wait_is_read_in_seconds_or_as_a_moment(
    header: str | None, date: str | None, wait: timedelta | None
) -> None:
    assert requested_wait(header, date) == wait
