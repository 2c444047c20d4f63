"""When channels may be posted to: examples, and properties for every time and zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.notices.hours import (
    POST_INTERVAL,
    Hours,
    a_working_day_after,
    digest_time,
    opening,
    slot,
)

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours("Europe/Berlin")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Australia/Sydney",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Chatham",
    "Asia/Kolkata",
    "Asia/Jerusalem",  # its clocks go ahead on Fridays
    "Africa/Cairo",  # and here they go back on Thursdays, at midnight
)
brisk = settings(max_examples=200, deadline=None)

# Minutes from 2026 to 2029, and those around the changes of some clock, of which chance finds few.
DAY_ONE = datetime(2026, 1, 1, tzinfo=UTC)
CHANGES = (
    datetime(2026, 3, 27, 0, 0, tzinfo=UTC),  # Jerusalem, a Friday
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # Berlin
    datetime(2026, 4, 4, 16, 0, tzinfo=UTC),  # Sydney
    datetime(2026, 4, 23, 22, 0, tzinfo=UTC),  # Cairo, a Friday
    datetime(2026, 10, 25, 1, 0, tzinfo=UTC),  # Berlin
    datetime(2026, 10, 29, 21, 0, tzinfo=UTC),  # Cairo, a Thursday
)
anywhen = st.one_of(
    st.timedeltas(timedelta(), 4 * 365 * DAY).map(lambda since: DAY_ONE + since),
    st.builds(
        lambda change, minutes: change + minutes * MINUTE,
        st.sampled_from(CHANGES),
        st.integers(-4 * 24 * 60, 4 * 24 * 60),
    ),
)
quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
hours = st.builds(
    lambda zone, clocks: Hours(zone, *sorted(clocks)),
    st.sampled_from(ZONES),
    st.tuples(quarters, quarters).filter(lambda clocks: clocks[0] != clocks[1]),
)


def berlin(day: int, clock: str, month: int = 11) -> datetime:
    """A moment (UTC) by Berlin's clocks in 2026; 23 November is a Monday."""
    local = datetime.combine(date(2026, month, day), time.fromisoformat(clock), BERLIN)
    return local.astimezone(UTC)


def within(moment: datetime, kept: Hours) -> bool:
    """Whether a channel may get posts now."""
    local = moment.astimezone(ZoneInfo(kept.zone))
    return local.weekday() < 5 and kept.opens <= local.time() < kept.closes


def clock_changes(day: datetime, kept: Hours) -> bool:
    """Whether the clocks change on this local day."""
    zone = ZoneInfo(kept.zone)
    begins = day.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return (begins - HOUR).utcoffset() != (begins + DAY + HOUR).utcoffset()


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (berlin(23, "08:59"), berlin(23, "09:00")),
        (berlin(23, "09:00"), berlin(23, "09:00")),
        (berlin(23, "16:59"), berlin(23, "16:59")),
        (berlin(23, "17:00"), berlin(24, "09:00")),
        (berlin(27, "17:00"), berlin(30, "09:00")),  # a Friday
        (berlin(28, "10:00"), berlin(30, "09:00")),
        (berlin(29, "23:59"), berlin(30, "09:00")),
        (berlin(27, "18:00", month=3), berlin(30, "09:00", month=3)),  # over summer time's start
        (berlin(23, "18:00", month=10), berlin(26, "09:00", month=10)),  # and its end
    ],
)
def test_opening(now: datetime, opens: datetime) -> None:
    assert opening(now, OFFICE) == opens


@pytest.mark.parametrize(
    ("now", "how", "comes"),
    [
        (berlin(23, "08:59"), "daily", berlin(23, "09:00")),
        (berlin(23, "09:00"), "daily", berlin(24, "09:00")),
        (berlin(27, "09:01"), "daily", berlin(30, "09:00")),
        (berlin(23, "08:59"), "weekly", berlin(23, "09:00")),
        (berlin(23, "09:00"), "weekly", berlin(30, "09:00")),
        (berlin(29, "23:59"), "weekly", berlin(30, "09:00")),
    ],
)
def test_digest_time(now: datetime, how: str, comes: datetime) -> None:
    assert digest_time(now, OFFICE, how) == comes


@pytest.mark.parametrize(
    ("now", "later"),
    [
        (berlin(23, "10:30"), berlin(24, "10:30")),
        (berlin(27, "10:30"), berlin(30, "10:30")),  # a Friday
        (berlin(27, "17:30"), berlin(1, "09:00", month=12)),  # it opens on Monday
        (berlin(27, "10:30", month=3), berlin(30, "10:30", month=3)),
    ],
)
def test_a_working_day_after(now: datetime, later: datetime) -> None:
    assert a_working_day_after(now, OFFICE) == later


