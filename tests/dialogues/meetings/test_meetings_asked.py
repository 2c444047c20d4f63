"""Meetings that may be sales calls: which are asked about, when, and how often."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from handlers.knowledge import found_meetings
from handlers.sources.records import Attendee
from storage.tables import CalendarConnection, Call, SeenMeeting
from storage.workspace import people
from tests.dialogues.meetings.meetings_read import ANN, INTRO, knows, meeting, reads
from tests.dialogues.office import Office
from tests.shipped import SHIPPED_PLAYBOOK


async def test_a_running_series_is_no_first_meeting(office: Office) -> None:
    lena = office.lena
    weekly = meeting("w", "Acme weekly", 24, "10:00", ANN, series=True)
    asked = meeting("q", "Boreal", 24, "11:00", Attendee("", "a@boreal.example", organizes=True))
    await reads(office, replace(weekly, is_running=True), asked)
    await office.until(23, "09:00")
    await lena.presses("Yes: “Acme weekly”")
    await lena.presses("Brief")
    lena.sees("Tomorrow 10:00", "New: Ann Li")
    lena.sees_nothing_of("First meeting on file", "discovery call")
    openings = ("since we last met?", "leave open last time", "discussed last time?")
    assert [each for each in openings if each in lena.screen]
    await lena.presses("Yes: “Boreal”")
    await lena.presses("Brief: Boreal")
    lena.sees("Looks like a discovery call. First meeting on file.")
    async with office.attune.database.write() as session:
        rows = (await session.exec(select(Call).order_by(col(Call.starts_at)))).all()
        assert [one.invitation for one in rows] == ["running", "theirs"]
    await lena.presses("Another account")
    lena.sees("One of these", "Acme")  # she has a call with them, too


async def test_a_series_with_one_meeting_has_no_other_meetings(office: Office) -> None:
    lena = office.lena
    await reads(office, meeting("w", "Weekly", 24, "10:00", ANN, series=True))
    await office.until(23, "09:00")
    lena.sees("“Weekly”")
    await lena.presses("No")
    lena.sees("Not a sales call: “Weekly”.")
    lena.sees_nothing_of("other meetings in this series")


async def test_an_unanswered_question_is_not_asked_again(office: Office) -> None:
    lena = office.lena
    weekly = [meeting("w", "Weekly", day, "10:00", ANN, series=True) for day in (24, 25, 26)]
    await reads(office, *weekly[:2])
    await office.until(23, "09:00")
    lena.sees("“Weekly”")
    asked = len(lena.messages)
    await reads(office, *weekly)
    await office.until(26, "09:00")
    assert len(lena.messages) == asked
    await lena.presses("Yes")  # it is not too late
    lena.sees(
        "Planned: Acme, today 10:00.", "The other meetings in this series are calls with Acme too."
    )


async def test_an_unanswered_question_is_asked_again_in_a_message_that_is_sent_anyway(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    jana = Attendee("", "j@northwind.example")
    calls = [meeting(str(day), "Sync", day, "12:00", jana) for day in (23, 24, 25)]
    await reads(office, meeting("i", "Intro", 26, "10:00", ANN), *calls)
    await office.until(23, "08:50")
    lena.sees("A sales call?")  # new
    await office.until(24, "08:50")
    lena.sees("One call at 12:00: Northwind.")
    lena.sees_nothing_of("A sales call?")
    await office.until(25, "08:50")
    lena.sees("One call at 12:00: Northwind.", "A sales call?")  # it is tomorrow


async def test_at_most_two_are_asked_about_in_a_morning(office: Office) -> None:
    lena = office.lena
    events = [
        meeting(str(number), f"Intro {number}", 25, f"1{number}:00", Attendee("", f"a@c{number}.x"))
        for number in range(3)
    ]
    await reads(office, *(replace(one, uid=f"u{one.uid}") for one in events))
    await office.until(24, "09:00")
    lena.sees("2 questions about your calendar.", "“Intro 0”", "“Intro 1”")
    lena.sees_nothing_of("“Intro 2”")
    await office.until(25, "09:00")
    lena.sees("“Intro 2”")
    lena.sees_nothing_of("“Intro 1”")


async def test_what_begins_the_next_morning_is_asked_about_the_afternoon_before(
    office: Office,
) -> None:
    lena = office.lena
    guests = [Attendee("", f"a@c{number}.x") for number in range(4)]
    weekly = [meeting("w", "Weekly", day, "08:00", guests[0], series=True) for day in (25, 26, 27)]
    early = [meeting(f"u{n}", f"Intro {n}", 25, f"09:{n}0", guests[n]) for n in range(1, 4)]
    await reads(office, *weekly, *early)
    await office.until(24, "09:00")
    lena.sees("“Intro 1”", "“Intro 2”")
    lena.sees_nothing_of("“Intro 3”", "“Weekly”")  # a series comes last
    await office.until(24, "16:05")
    lena.sees("2 questions about your calendar.", "Wednesday 25 November 08:00", "“Weekly”")
    lena.sees("Stop these questions and the morning agenda")
    lena.sees("A series: this one and 2 more.")
    lena.sees("Wednesday 25 November 09:30", "“Intro 3”, with a@c3.x. A sales call?")
    await lena.presses("Yes")
    lena.sees("Planned: C0, tomorrow 08:00.")
    late = meeting("l", "Late", 25, "10:30", Attendee("", "a@d.x"))
    await office.until(25, "08:45")  # after the agenda of its day
    await reads(office, *weekly, *early, late)
    await office.until(25, "09:20")  # a quarter of an hour before its brief would be due
    lena.sees("One question about your calendar.", "10:30", "“Late”, with a@d.x. A sales call?")


async def test_a_message_with_questions_that_is_written_again_keeps_what_is_open(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    early = [
        meeting(f"u{n}", f"Intro {n}", 24, f"09:{n}0", Attendee("", f"a@c{n}.x")) for n in (1, 2, 3)
    ]
    call = meeting("n", "Sync", 26, "12:00", Attendee("", "j@northwind.example"))
    await office.until(23, "09:00")
    await reads(office, *early[:2])
    await reads(office, call, label="other.example")
    await office.until(23, "16:05")
    lena.sees("2 questions about your calendar.", "“Intro 1”", "“Intro 2”")
    asked = len(lena.messages) - 1
    await lena.presses("No")
    await reads(office, *early)
    await lena.types("/rhythm calendar")
    await lena.presses("Disconnect: other.example")
    await lena.presses("Disconnect and remove its call")
    await office.delivers()
    assert "“Intro 2”" in str(lena.messages[asked])
    assert "“Intro 1”" not in str(lena.messages[asked])
    assert "“Intro 3”" not in str(lena.messages[asked])


async def test_a_series_without_an_answer_is_not_asked_about_every_week(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    jana = Attendee("", "j@northwind.example")
    calls = [meeting(str(day), "Sync", day, "12:00", jana) for day in (24, 25)]
    weekly = [meeting("w", "Weekly", day, "11:00", ANN, series=True) for day in (24, 25)]
    await reads(office, *calls, *weekly)
    await office.until(23, "09:00")
    lena.sees("“Weekly”")
    async with office.attune.database.write() as session:
        for row in (await session.exec(select(SeenMeeting))).all():
            row.asked_at = row.asked_at and office.clock.now() - timedelta(days=6)
    await office.until(24, "09:00")
    lena.sees("One call at 12:00: Northwind.")
    lena.sees_nothing_of("“Weekly”")


async def test_a_daily_series_without_an_answer_is_asked_about_for_four_days_only(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    jana = Attendee("", "j@northwind.example")
    days = [23, 24, 25, 26, 27, 30]
    calls = [meeting(str(day), "Sync", day, "12:00", jana) for day in days]
    daily = [meeting("d", "Daily", day, "11:00", ANN, series=True) for day in days]
    later = [meeting("d", "Daily", day, "11:00", ANN, series=True, month=12) for day in (1, 2, 3)]
    await reads(office, *calls, *daily, *later)
    for day in (23, 24, 26):
        await office.until(day, "09:00")
        lena.sees("One call at 12:00: Northwind.", "“Daily”")
    await office.until(30, "09:00")
    lena.sees("One call at 12:00: Northwind.")
    lena.sees_nothing_of("“Daily”")


async def test_all_that_begin_today_are_asked_about(office: Office) -> None:
    lena = office.lena
    guests = [Attendee("", f"a@c{number}.x") for number in range(4)]
    today = [meeting(f"u{n}", f"Intro {n}", 23, f"1{n}:00", guests[n]) for n in range(3)]
    await reads(office, *today, meeting("u3", "Intro 3", 24, "10:00", guests[3]))
    await office.until(23, "09:00")
    lena.sees("3 questions about your calendar.", "“Intro 0”", "“Intro 1”", "“Intro 2”")
    lena.sees_nothing_of("“Intro 3”")


async def test_a_meeting_in_two_calendars_is_one_question(office: Office) -> None:
    lena = office.lena
    for label in ("work.example", "shared.example"):
        await reads(office, INTRO, label=label)
    await office.until(23, "09:00")
    lena.sees("One question about your calendar.")
    await lena.presses("Yes")
    lena.sees("Planned: Acme, tomorrow 10:00.")
    await reads(office, label="shared.example")
    await office.until(24, "08:50")
    lena.sees("One call at 10:00: Acme.")
    lena.sees_nothing_of("A sales call?")


async def test_a_meeting_on_monday_is_asked_about_on_friday(office: Office) -> None:
    lena = office.lena
    await reads(office, meeting("1", "Intro Acme", 30, "10:00", ANN))
    await office.until(26, "18:00")
    lena.sees_nothing_of("Intro Acme")
    await office.until(27, "09:00")
    lena.sees("Monday 30 November 10:00", "“Intro Acme”")


async def test_a_question_is_counted_once_whatever_it_is_about(office: Office) -> None:
    later = [meeting("w", "Acme weekly", day, "11:00", ANN, series=True) for day in (24, 25, 26)]
    for label in ("work.example", "shared.example"):
        await reads(office, INTRO, *later, label=label)
    async with office.attune.database.read() as session:
        lena = await people.find(session, office.lena_tenant, office.lena_id)
        assert lena is not None
        found = await found_meetings.by_calendar(session, lena, office.clock.now())
    assert [one.unsure for one in found.values()] == [2, 0]


@pytest.mark.parametrize("office", ["playground"], indirect=True)  # nowhere else is there a demo
async def test_the_demos_meetings_are_labelled_beside_those_of_ones_own_calendar(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Northwind", "Halden")
    here = "From the demo’s calendar."
    demos = meeting("1", "Northwind", 24, "10:00", Attendee("", "j@northwind.example"))
    own = meeting("2", "Halden", 24, "15:00", Attendee("", "j@halden.example"))
    await reads(office, demos)
    async with office.attune.database.write() as session:
        (calendar,) = (await session.exec(select(CalendarConnection))).all()
        calendar.secret = ""
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees_nothing_of(here)
    await reads(office, own, label="own.example")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("Halden", here)
    assert lena.screen.count(here) == 1


async def test_earlier_meetings_in_the_calendar_are_no_first_meeting(office: Office) -> None:
    lena = office.lena
    bo, new = Attendee("Bo", "bo@acme.example"), Attendee("Cleo", "cleo@acme.example")
    before = [
        meeting("old", "Acme", 3, "10:00", ANN),
        meeting("older", "Acme: prices", 14, "10:00", ANN, bo, month=10),
        meeting("no", "Interview", 20, "10:00", new),
    ]
    await reads(office, *before, INTRO, meeting("2", "Acme, third", 26, "15:00", ANN, bo, new))
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await lena.presses("Brief")
    lena.sees("You last met on 3 November (twice since October).", "Ann Li")
    lena.sees_nothing_of("First meeting on file", "New: Ann Li", "First call")
    await office.until(26, "14:30")
    lena.sees("New: Cleo")
    lena.sees_nothing_of("New: Ann", "New: Bo", "discovery call")


async def test_calls_that_nobody_came_to_or_that_were_cancelled_are_no_meetings(
    office: Office,
) -> None:
    lena = office.lena
    days = {day: meeting(f"d{day}", "Acme", day, "10:00", ANN) for day in (3, 23, 24, 25, 27)}
    await reads(office, *days.values())
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await office.until(23, "10:40")
    await lena.types("Acme didn't come")
    await office.until(24, "10:40")
    await lena.types("cancel Acme on Wednesday")
    await lena.presses("Cancel the call")
    await office.until(25, "12:00")
    await reads(office, *days.values())
    await lena.types("brief Acme")
    lena.sees("You last met on 24 November (twice in November).")


async def test_a_meeting_whose_call_was_moved_by_hand_did_not_take_place_then(
    office: Office,
) -> None:
    lena = office.lena
    first, second = meeting("a", "Acme", 23, "10:00", ANN), meeting("b", "Acme", 24, "11:30", ANN)
    await reads(office, first, second)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await office.until(24, "09:00")
    await lena.types("move Acme to Thursday 2pm")
    lena.sees("Moved Acme from today 11:30 to Thursday 14:00.")
    await office.until(25, "12:00")
    await reads(office, first, second)
    await lena.types("brief Acme")
    lena.sees("You met on 23 November.")


async def test_no_word_of_the_title_of_a_meeting_that_is_no_call_is_stored(office: Office) -> None:
    await reads(office, meeting("no", "Interview", 26, "10:00", ANN), INTRO)
    async with office.attune.database.read() as session:
        rows = (await session.exec(select(SeenMeeting))).all()
    (left_out,) = [one for one in rows if one.reason == "word in the title"]
    assert (left_out.verdict, left_out.word, left_out.title) == ("no", "", "")


async def test_a_customer_met_three_times_is_looked_up_at_most_once(office: Office) -> None:
    lena = office.lena
    before = [meeting(f"old{day}", "Acme", day, "10:00", ANN) for day in (3, 10, 17)]
    await reads(office, *before, INTRO)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await lena.presses("Brief")
    later = {one.ask for one in SHIPPED_PLAYBOOK.questions if one.call == "later"}
    asked = [one.ask for one in SHIPPED_PLAYBOOK.questions if one.ask in lena.screen]
    assert len(asked) <= 1
    assert later.issuperset(asked)


async def test_two_calls_that_overlap_say_so_in_the_agenda(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind", "Halden")
    first = meeting("1", "Northwind", 24, "14:00", Attendee("", "j@northwind.example"))
    second = meeting("2", "Halden", 24, "14:15", Attendee("", "j@halden.example"))
    await reads(office, first, second)
    await office.until(24, "08:31")
    lena.sees("Overlaps Halden, 14:15.", "Overlaps Northwind, 14:00.")


async def test_a_title_alone_that_may_name_a_customer_is_asked_about_once(office: Office) -> None:
    lena = office.lena
    ring = meeting("p", "Pemberton Brewery – ring Dawn re: pricing", 24, "15:00")
    standups = [meeting("s", "Write-up", day, "09:00", series=True) for day in (24, 25)]
    await reads(office, ring, meeting("n", "Call Mum", 24, "16:00"), *standups)
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("“Pemberton Brewery – ring Dawn re: pricing”, with nobody on the guest list.")
    lena.sees("Nobody is invited, but the title may name a customer.")
    await lena.presses("Left out: 2")  # the series is one of them, as on the page behind it
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Yes")
    lena.sees("Planned: Pemberton Brewery, tomorrow 15:00.")
