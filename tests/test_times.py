"""What people type, and the moment it means: a table, then each difficult case."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.times import (
    Unclear,
    Understood,
    format_day,
    format_distance,
    format_moment,
    format_short,
    understand,
)
from handlers.times.formatting import format_full_date

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
# A Tuesday. The seconds must not matter.
NOW = datetime(2026, 11, 24, 11, 0, 20, tzinfo=ZoneInfo(BERLIN))


def at(shown: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def read(text: str, now: datetime = NOW, zone: str = BERLIN) -> Understood:
    answer = understand(text, now=now, zone=zone)
    assert isinstance(answer, Understood), answer
    assert answer.starts_at.tzinfo is UTC
    return answer


def ask(text: str, now: datetime = NOW, zone: str = BERLIN) -> Unclear:
    answer = understand(text, now=now, zone=zone)
    assert isinstance(answer, Unclear), answer
    return answer


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
    assert (
        answer.note
        == "It is now Wednesday 25 November in Tokyo, and the day is counted from there."
    )
    assert (
        read("tomorrow 9am +09:00", now=evening, zone=NEW_YORK).note
        == "It is now Wednesday 25 November at that offset, and the day is counted from there."
    )


# Weekdays and days without a year


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
    assert answer.note == "Midnight is read as the end of the day, 00:00 on Thursday 26 November."


# Questions


@pytest.mark.parametrize(
    ("text", "reason", "question"),
    [
        ("", "no_day_time", "When is the call? For example: tomorrow 15:00."),
        (" \u200b ", "no_day_time", "When is the call? For example: tomorrow 15:00."),
        ("in the morning", "no_day_time", "Which day, and what time? For example: tomorrow 15:00."),
        (
            "next week",
            "no_day_time",
            "Which day next week, and what time? For example: next Thursday 15:00.",
        ),
        ("today", "no_time", "What time today? For example: today 15:00."),
        ("tonight", "no_time", "What time tonight? For example: tonight 20:00."),
        ("tomorrow", "no_time", "What time tomorrow? For example: tomorrow 15:00."),
        (
            "tomorrow morning",
            "no_time",
            "What time tomorrow morning? For example: tomorrow 09:00.",
        ),
        ("Thursday", "no_time", "What time on Thursday? For example: Thursday 15:00."),
        (
            "12/12",
            "no_time",
            "What time on Saturday 12 December? For example: Saturday 12 December 15:00.",
        ),
        ("today 9", "past", "Today 09:00 was 2 hours ago. Did you mean tomorrow 09:00?"),
        ("yesterday 3pm", "past", "Yesterday 15:00 was 20 hours ago. Did you mean today 15:00?"),
        (
            "last Thursday 3pm",
            "past",
            "Thursday 19 November 15:00 was 5 days ago. Did you mean Thursday 15:00?",
        ),
        (
            "2026-11-24 4am ET",
            "past",
            "Today 04:00 (New York time) was 1 hour ago. "
            "Did you mean tomorrow 04:00 (New York time)?",
        ),
        (
            "24 Nov 2025 15:00",
            "past",
            "Monday 24 November 2025 15:00 was 12 months ago. "
            "When is the call? For example: tomorrow 15:00.",
        ),
        (
            "yesterday",
            "past",
            "Yesterday has passed. When is the call? For example: tomorrow 15:00.",
        ),
        (
            "2 hours ago",
            "past",
            "Today 09:00 was 2 hours ago. When is the call? For example: tomorrow 15:00.",
        ),
        (
            "31 Nov 3pm",
            "no_such_date",
            "November has 30 days. Which day did you mean? For example: 30 November 15:00.",
        ),
        (
            "29 Feb 2027 3pm",
            "no_such_date",
            "February 2027 has 28 days. Which day did you mean? "
            "For example: 28 February 2027 15:00.",
        ),
        (
            "tomorrow 25:00",
            "no_such_time",
            "There is no 25:00. What time did you mean? For example: tomorrow 15:00.",
        ),
        (
            "Monday 1 December 15:00",
            "wrong_weekday",
            "1 December is a Tuesday, not a Monday. Which day did you mean? "
            "For example: Tuesday 1 December 15:00.",
        ),
        (
            "tomorrow 15:00-14:00",
            "ends_before_start",
            "14:00 is not after 15:00. When does it end? For example: tomorrow 15:00 for 45 min.",
        ),
        (
            "3pm for 20 hours",
            "too_long",
            "That would be 20 hours long. When does it end? For example: tomorrow 15:00-16:00.",
        ),
        (
            "24 Nov 2031 15:00",
            "too_far",
            "That is in 2031, more than two years ahead. When is it? For example: tomorrow 15:00.",
        ),
        ("lunchtime", "no_day_time", "Which day, and what time? For example: tomorrow 15:00."),
        (
            "the usual",
            "not_a_time",
            "I can't read that as a time. When is the call? For example: tomorrow 15:00.",
        ),
    ],
)
def test_a_question(text: str, reason: str, question: str) -> None:
    answer = ask(text)
    assert (answer.reason, answer.question) == (reason, question)


def test_a_past_time_comes_with_the_moment_that_was_probably_meant() -> None:
    assert ask("today 9").suggestion == at("2026-11-25 09:00")
    assert ask("yesterday 3pm").suggestion == at("2026-11-24 15:00")
    assert ask("24 Nov 2025 15:00").suggestion is None


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "54 March 3pm",
        "December 3pm",
        "Fortune 500 March",
        "3M",
        "24 hours",
        "25",
        "13am",
        "3pm in Atlantis",
        "tomorrow 9 ET am",
        "tomorrow 3pm a m",
        "tomorrow 3pm 4pm",
        "tomorrow 2036",
        "Tuesday tomorrow 3pm",
        "; DROP TABLE calls",
        "x" * 10_000,
        "tomorrow 3pm " * 1000,
    ],
)
def test_what_is_no_time_is_never_made_one(text: str) -> None:
    assert ask(text).reason == "not_a_time"


# Clocks that jump and go back


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


def test_a_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        understand("3pm", now=NOW.replace(tzinfo=None), zone=BERLIN)


# Said back


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


def test_zones_are_named_by_their_place() -> None:
    moment = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert format_moment(moment, now=NOW, zone=NEW_YORK) == "today 15:00 (New York time)"
    assert format_moment(moment, now=NOW, zone="UTC") == "today 20:00 (UTC)"
    assert format_moment(moment, now=NOW, zone="Etc/UTC") == "today 20:00 (UTC)"


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
