"""Promises as people write them: their day, and the remaining words."""

from datetime import date, timedelta
from unittest.mock import ANY

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.times.due import due
from handlers.views.promises.promise_lines import Jotted, jotted, shown, too_many

BERLIN = "Europe/Berlin"
MONDAY = date(2026, 11, 30)
TUESDAY, THURSDAY, FRIDAY = date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 4)


def one(line: str, **how: str) -> Jotted:
    (found,) = jotted(line, today=MONDAY, zone=BERLIN, **how)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    "line",
    [
        "Availability 24/7",
        "Test with version 3.12",
        "Notes from 23 November",
        "Report on Black Friday",
        "Check section 2.1",
        "Quote for option 1/2",
        "Report on 3.12",
        "List of A, B, 3.12",
        "Article in USA Today",
        "Agenda for tomorrow",
        "Slides for Friday",
        "Recap of last Friday",
        "Grow by 5",
        "Deck by 2027",
        "Discount by 12.5",
        "Deck not before Friday",
        "Don't send it. Not until Friday",
        "Deck by Friday, pricing by Monday",
        "Send the deck by Friday and the contract by Monday",
        "Extend the pilot by 2 weeks",
        "Shorten it by an hour",
        "Decide on the second",
        "Offer the Wednesday after by ten o'clock",
        "Advert on Sunday Times",
        "Login for Monday.com",
        "Stand by",
        "Friday",
        "by Friday",
        "Offer by next week",
        "Offer by mid December",
        "Offer by Friday or Monday",
        "Offer by yesterday",
        "Migration by 23 November",
        "Terms valid until 31 December",
        "Keep the price until Friday",
        "Review black friday",
        "Dinner at Ruby Tuesday",
        "What they sat on",
        "Where they sat",
        "Roadmap for Q1 2027",
        "Trip from 1 December to 4 December",
        "Figures of 4 December",
        "Deck Monday or Tuesday",
        "Deck tomorrow and contract Friday",
        "Deck tomorrow, contract Friday",
        "Deck Wednesday & contract by Friday",
        "Offer before today",
        "2) names",
        "3. Quarter",
        "2*3*4 pallets",
        "Deck in 10 minutes",
        "Deck by Friday re pricing by Monday",
        "Offer by 29 February",
        "Agenda for this week",
        "Review of this week",
        "This week is too short",
        "Offer this week or next",
        "Today Show tickets",
        "Tonight's numbers",
        "Tomorrow or on Friday the deck",
        "Offer this morning",
    ],
)
def test_words_that_are_no_day_are_kept_whole(line: str) -> None:
    assert one(line) == Jotted(line, None)


