"""What people type, and the moment it means: a table, then each difficult case."""

from datetime import timedelta

import pytest

from handlers.times import understand
from tests.times.reading import BERLIN, NOW, ask, at, read

STARTS = [
    # from now
    ("now", "2026-11-24 11:00"),
    ("in 20 min", "2026-11-24 11:20"),
    ("in 20 minutes", "2026-11-24 11:20"),
    ("in 2 hours", "2026-11-24 13:00"),
    ("in two hours", "2026-11-24 13:00"),
    ("in an hour", "2026-11-24 12:00"),
    ("in half an hour", "2026-11-24 11:30"),
    ("in an hour and a half", "2026-11-24 12:30"),
    ("in 1.5 hours", "2026-11-24 12:30"),
    ("in 1h30", "2026-11-24 12:30"),
    ("90 min from now", "2026-11-24 12:30"),
    # days by their distance
    ("today 15:00", "2026-11-24 15:00"),
    ("today at 3", "2026-11-24 15:00"),
    ("tonight at 8", "2026-11-24 20:00"),
    ("tonight 8:30", "2026-11-24 20:30"),
    ("8 tonight", "2026-11-24 20:00"),
    ("3 tomorrow", "2026-11-25 15:00"),
    ("3", "2026-11-24 15:00"),
    ("8pm tonight", "2026-11-24 20:00"),
    ("tonight at 12", "2026-11-25 00:00"),
    ("tonight at 1", "2026-11-25 01:00"),
    ("this evening at 7", "2026-11-24 19:00"),
    ("this afternoon at 4", "2026-11-24 16:00"),
    ("tomorrow 3pm", "2026-11-25 15:00"),
    ("Tomorrow, at 3 p.m.", "2026-11-25 15:00"),
    ("TOMORROW 3 PM", "2026-11-25 15:00"),
    ("tomorrow @ 3pm", "2026-11-25 15:00"),
    ("tmrw 3pm", "2026-11-25 15:00"),
    ("3pm tomorrow", "2026-11-25 15:00"),
    ("tomorrow morning at 7", "2026-11-25 07:00"),
    ("tomorrow at 7 in the evening", "2026-11-25 19:00"),
    ("tomorrow Wednesday 3pm", "2026-11-25 15:00"),
    ("day after tomorrow noon", "2026-11-26 12:00"),
    ("the day after tomorrow at 9", "2026-11-26 09:00"),
    ("in 2 days at 3pm", "2026-11-26 15:00"),
    ("in a week 15:00", "2026-12-01 15:00"),
    ("in a fortnight at 3pm", "2026-12-08 15:00"),
    ("in 3 months at 3pm", "2027-02-24 15:00"),
    # weekdays
    ("Thu 14:00", "2026-11-26 14:00"),
    ("on Thursday at 2pm", "2026-11-26 14:00"),
    ("thursday at 2", "2026-11-26 14:00"),
    ("Thu. 9", "2026-11-26 09:00"),
    ("this Thursday 3pm", "2026-11-26 15:00"),
    ("next Thursday 3pm", "2026-12-03 15:00"),
    ("Thursday next week 10am", "2026-12-03 10:00"),
    ("next week Thursday 10am", "2026-12-03 10:00"),
    ("next Tuesday 3pm", "2026-12-01 15:00"),
    ("Thu 26 3pm", "2026-11-26 15:00"),
    # dates
    ("2026-11-30 15:00", "2026-11-30 15:00"),
    ("2026/11/30 15:00", "2026-11-30 15:00"),
    ("2026-11-30T15:00", "2026-11-30 15:00"),
    ("2026-11-30T15:00:00Z", "2026-11-30 16:00"),
    ("2026-11-30T15:00-05:00", "2026-11-30 21:00"),
    ("30 Nov 15:00", "2026-11-30 15:00"),
    ("Nov 30 3pm", "2026-11-30 15:00"),
    ("Nov 30, 2026 at 3:15pm", "2026-11-30 15:15"),
    ("30 November 2026 15:00", "2026-11-30 15:00"),
    ("30th of November at 3", "2026-11-30 15:00"),
    ("the 30th at 3pm", "2026-11-30 15:00"),
    ("the 3rd at 3pm", "2026-12-03 15:00"),
    ("30.11. 15:00", "2026-11-30 15:00"),
    ("30.11.2026 15.00", "2026-11-30 15:00"),
    ("15.12 14:00", "2026-12-15 14:00"),
    ("30/11 3pm", "2026-11-30 15:00"),
    ("30/11/26 3pm", "2026-11-30 15:00"),
    ("11/30 3pm", "2026-11-30 15:00"),
    ("30-Nov-2026 3pm", "2026-11-30 15:00"),
    ("30 Nov 1500", "2026-11-30 15:00"),
    ("1 Jan 10:00", "2027-01-01 10:00"),
    ("Tuesday 12 January 2027 15:00", "2027-01-12 15:00"),
    # clocks
    ("3pm", "2026-11-24 15:00"),
    ("3 pm", "2026-11-24 15:00"),
    ("3:15pm", "2026-11-24 15:15"),
    ("330pm", "2026-11-24 15:30"),
    ("15:00", "2026-11-24 15:00"),
    ("15.00", "2026-11-24 15:00"),
    ("15:00:00", "2026-11-24 15:00"),
    ("15h", "2026-11-24 15:00"),
    ("15h30", "2026-11-24 15:30"),
    ("1500", "2026-11-24 15:00"),
    ("noon", "2026-11-24 12:00"),
    ("midday", "2026-11-24 12:00"),
    ("midnight", "2026-11-25 00:00"),
    ("tomorrow 12am", "2026-11-25 00:00"),
    ("tomorrow 12pm", "2026-11-25 12:00"),
    ("half past 3", "2026-11-24 15:30"),
    ("half past three", "2026-11-24 15:30"),
    ("quarter to 4", "2026-11-24 15:45"),
    ("quarter to 1", "2026-11-24 12:45"),
    ("20 to 4pm", "2026-11-24 15:40"),
    ("at 3", "2026-11-24 15:00"),
    ("at three", "2026-11-24 15:00"),
    ("3 o'clock", "2026-11-24 15:00"),
    ("3 o’clock", "2026-11-24 15:00"),
    ("tomorrow 3", "2026-11-25 15:00"),
    ("tomorrow 7", "2026-11-25 07:00"),
    ("tomorrow 8", "2026-11-25 08:00"),
    ("tomorrow 12", "2026-11-25 12:00"),
    ("tomorrow 3:30", "2026-11-25 15:30"),
    ("tomorrow 03:30", "2026-11-25 03:30"),
    ("tomorrow 10:30", "2026-11-25 10:30"),
    ("\u200etomorrow\u00a0３pm\u200f", "2026-11-25 15:00"),
    # the year last, or short
    ("Fri Nov 27 15:00:00 2026", "2026-11-27 15:00"),
    ("3pm 27-Nov-26", "2026-11-27 15:00"),
    ("Dec 1st '26 3pm", "2026-12-01 15:00"),
]