@pytest.mark.parametrize(
    ("now", "posts", "goes"),
    [
        ("10:00", [], "10:00"),
        ("10:00", ["10:00"], "10:00"),
        ("10:02", ["10:00"], "10:05"),
        ("10:02", ["10:00", "10:05"], "10:05"),  # together with what waits already
        ("10:02", ["10:00:03", "10:05"], "10:05"),  # though the first was a little late
        ("10:02", ["10:04"], "10:04"),
        ("10:02", ["10:07"], "10:02"),
        ("10:05", ["10:00"], "10:05"),
        ("10:02", ["10:00", "10:08"], "10:08"),
        ("10:02", ["10:08", "10:00"], "10:08"),
        ("08:00", [], "09:00"),
    ],
)
def test_slot(now: str, posts: list[str], goes: str) -> None:
    taken = [berlin(24, post) for post in posts]
    assert slot(berlin(24, now), OFFICE, taken) == berlin(24, goes)


def test_a_slot_that_would_come_after_the_close_is_the_next_opening() -> None:
    assert slot(berlin(27, "16:58"), OFFICE, [berlin(27, "16:56")]) == berlin(30, "09:00")


def test_clocks_that_go_back_over_the_opening_do_not_bring_the_past_back() -> None:
    now = datetime(2026, 10, 29, 21, 10, tzinfo=UTC)  # 23:10 in Cairo, for the second time
    assert opening(now, Hours("Africa/Cairo", time(23, 0), time(23, 45))) == now
    assert opening(now, Hours("Africa/Cairo", time(23, 30), time(23, 45))) == now


@brisk
@given(anywhen, hours)
def test_it_opens_at_this_moment_or_at_the_start_of_a_working_day(
    now: datetime, kept: Hours
) -> None:
    opens = opening(now, kept)
    assert opens >= now
    assert opening(opens, kept) == opens
    if within(now, kept):
        assert opens == now
    elif not clock_changes(opens, kept):
        assert within(opens, kept)
        assert opens.astimezone(ZoneInfo(kept.zone)).time() == kept.opens
    assert opens - now < 4 * DAY


@brisk
@given(anywhen, hours, st.integers(1, 4 * 24 * 60))
def test_no_moment_before_it_is_within_the_hours(now: datetime, kept: Hours, minutes: int) -> None:
    opens, between = opening(now, kept), now + minutes * MINUTE
    if between < opens and not clock_changes(between, kept):
        assert not within(between, kept)


@brisk
@given(anywhen, hours, st.sampled_from(["daily", "weekly"]))
def test_a_digest_comes_strictly_later_and_at_the_opening(
    now: datetime, kept: Hours, how: str
) -> None:
    comes = digest_time(now, kept, how)
    local = comes.astimezone(ZoneInfo(kept.zone))
    assert now < comes <= now + (7 * DAY if how == "weekly" else 3 * DAY) + HOUR
    assert local.weekday() == 0 if how == "weekly" else local.weekday() < 5
    assert opening(comes, kept) == comes
    if not clock_changes(comes, kept):
        assert local.time() == kept.opens
    # The next one is another.
    assert digest_time(comes, kept, how) > comes + 12 * HOUR


@brisk
@given(anywhen, hours)
def test_an_answer_has_a_working_day(now: datetime, kept: Hours) -> None:
    due, begins = a_working_day_after(now, kept), opening(now, kept)
    assert due.astimezone(ZoneInfo(kept.zone)).weekday() < 5
    assert DAY - HOUR <= due - begins <= 3 * DAY + HOUR
    if not (clock_changes(due, kept) or clock_changes(begins, kept)):
        clocks = {moment.astimezone(ZoneInfo(kept.zone)).time() for moment in (due, begins)}
        assert len(clocks) == 1


@brisk
@given(anywhen, hours, st.lists(st.integers(-6, 40), max_size=8, unique=True), st.integers(-5, 5))
def test_a_slot_is_clear_of_the_posts_before_it_or_joins_one(
    now: datetime, kept: Hours, minutes: list[int], shift: int
) -> None:
    begins = opening(now, kept) + shift * MINUTE
    posts = [begins + each * MINUTE for each in minutes]
    planned = [post for post in posts if opening(post, kept) == post]
    goes = slot(now, kept, planned)
    assert goes >= now
    assert opening(goes, kept) == goes
    if goes not in planned:
        assert not any(post < goes < post + POST_INTERVAL for post in planned)
        assert not any(goes < post < goes + POST_INTERVAL for post in planned)


@brisk
@given(anywhen, hours, st.lists(st.integers(0, 600), max_size=12))
def test_posts_planned_one_after_the_other_stay_apart(
    now: datetime, kept: Hours, waits: list[int]
) -> None:
    posts: list[datetime] = []
    for wait in waits:
        posts.append(slot(now + wait * MINUTE / 10, kept, posts))
    times = sorted(set(posts))
    assert all(later - post >= POST_INTERVAL for post, later in pairwise(times))