@pytest.mark.parametrize(
    ("line", "text", "day"),
    [
        ("Offer by Friday", "Offer", FRIDAY),
        ("Offer by Friday.", "Offer", FRIDAY),
        ("Offer by Monday", "Offer", date(2026, 12, 7)),
        ("Offer by Mon", "Offer", date(2026, 12, 7)),
        ("Demo on Monday at 10", "Demo by 10:00", date(2026, 12, 7)),
        ("Offer until Friday", "Offer", FRIDAY),
        ("Offer on Friday", "Offer", FRIDAY),
        ("Offer due Friday", "Offer", FRIDAY),
        ("Offer due on the 4th", "Offer", FRIDAY),
        ("Offer no later than Friday", "Offer", FRIDAY),
        ("Offer, Friday", "Offer", FRIDAY),
        ("Offer (by Friday)", "Offer", FRIDAY),
        ("Offer – Friday", "Offer", FRIDAY),
        ("Figures before Friday", "Figures", THURSDAY),
        ("Offer on or before Friday", "Offer", FRIDAY),
        ("Offer by or before Friday", "Offer", FRIDAY),
        ("Offer by w/c 7 Dec", "Offer", date(2026, 12, 7)),
        ("Offer w/c 7 Dec", "Offer", date(2026, 12, 7)),
        ("Offer by week commencing the 7th of December", "Offer", date(2026, 12, 7)),
        ("Offer by w/e Friday 11 December", "Offer", date(2026, 12, 11)),
        ("Offer by 0:00 Fri", "Offer by midnight", THURSDAY),
        ("Offer by 12am Friday", "Offer by midnight", THURSDAY),
        ("Offer by Friday 00:00 CET", "Offer by midnight CET", THURSDAY),
        ("Offer by 12am tomorrow", "Offer by midnight", MONDAY),
        ("Offer by Friday re budget", "Offer re budget", FRIDAY),
        ("Offer by Friday regarding the depots", "Offer regarding the depots", FRIDAY),
        ("Offer about depots by Friday about rent", "Offer about depots about rent", FRIDAY),
        ("Offer by Friday at the latest", "Offer", FRIDAY),
        ("Offer by Friday, please", "Offer", FRIDAY),
        ("Offer by tomorrow evening", "Offer", TUESDAY),
        ("Offer by tonight", "Offer", MONDAY),
        ("Offer tonight", "Offer", MONDAY),
        ("Offer tomorrow morning", "Offer", TUESDAY),
        ("Offer by Friday morning", "Offer", FRIDAY),
        ("Offer this week", "Offer", FRIDAY),
        ("Offer by this week.", "Offer", FRIDAY),
        ("Offer later this week, please", "Offer", FRIDAY),
        ("Offer within the week", "Offer", FRIDAY),
        ("Offer this month", "Offer", date(2026, 11, 30)),
        ("Tonight the offer", "the offer", MONDAY),
        ("This week: offer", "offer", FRIDAY),
        ("Tomorrow morning I'll send it", "I'll send it", TUESDAY),
        ("Say where it is stored.", "Say where it is stored", None),
        ("List of Halden Inc.", "List of Halden Inc.", None),
        ("Prices etc.", "Prices etc.", None),
        ("Offer by Friday night", "Offer", FRIDAY),
        ("Offer, Friday night", "Offer", FRIDAY),
        ("Offer Friday night", "Offer", FRIDAY),
        ("Offer by midnight on Friday", "Offer by midnight", FRIDAY),
        ("Offer by midnight friday", "Offer by midnight", FRIDAY),
        ("Offer by 24:00", "Offer by midnight", MONDAY),
        ("Offer by Friday 4.12", "Offer", FRIDAY),
        ("Offer by Friday 11.12", "Offer", date(2026, 12, 11)),
        ("Offer by Mon 7.12", "Offer", date(2026, 12, 7)),
        ("Offer by Friday 9.10", "Offer by 09:10", FRIDAY),
        ("Offer by Friday 5", "Offer by 17:00", FRIDAY),
        ("Offer next Wednesday by ten o'clock", "Offer by 10:00", date(2026, 12, 9)),
        ("Offer tomorrow by ten o'clock", "Offer by 10:00", TUESDAY),
        ("Offer by the ninth", "Offer", date(2026, 12, 9)),
        ("Two pages on the ninth", "Two pages", date(2026, 12, 9)),
        ("Invoice when we hang up", "Invoice", MONDAY),
        ("Install on the 16th of December at six", "Install by 6", date(2026, 12, 16)),
        ("Draft by Friday week", "Draft", date(2026, 12, 11)),
        ("Offer by Thu 31", "Offer", date(2026, 12, 31)),
        ("Offer before 5pm on Friday", "Offer by 17:00", FRIDAY),
        ("Offer before Friday evening", "Offer", FRIDAY),
        ("Offer before the end of December", "Offer", date(2026, 12, 31)),
        ("Offer due before Friday", "Offer", THURSDAY),
        ("Report for Monday and Tuesday by Thursday", "Report for Monday and Tuesday", THURSDAY),
        ("Offer by Friday 5pm", "Offer by 17:00", FRIDAY),
        ("Offer by 5pm on Friday", "Offer by 17:00", FRIDAY),
        ("Offer by Friday 5pm ET", "Offer by 17:00 ET", FRIDAY),
        ("Offer by noon", "Offer by 12:00", MONDAY),
        ("Pilot within 2 weeks", "Pilot", date(2026, 12, 14)),
        ("Pilot within a fortnight", "Pilot", date(2026, 12, 14)),
        ("Pilot within three days", "Pilot", THURSDAY),
        ("Offer by EOD tomorrow", "Offer", TUESDAY),
        ("Offer by tomorrow EOD", "Offer", TUESDAY),
        ("Offer by EOD", "Offer", MONDAY),
        ("Offer by COB Friday", "Offer", FRIDAY),
        ("Offer by end of day Friday", "Offer", FRIDAY),
        ("Offer by end of the month", "Offer", MONDAY),
        ("Offer by the end of December", "Offer", date(2026, 12, 31)),
        ("Offer by end of the week", "Offer", FRIDAY),
        ("Offer by end of next week", "Offer", date(2026, 12, 11)),
        ("Offer by EOW", "Offer", FRIDAY),
        ("Offer by the end of the quarter", "Offer", date(2026, 12, 31)),
        ("Offer by end of Q1", "Offer", date(2027, 3, 31)),
        ("Offer by end of year", "Offer", date(2026, 12, 31)),
        ("Offer by 3.12.", "Offer", THURSDAY),
        ("Offer by 3.12", "Offer", THURSDAY),
        ("Offer by 2026-12-04", "Offer", FRIDAY),
        ("Offer by Dec 4th", "Offer", FRIDAY),
        ("Renewal on 1 January 2027", "Renewal", date(2027, 1, 1)),
        ("Offer by a week on Friday", "Offer", date(2026, 12, 11)),
        ("Deliver by hand by Friday", "Deliver by hand", FRIDAY),
        ("Deck in 2 weeks", "Deck", date(2026, 12, 14)),
        ("Deck in two weeks at the latest", "Deck", date(2026, 12, 14)),
        ("Deck in 3 days", "Deck", THURSDAY),
        ("Deck Dec 4", "Deck", FRIDAY),
        ("Deck 4 December", "Deck", FRIDAY),
        ("Deck the 4th of December", "Deck", FRIDAY),
        ("Deck 4 Dec 2026", "Deck", FRIDAY),
        ("Deck Friday", "Deck", FRIDAY),
        ("Send the deck Fri", "Send the deck", FRIDAY),
        ("Deck Monday 10am", "Deck by 10:00", date(2026, 12, 7)),
        ("1. Deck by Friday", "Deck", FRIDAY),
        ("- [ ] *Deck* by Friday", "Deck", FRIDAY),
        ("Report on Black Friday by Thursday", "Report on Black Friday", THURSDAY),
        ("Test with version 3.12 by Thursday", "Test with version 3.12", THURSDAY),
    ],
)
def test_a_day_is_taken_from_the_end_and_the_words_stay(line: str, text: str, day: date) -> None:
    found = one(line)
    assert (found.text, found.due_on) == (text, day)
    again = one(shown(found.text, found.due_on, MONDAY))
    assert (again.text, again.due_on) == (text, day)


