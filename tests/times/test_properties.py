"""Properties for every moment, zone and text."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.times import (
    Unclear,
    Understood,
    format_absolute,
    format_day,
    format_moment,
    format_short,
    split,
    understand,
    wall_clock,
)

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "America/Santiago",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "America/St_Johns",
)
MINUTE = timedelta(minutes=1)
brisk = settings(max_examples=150, deadline=None)

DAY_ONE = datetime(2026, 1, 1, tzinfo=UTC)
nows = st.timedeltas(timedelta(), timedelta(days=4 * 365)).map(lambda since: DAY_ONE + since)
minutes_in_a_year = st.integers(0, 365 * 24 * 60)
minutes_around_a_week = st.integers(0, 9 * 24 * 60)
zones = st.sampled_from(ZONES)
WORDS = re.findall(
    r"\S+",
    """
    in on at for from to between and the of this next last day week month months morning evening
    night tonight today tomorrow yesterday noon midnight now ago half quarter past an a two three
    mon tuesday thu sunday jan feb 29 30 31 31st november dec 2026 2027 2031 29.2. 31.11 3/4 24/7
    3pm 12am 3 7 12 15:00 02:30 2:30 1500 25:00 2400 9-5 10-11am 15:00-14:00 23:00-01:00 min
    hours et cet jst utc utc+2 london time (berlin time) europe/berlin +0100 z , - .
    2027-03-28t02:30z
    """,
)
phrases = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)


def is_once(moment: datetime, zone: str) -> bool:
    return len(wall_clock.moments(moment.astimezone(ZoneInfo(zone)))) == 1


@brisk
@given(nows, st.one_of(minutes_around_a_week, minutes_in_a_year), zones, zones)
def test_what_is_said_is_read_back(now: datetime, ahead: int, zone: str, own: str) -> None:
    moment = now.replace(second=0, microsecond=0) + ahead * MINUTE
    assume(is_once(moment, zone))
    same_day = now.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(own)).date()
    # "tomorrow" is the reader's own; where it is another day, the date is said in full.
    said = (format_moment(moment, now=now, zone=zone),) if same_day else ()
    for text in (*said, format_absolute(moment, now=now, zone=zone, own=own)):
        answer = understand(text, now=now, zone=own)
        assert isinstance(answer, Understood), answer
        assert (answer.starts_at, answer.ends_at, answer.zone) == (moment, None, zone)
    short = understand(format_short(moment, now=now, zone=zone), now=now, zone=zone)
    assert isinstance(short, Understood), short
    assert short.starts_at == moment


@brisk
@given(nows, minutes_in_a_year, st.sampled_from(sorted(available_timezones() - {"localtime"})))
def test_every_zone_is_read_back_by_those_who_live_there(
    now: datetime, ahead: int, zone: str
) -> None:
    moment = now.replace(second=0, microsecond=0) + ahead * MINUTE
    assume(is_once(moment, zone))
    answer = understand(format_moment(moment, now=now, zone=zone), now=now, zone=zone)
    assert isinstance(answer, Understood), answer
    assert answer.starts_at == moment


def changes(zone: str, year: int) -> list[tuple[datetime, int]]:
    """The moments at which a zone's clocks change, and by how many minutes."""
    tz, hours = ZoneInfo(zone), 366 * 24 * 2
    halves = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * i) for i in range(hours)]
    offsets = [half.astimezone(tz).utcoffset() or timedelta() for half in halves]
    pairs = zip(halves[1:], offsets, offsets[1:], strict=False)
    return [(half, (b - a) // MINUTE) for half, a, b in pairs if a != b and half.year == year]


CHANGES = [(zone, *change) for zone in ZONES for change in changes(zone, 2027)]
GAPS = [(zone, moment, jump) for zone, moment, jump in CHANGES if jump > 0]
FOLDS = [(zone, moment, -jump) for zone, moment, jump in CHANGES if jump < 0]


def test_the_changes_of_both_hemispheres_are_in_the_tests() -> None:
    observing = {zone for zone in ZONES if zone != "Asia/Kolkata"}
    assert {zone for zone, *_ in GAPS} == {zone for zone, *_ in FOLDS} == observing
    assert {moment.month for _, moment, _ in GAPS} >= {3, 9, 10}


@brisk
@given(st.sampled_from(GAPS), st.integers(0, 59), st.integers(1, 250))
def test_a_time_in_a_gap_is_always_asked_about(
    change: tuple[str, datetime, int], minute: int, days: int
) -> None:
    zone, moment, jump = change
    before = (moment - MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    shown = before + MINUTE * (1 + minute % jump)
    now = moment - timedelta(days=days)
    answer = understand(f"{shown:%Y-%m-%d %H:%M}", now=now, zone=zone)
    assert isinstance(answer, Unclear)
    assert answer.reason == "gap"
    assert answer.suggestion == moment + MINUTE * (minute % jump)


@brisk
@given(st.sampled_from(FOLDS), st.integers(0, 59))
def test_a_time_that_comes_twice_is_the_first(
    change: tuple[str, datetime, int], minute: int
) -> None:
    zone, moment, length = change
    first = moment - MINUTE * (1 + minute % length)
    now = moment - timedelta(days=30)
    shown = first.astimezone(ZoneInfo(zone))
    answer = understand(f"{shown:%Y-%m-%d %H:%M}", now=now, zone=zone)
    assert isinstance(answer, Understood)
    assert answer.starts_at == first
    assert answer.note is not None
    assert "first" in answer.note


@brisk
@given(nows, st.one_of(phrases, st.text(max_size=80)), zones)
def test_no_text_raises_and_every_answer_leads_on(now: datetime, text: str, zone: str) -> None:
    answer = understand(text, now=now, zone=zone)
    minute = now.replace(second=0, microsecond=0)
    if isinstance(answer, Understood):
        assert minute <= answer.starts_at <= minute + timedelta(days=732)
        assert answer.ends_at is None or answer.starts_at < answer.ends_at
        return
    assert answer.question.endswith((".", "?"))
    if answer.suggestion:
        assert answer.suggestion >= minute
        return
    example = re.search(r"For example: (.+)\.$", answer.question)
    assert example
    assert isinstance(understand(example[1], now=now, zone=zone), Understood), answer


@brisk
@given(nows, st.text(max_size=300), phrases, zones)
def test_splitting_raises_on_no_text_and_invents_no_account(
    now: datetime, name: str, phrase: str, zone: str
) -> None:
    for text in (name, phrase, f"{name} {phrase}", f'"{name}" {phrase}'):
        account, when, _ = split(text, now=now, zone=zone)
        assert set(account) <= set(text) | {" "}
        assert len(account) <= len(text) + 1
        assert when is not None or not text.strip() or account or '"' in text


@brisk
@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_two_days_ahead_are_never_said_alike(today: date, ahead: int) -> None:
    said = {format_day(today + timedelta(days=ahead + i), today) for i in range(8)}
    assert len(said) == 8


@pytest.mark.parametrize("zone", ZONES)
def test_a_jump_is_found_to_the_minute(zone: str) -> None:
    for _, moment, length in (gap for gap in GAPS if gap[0] == zone):
        lands = moment.astimezone(ZoneInfo(zone))
        inside = lands.replace(tzinfo=None) - MINUTE
        start, end = wall_clock.gap_edges(inside.replace(tzinfo=ZoneInfo(zone)))
        assert (end, end - start) == (lands, length * MINUTE)


@pytest.mark.parametrize("ago", range(1, 365))
def test_a_weekday_with_a_date_always_agrees_with_the_day_that_is_read(ago: int) -> None:
    now = datetime(2026, 11, 30, 15, tzinfo=UTC)
    for typed in (
        date(2026, 11, 30) - timedelta(days=ago),
        date(2026, 11, 30) + timedelta(days=ago),
    ):
        words = f"{typed:%A} {typed.day} {typed:%B} 13:00"
        found = understand(words, now=now, zone="America/Chicago")
        moment = found.past_moment if isinstance(found, Unclear) else found
        if moment is None:
            assert typed < now.date() - timedelta(days=180)
            continue
        shown = moment.starts_at.astimezone(ZoneInfo("America/Chicago"))
        assert (f"{shown:%A}", shown.day, shown.month) == (f"{typed:%A}", typed.day, typed.month)
        if ago <= 180:
            assert shown.date() == typed


@pytest.mark.parametrize("ago", range(1, 60))
def test_a_wrong_weekday_of_a_day_that_has_passed_is_asked_about_in_this_year(ago: int) -> None:
    typed = date(2026, 11, 30) - timedelta(days=ago)
    wrong = typed + timedelta(days=3)
    found = understand(
        f"{wrong:%A} {typed.day} {typed:%B} 13:00",
        now=datetime(2026, 11, 30, 15, tzinfo=UTC),
        zone="America/Chicago",
    )
    assert isinstance(found, Unclear)
    assert f" was a {typed:%A}, not a {wrong:%A}." in found.question