@pytest.mark.parametrize(("text", "expected"), STARTS)
def test_a_typed_time(text: str, expected: str) -> None:
    answer = read(text)
    assert (answer.starts_at, answer.ends_at) == (at(expected), None)
    assert answer.zone == BERLIN


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("15:00-16:00", "2026-11-24 15:00", "2026-11-24 16:00"),
        ("15:00 – 16:00", "2026-11-24 15:00", "2026-11-24 16:00"),
        ("tomorrow 10-11am", "2026-11-25 10:00", "2026-11-25 11:00"),
        ("3 to 4pm", "2026-11-24 15:00", "2026-11-24 16:00"),
        ("tomorrow 11-1pm", "2026-11-25 11:00", "2026-11-25 13:00"),
        ("tomorrow 3-4", "2026-11-25 15:00", "2026-11-25 16:00"),
        ("tomorrow from 10 to 11", "2026-11-25 10:00", "2026-11-25 11:00"),
        ("tomorrow between 3 and 4", "2026-11-25 15:00", "2026-11-25 16:00"),
        ("3pm-4", "2026-11-24 15:00", "2026-11-24 16:00"),
        ("9-10:30 tomorrow", "2026-11-25 09:00", "2026-11-25 10:30"),
        ("tomorrow 9-10:30", "2026-11-25 09:00", "2026-11-25 10:30"),
        ("tonight 11-12", "2026-11-24 23:00", "2026-11-25 00:00"),
        ("23:00-00:30", "2026-11-24 23:00", "2026-11-25 00:30"),
        ("3pm for 45 min", "2026-11-24 15:00", "2026-11-24 15:45"),
        ("3pm for an hour", "2026-11-24 15:00", "2026-11-24 16:00"),
        ("for 30 minutes tomorrow at 3pm", "2026-11-25 15:00", "2026-11-25 15:30"),
        ("in 20 min for half an hour", "2026-11-24 11:20", "2026-11-24 11:50"),
    ],
)
def test_a_typed_range(text: str, start: str, end: str) -> None:
    answer = read(text)
    assert (answer.starts_at, answer.ends_at) == (at(start), at(end))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue 14:00", "2026-11-24 14:00"),
        ("Tue 11:00", "2026-11-24 11:00"),
        ("Tue 10:59", "2026-12-01 10:59"),
        ("next Tue 14:00", "2026-12-01 14:00"),
    ],
)
def test_the_weekday_it_is(text: str, expected: str) -> None:
    assert read(text).starts_at == at(expected)