@settings(max_examples=150, deadline=None)
@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.integers(-366, 366),
    st.sampled_from(
        [
            "Pricing for 40 seats",
            "Switch it on at no charge until the end of January",
            "Check the terms due Friday",
            "Deck on Friday, quote",
            "Do not call before Monday 30 November",
            "Report for 2026",
        ]
    ),
)
def test_a_promise_on_file_is_read_back_whatever_its_day_is(
    today: date, away: int, text: str
) -> None:
    due_on = today + timedelta(days=away)
    line = shown(text, due_on, today)
    for zone, order in ((BERLIN, "day first"), ("America/New_York", "month first")):
        read = jotted(line, today=today, zone=zone, order=order)  # type: ignore[arg-type]
        assert read == [Jotted(text, due_on)]


def test_a_day_with_a_year_may_be_over_and_a_dash_tells_it_from_another_day() -> None:
    assert one("Offer by 26 November 2026") == Jotted("Offer", date(2026, 11, 26))
    two = "Deck by Friday, quote by 27 November 2026"
    assert one(two).due_on is None
    assert one(two.replace(" by 27", " – by 27")).due_on == date(2026, 11, 27)
    assert one("Deck not by 4 December 2026").due_on is None
    assert one("Deck by 31 November 2026").due_on is None


def test_dates_are_read_as_their_writer_writes_them_and_that_is_said() -> None:
    assert one("Offer by 12/4", order="month first") == Jotted(
        "Offer", FRIDAY, "12/4 is read as 4 December (month first)."
    )
    assert one("Offer by 4/12", order="day first") == Jotted(
        "Offer", FRIDAY, "4/12 is read as 4 December (day first)."
    )
    assert one("Offer by 12/4", order="ask") == Jotted(
        "Offer by 12/4",
        None,
        "12/4 may be 12 April or 4 December, so no day is set. "
        "In /rhythm, set how you write dates.",
    )
    assert one("Offer by Fri 12/4", order="ask").due_on == FRIDAY


@pytest.mark.parametrize(
    "line", ["Offer by Fri 9.12", "Offer by Friday 4", "Offer by Fri 4-12", "Offer by Tue 9.12-10"]
)
def test_what_may_be_a_date_or_a_time_sets_no_day(line: str) -> None:
    note = "That may be a date or a time, so no day is set."
    assert one(line) == Jotted(line, None, note)


def test_a_day_that_was_chosen_is_said() -> None:
    before = one("Offer before Friday")
    assert before.note == "I read “before Friday 4 December” as “by Thursday 3 December”."
    last = one("Offer by end of October")
    assert (last.due_on, last.note) == (date(2027, 10, 31), "I read that as 31 October.")
    assert one("Offer by end of January").note is None


def test_very_long_lines_take_no_time() -> None:
    for line in ("by " * 20_000, "," * 20_000, "a" + " " * 20_000 + "by", "on (" * 9_000):
        assert one(f"Offer {line}x").due_on is None


def test_more_lines_than_fit_are_told() -> None:
    assert too_many("a promise\n" * 21) == "That is 21 promises. The limit is 20."
    assert too_many("a promise\n\n" * 20) == ""
    assert jotted("\u200b", today=MONDAY, zone=BERLIN) == []


