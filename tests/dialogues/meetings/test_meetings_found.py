"""What was found in a calendar: the list with its reasons, its series and its doubts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.sources.records import CalendarEvent
from storage.tables import SeenMeeting
from tests.dialogues.meetings.calendar_read import (
    DAY,
    HALDEN,
    NORTHWIND,
    SECRET,
    TEAM,
    WEEK,
    WEEKLY,
    connects,
    every,
    kestrel_on_file,
    meeting,
    on_file,
    reads,
)
from tests.dialogues.office import Office

pytestmark = pytest.mark.usefixtures("sealing")


async def test_what_was_found_is_listed_with_the_reason(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, TEAM)
    await lena.presses("What was found")
    lena.sees("Tuesday 24 November 10:00 “Northwind, next steps”")
    lena.sees("a contact on file")
    lena.sees_nothing_of("Plan the quarter")
    await lena.presses("Left out: 1")
    lena.sees("Wednesday 25 November 09:00", "Nobody from outside is invited.")
    lena.sees_nothing_of("Plan the quarter")


async def test_a_series_that_was_left_out_is_one_line(office: Office) -> None:
    lena = office.lena
    await connects(office)
    first = meeting("d", 24, "09:00", "Stand-up", "tomas@ours.example", weekly=True)
    daily = [
        replace(
            first,
            starts_at=first.starts_at + number * WEEK / 7,
            ends_at=first.ends_at + number * WEEK / 7,
            original_start=first.starts_at + number * WEEK / 7,
        )
        for number in range(3)
    ]
    await reads(office, *daily)
    await lena.presses("What was found")
    await lena.presses("Left out: 1")  # as many as the list has entries
    lena.sees("Tuesday 24 November 09:00, and 2 more in its series")
    lena.sees("Nobody from outside is invited.")
    lena.sees_nothing_of("Wednesday 25 November 09:00")


async def test_of_other_meetings_neither_title_nor_guests_are_kept(office: Office) -> None:
    await on_file(office)
    await connects(office)
    private = replace(HALDEN, private=True)
    await reads(office, NORTHWIND, TEAM, private)
    async with office.attune.database.read() as session:
        rows = [row.model_dump() for row in (await session.exec(select(SeenMeeting))).all()]
    kept = str(rows)
    assert len(rows) == 3
    assert "Northwind, next steps" in kept
    assert "jana@northwind.example" in kept
    for words in (TEAM.title, "tomas@ours.example", HALDEN.title, "pia@halden.example"):
        assert words not in kept


async def test_not_a_sales_call_is_said_in_the_list_and_undone(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND)
    await lena.presses("What was found")
    await lena.presses("Not a sales call")
    lena.sees("Not a sales call:", "Northwind, next steps")
    said = "You said no to “Northwind, next steps” (24 November)."
    assert said in lena.messages[-2]  # the list above
    assert "Another account" not in lena.messages[-2]
    await lena.types("/calls")
    lena.sees_nothing_of("Tuesday 10:00")
    await lena.presses("Undo")
    lena.sees("Planned: Northwind")


async def test_a_meeting_that_was_left_out_can_be_a_call_although_it_is_not_kept(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, TEAM, HALDEN)
    await lena.presses("What was found")
    await lena.presses("Left out: 1")
    await lena.presses("It is a sales call")
    await lena.fills(account="Brightwater")
    await lena.submits()
    lena.sees("Noted: a call with Brightwater.", "Brightwater is a new account.")
    lena.sees("I'll plan the call within a minute")
    above = lena.messages[-2]  # the list that the form was opened from
    assert "/calls shows it once I've read your calendar again." in above
    assert "Nobody from outside is invited." not in above
    await lena.presses("Undo")
    await reads(office, replace(TEAM, title="Plan with Brightwater", attendees=()), HALDEN)
    await lena.types("/calls")
    lena.sees_nothing_of("Brightwater")  # the name that the answer put on file decides nothing
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Left out: 1")
    await lena.presses("It is a sales call")
    await lena.fills(account="Brightwater")
    await lena.submits()
    await reads(office, TEAM, HALDEN)
    await lena.types("/calls")
    lena.sees("Brightwater", "Halden")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("“Plan the quarter”", "Call with Brightwater. You said yes to “Plan the quarter”")


async def test_the_beginning_of_a_name_is_the_account_and_is_undone(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await kestrel_on_file(office)
    await connects(office)
    await reads(office, TEAM, HALDEN)
    await lena.presses("What was found")
    await lena.presses("Left out: 1")
    await lena.presses("It is a sales call")
    await lena.fills(account="Kestrel")
    await lena.submits()
    lena.sees("Noted: a call with Kestrel Freight.")
    lena.sees_nothing_of("is a new account")
    await lena.presses("Undo")
    lena.sees("Undone. The meeting is not planned as a call.")
    assert any("Nobody from outside is invited." in one for one in lena.messages[-3:-1])
    await reads(office, TEAM, HALDEN)
    await lena.types("/calls")
    lena.sees_nothing_of("Wednesday")


async def test_another_account_may_be_the_beginning_of_its_name(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await kestrel_on_file(office)
    await connects(office)
    await reads(office, NORTHWIND)
    await lena.presses("What was found")
    await lena.presses("Another account")
    await lena.fills(account="kestrel")
    await lena.submits()
    lena.sees("Planned: Kestrel Freight,")
    assert "Call with Kestrel Freight." in lena.messages[-2]  # the list above


async def test_colleagues_hear_nothing_of_what_the_first_read_finds(office: Office) -> None:
    await on_file(office)
    await office.tomas.types("/prep Northwind wednesday 2pm")
    await connects(office)
    await reads(office, NORTHWIND)
    assert not any("also has a call" in one for one in office.tomas.messages)
    office.clock.moment += timedelta(minutes=20)
    later = meeting("n2", 25, "16:00", "Northwind, pricing", "jana@northwind.example")
    await reads(office, NORTHWIND, later)
    told = [one for one in office.tomas.messages if "also has a call" in one]
    assert len(told) == 1
    assert "25 November 16:00" in told[0]


async def test_a_series_sleeps_and_wakes(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, *WEEKLY)
    await lena.presses("What was found")
    lena.sees("Tuesday 24 November 15:00 “Northwind weekly”")
    await lena.presses("Leave out only this one")
    lena.sees(
        "Left out: “Northwind weekly”, tomorrow 15:00 only.", "The others in the series stay."
    )
    assert "You left out only this meeting of the series." in lena.messages[-2]  # the list above
    await lena.presses("Undo")
    lena.sees("Planned: Northwind, tomorrow 15:00.")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("No messages about this series")
    lena.sees("No more messages about “Northwind weekly”.")
    assert "You asked for no messages about this series." in lena.messages[-2]  # the list above
    assert "No messages about this series" not in lena.messages[-2]
    await lena.presses("Undo")
    lena.sees("You'll get messages about “Northwind weekly” again.")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("No messages about this series")
    await lena.types("/calls")
    lena.sees_nothing_of("15:00")
    office.clock.moment += timedelta(minutes=20)
    await reads(office, *WEEKLY, HALDEN)
    await lena.types("/calls")
    lena.sees_nothing_of("Northwind")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("You asked for no messages about this series.", "Halden")
    await lena.presses("Send messages about this series again")
    lena.sees(
        "You'll get messages about “Northwind weekly” again.",
        "Somebody on the guest list is a contact on file.",
    )
    await lena.types("/calls")
    assert lena.screen.count("Northwind") >= 2  # each meeting of the series has its own


async def test_each_meeting_of_a_series_has_its_brief_with_the_last_time_in_it(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, *WEEKLY)
    await office.until(24, "15:40")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="They had switched it off by week two.")
    await lena.submits()
    await office.until_december(1, "14:01")
    lena.sees("Northwind", "switched it off by week two")
    await lena.presses("Everything on file")
    lena.sees("From your calendar. Somebody on the guest list is a contact on file.")
    await lena.presses("This series isn't a sales call")
    lena.sees(
        "Not a sales call: “Northwind weekly”.",
        "The other meetings in this series aren't sales calls either.",
    )


async def test_the_first_message_about_a_series_that_meets_often_offers_silence(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    daily = every(DAY, 3)
    await reads(office, *daily)
    await office.until(23, "16:01")
    often = "“Northwind weekly” takes place three times a week or more. If it needs no preparation:"
    lena.sees("Worth ten minutes before Northwind", often)
    before = len(lena.messages)
    await office.until(24, "16:30")
    assert not any("three times a week" in one for one in lena.messages[before:])
    await lena.presses("No messages about this series")
    lena.sees("No more messages about “Northwind weekly”.")
    before = len(lena.messages)
    await office.until(25, "14:59")
    later = lena.messages[before:]
    assert not any("25 November 15:00" in one or "Brief: Northwind" in one for one in later)


async def test_a_weekly_series_is_not_called_frequent(office: Office) -> None:
    await on_file(office)
    await connects(office)
    await reads(office, *WEEKLY)
    await office.until(23, "16:01")
    office.lena.sees("Worth ten minutes before Northwind")
    office.lena.sees_nothing_of("three times a week")


async def test_in_doubt_the_question_is_in_the_list_too(office: Office) -> None:
    lena = office.lena
    await connects(office)
    await reads(office, NORTHWIND)
    lena.sees("No upcoming calls.", "One question about meetings that may be calls is open.")
    lena.sees("I'll ask it in time, but you can answer it now.")
    await lena.presses("Answer it now")
    lena.sees("“Northwind, next steps”, with jana@northwind.example. A sales call?")
    lena.sees("Somebody comes from a company that is not on file.")
    await connects(office, SECRET.replace("5up3r", "an0ther"))
    await reads(office, NORTHWIND, by_address={"an0ther": []})
    lena.sees("Connected: calendar.google.com. No upcoming calls.", "What was found")
    lena.sees_nothing_of("Answer it now")  # the question is of the other calendar
    await lena.presses("What was found")
    await lena.presses("Yes")
    lena.sees("Planned: Northwind")


async def test_what_is_in_doubt_comes_first_and_once_for_each_company(office: Office) -> None:
    lena = office.lena
    await connects(office)
    later = meeting("h2", 30, "09:00", "Halden, terms", "pia@halden.example")
    team = replace(TEAM, title="Northwind")  # whose title alone would be enough
    far, beyond = (
        replace(one, uid=uid, starts_at=one.starts_at + wait, ends_at=one.ends_at + wait)
        for one, uid, wait in (
            (meeting("x", 25, "11:00", "Kick-off", "g@moorland.example"), "far", WEEK),
            (HALDEN, "beyond", 2 * WEEK),
        )
    )
    await reads(office, replace(NORTHWIND, attendees=()), HALDEN, later, team, far, beyond)
    await lena.presses("Answer them now")
    lena.sees("Found in the next 7 days, and questions about the week after")
    lena.sees("“Kick-off”, with g@moorland.example")
    lena.sees("with pia@halden.example, and 2 more meetings with halden.example. A sales call?")
    lena.sees_nothing_of("Halden, terms")
    await lena.presses("Yes")
    lena.sees("Also planned because of your answer: Halden, Monday 30 November 09:00; Halden,")
    lena.sees_nothing_of("A sales call?")
    above = lena.messages[-2]
    assert "You said meetings with halden.example are sales calls." in above


def of_nobody_known() -> list[CalendarEvent]:
    """Meetings that do not tell which of two people has the calendar."""
    us = ("lena@forge.example", "mira@forge.example")
    return [
        meeting(str(day), day, "10:00", title, *us, *guests)
        for day, title, *guests in (
            (24, "Plan the quarter"),
            (25, "Halden demo", "pia@halden.example"),
            (26, "Acme terms", "ann@acme.example"),
            (27, "Both of us"),
        )
    ]


async def test_whose_calendar_it_is_is_asked_once_if_nothing_tells(office: Office) -> None:
    lena = office.lena
    events = of_nobody_known()
    await connects(office)
    await reads(office, *events, company=frozenset())
    lena.sees("Which of these is you?", "mira@forge.example", "None of these")
    lena.sees("3 questions about meetings that may be calls are open.")
    await lena.presses("lena@forge.example")
    lena.sees(
        "Noted: lena@forge.example is yours.", "People from forge.example are your colleagues."
    )
    await reads(office, *events, company=frozenset())
    await lena.types("/rhythm calendar")
    lena.sees_nothing_of("Which of these is you?")
    await lena.presses("What was found")
    lena.sees("with pia@halden.example. A sales call?", "with ann@acme.example.", "Left out: 2")
    lena.sees_nothing_of("forge.example", "Plan the quarter")


async def test_an_undone_answer_about_whose_calendar_it_is_is_asked_again(office: Office) -> None:
    lena = office.lena
    await connects(office)
    await reads(office, *of_nobody_known(), company=frozenset())
    await lena.presses("lena@forge.example")
    await lena.presses("Undo: lena@forge.example")
    lena.sees("Undone.", "Which of these is you?")
    await lena.presses("lena@forge.example")
    lena.sees("Noted: lena@forge.example is yours.")


async def test_private_meetings_are_looked_at_only_if_wanted(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    private = replace(NORTHWIND, private=True)
    await reads(office, private)
    lena.sees("No upcoming calls.")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Left out: 1")
    lena.sees("It is marked as private.")
    await lena.presses("Look at private meetings too")
    lena.sees("your colleagues can see those calls")
    await lena.presses("Include them")
    lena.sees("Private meetings can now become calls. Your colleagues can see these calls.")
    await reads(office, private)
    await lena.types("/calls")
    lena.sees("Northwind")