def test_this_weekday_is_never_next_weeks() -> None:
    answer = ask("this Tuesday 09:00")
    assert answer.reason == "past"
    assert answer.suggestion == at("2026-12-01 09:00")


def test_next_weekday_is_in_next_week_and_says_so_where_this_weeks_is_ahead() -> None:
    note = "I took next Thursday to mean the Thursday of next week, 3 December."
    assert read("next Thursday 3pm").note == note
    assert read("next Monday 3pm").note is None
    sunday = NOW + timedelta(days=5)
    assert read("next Monday 3pm", now=sunday).starts_at == at("2026-11-30 15:00")


def test_a_clock_that_has_passed_is_tomorrows_and_says_so() -> None:
    answer = read("9am")
    assert answer.starts_at == at("2026-11-25 09:00")
    assert answer.note == "09:00 has passed today, so this is tomorrow."
    assert read("10:00-11:00").ends_at == at("2026-11-25 11:00")


def test_a_date_without_a_year_is_the_next_one() -> None:
    answer = read("23 Nov 15:00")
    assert answer.starts_at == at("2027-11-23 15:00")
    assert answer.note == "The next 23 November is in 2027."
    assert read("31st 15:00").starts_at == at("2026-12-31 15:00")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("3/12 3pm", "3/12 is read as 3 December (day first)."),
        ("3/4/2027 3pm", "3/4 is read as 3 April (day first)."),
        ("13/12 3pm", None),
        ("12/13 3pm", None),
        ("12/12 3pm", None),
        ("3.12. 3pm", None),
    ],
)
def test_a_date_that_can_be_read_both_ways_says_how_it_was_read(
    text: str, note: str | None
) -> None:
    assert read(text).note == note


def test_midnight_of_a_day_is_its_end_and_says_so() -> None:
    answer = read("tomorrow midnight")
    assert answer.starts_at == at("2026-11-26 00:00")
    assert answer.note == "I read midnight as the end of the day, 00:00 on Thursday 26 November."


def test_a_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        understand("3pm", now=NOW.replace(tzinfo=None), zone=BERLIN)