def test_the_marks_of_a_list_and_of_bold_are_no_words() -> None:
    typed = "1. deck\n2) *Names* of all\n3. Quarter\n– **plan**\n[ ] a * b\n[x] done"
    texts = [line.text for line in jotted(typed, today=MONDAY, zone=BERLIN)]
    assert texts == ["deck", "Names of all", "Quarter", "plan", "a * b", "done"]


@pytest.mark.parametrize(
    ("line", "text", "day"),
    [
        ("send roi deck tmrw", "send roi deck", TUESDAY),
        ("roi deck tmr", "roi deck", TUESDAY),
        ("roi deck EOW", "roi deck", FRIDAY),
        ("roi deck eod", "roi deck", MONDAY),
        ("call her thu 3pm", "call her at 15:00", THURSDAY),
    ],
)
def test_short_words_for_a_day_are_read_at_the_end(line: str, text: str, day: date) -> None:
    found = one(line)
    assert (found.text, found.due_on) == (text, day)


def test_a_semicolon_parts_two_promises_where_each_has_its_day() -> None:
    found = jotted("quote by EOW; names until thursday", today=MONDAY, zone=BERLIN)
    assert [(each.text, each.due_on) for each in found] == [("quote", FRIDAY), ("names", THURSDAY)]
    assert len(jotted("quote; names until thursday", today=MONDAY, zone=BERLIN)) == 1


def test_a_part_between_two_with_a_day_is_a_promise_too() -> None:
    found = jotted("Plan by fri; list; demo by mon;", today=MONDAY, zone=BERLIN)
    assert found == [
        Jotted("Plan", FRIDAY),
        Jotted("list", None),
        Jotted("demo", date(2026, 12, 7)),
    ]


def test_the_start_of_a_day_is_said_to_be_the_end_of_the_day_before() -> None:
    note = "Friday 4 December begins at 00:00, so this is due on Thursday 3 December."
    assert one("Offer by 0:00 Fri").note == note


def test_a_number_of_the_month_is_a_day_before_a_subject() -> None:
    found = one("pricing for 60 seats by 12/4 re budget", order="month first")
    assert (found.text, found.due_on) == ("pricing for 60 seats re budget", FRIDAY)


@pytest.mark.parametrize("said", ["Call Jana", "I call Irina"])
def test_a_name_after_call_does_not_swallow_the_day(said: str) -> None:
    (found,) = jotted(f"{said} Friday", today=date(2026, 11, 23), zone="Europe/Berlin")
    assert (found.text, found.due_on) == (said, date(2026, 11, 27))


@pytest.mark.parametrize(
    ("line", "text", "due_on"),
    [
        ("Pricing for forty seats today, as I promised", "Pricing for forty seats", MONDAY),
        ("Pricing, as I've already promised you, by Friday.", "Pricing", FRIDAY),
        ("As discussed, the list by Friday", "the list", FRIDAY),
        ("The list as agreed", "The list", None),
        ("Set it up as they said in the mail", "Set it up as they said in the mail", None),
        ("as promised", "as promised", None),
    ],
)
def test_why_something_is_promised_is_no_part_of_it(
    line: str, text: str, due_on: date | None
) -> None:
    assert one(line) == Jotted(text, due_on)


def test_a_day_is_due_only_if_one_is_named() -> None:
    read = {
        said: found.day if (found := due(said, today=MONDAY, zone=BERLIN, order="day first")) else 0
        for said in ("please", "sharp", "()", "by", "before", "(at the latest)", "EOD please")
    }
    assert {said for said, day in read.items() if day} == {"EOD please"}


@pytest.mark.parametrize(
    ("line", "text", "day"),
    [
        ("Offer in week 51", "Offer", date(2026, 12, 18)),
        ("Offer by week 2", "Offer", date(2027, 1, 15)),
        ("Doors by the end of week 51", "Doors", date(2026, 12, 18)),
        ("Doors in the first week of March", "Doors", date(2027, 3, 5)),
        ("Doors by the last week of April", "Doors", date(2027, 4, 30)),
        ("Doors the week after Easter", "Doors", date(2027, 4, 2)),
    ],
)
def test_a_week_is_due_at_its_friday_and_the_note_says_so(line: str, text: str, day: date) -> None:
    found = one(line)
    assert (found.text, found.due_on) == (text, day)
    assert found.note
    assert found.note.startswith("I read the week as “by Friday ")


def test_by_the_second_is_a_day_and_on_the_second_may_be_the_second_of_several_things() -> None:
    assert one("Offer by the second") == Jotted("Offer", date(2026, 12, 2))
    assert one("Offer before the third") == Jotted("Offer", date(2026, 12, 2), ANY)
    assert one("Figures for week 51") == Jotted("Figures for week 51", None)
    assert one("Offer by week 60") == Jotted("Offer by week 60", None)
