"""Meetings that may be sales calls: what an answer plans, and what a correction changes."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from handlers.sources.records import Attendee
from storage.meetings import calendars
from storage.tables import CalendarConnection
from tests.dialogues.meetings.meetings_read import ANN, INTRO, knows, meeting, reads
from tests.dialogues.office import Office

pytestmark = pytest.mark.every_platform


async def test_yes_plans_the_call_with_an_account_named_after_the_domain(office: Office) -> None:
    lena = office.lena
    later = meeting("2", "Second talk", 26, "15:00", Attendee("", "bo@acme.example"))
    await reads(office, INTRO, later)
    await office.until(23, "09:00")
    lena.sees("One question about your calendar.")
    lena.sees(
        "Tuesday 24 November 10:00", "“Intro Acme”, with Ann Li (acme.example). A sales call?"
    )
    lena.sees_nothing_of("Second talk")  # the same answer is about both
    await lena.presses("Yes")
    lena.sees("Planned: Acme, tomorrow 10:00.", "Acme is a new account.")
    lena.sees("From now on, meetings with people from acme.example are calls with Acme.")
    assert "A sales call?" not in lena.messages[-2]  # the morning message above
    await lena.presses("Brief")
    lena.sees("Tomorrow 10:00", "First meeting on file.", "New: Ann Li, ann.li@acme.example")
    await lena.types("/calls")
    lena.sees("Acme", "Thursday")
    await office.until(26, "14:30")
    lena.sees("New: Bo, bo@acme.example")
    lena.sees_nothing_of("First meeting on file.")


async def test_what_else_an_answer_plans_is_said_and_undone_with_it(office: Office) -> None:
    lena = office.lena
    weekly = meeting("w", "Acme weekly", 24, "10:00", ANN, series=True)
    others = [
        meeting(str(day), title, day, "15:00", Attendee("", "bo@acme.example"))
        for day, title in ((25, "Terms"), (26, "Acme: legal"))
    ]
    named = meeting("n", "Acme – pricing", 27, "11:00")  # its title alone makes it a call
    await reads(office, weekly, *others, named)
    await office.until(23, "09:00")
    await lena.presses("Yes: “Acme weekly”")
    lena.sees("Planned: Acme, tomorrow 10:00.")
    also = "Acme, Wednesday 15:00; Acme, Thursday 15:00; Acme, Friday 11:00."
    lena.sees(f"Also planned because of your answer: {also}")
    for _ in range(2):
        await lena.presses("Undo")
        lena.sees("Undone.", "“Acme weekly”", "A sales call?")
        await reads(office, weekly, *others, named)  # and what it says then holds
        await lena.types("/calls")
        lena.sees("You have no calls planned.")
        await lena.types("/rhythm calendar")
        await lena.presses("What was found")
        lena.sees(
            "“Acme weekly”", "“Terms”, with bo@acme.example, and 1 more meeting with acme.example"
        )
        lena.sees_nothing_of("You said")
        await lena.presses("Yes")
        lena.sees("Planned: Acme, tomorrow 10:00.", "Also planned because of your answer: Acme")


async def test_no_is_remembered_and_asked_never_again(office: Office) -> None:
    lena = office.lena
    await reads(office, INTRO)
    await office.until(23, "09:00")
    await lena.presses("No")
    lena.sees("Not a sales call: “Intro Acme”.")
    lena.sees("Other meetings with people from acme.example aren't sales calls either.")
    assert "A sales call?" not in lena.messages[-2]  # the morning message above
    assert "Nothing on today." in lena.messages[-2]
    asked = len(lena.messages)
    await reads(office, INTRO, meeting("3", "Acme again", 25, "11:00", ANN))
    await office.until(25, "18:00")
    assert len(lena.messages) == asked
    await lena.types("/calls")
    lena.sees("You have no calls planned.")


async def test_an_answer_is_undone(office: Office) -> None:
    lena = office.lena
    await reads(office, replace(INTRO, title="Acme Retail – rollout"))
    await office.until(24, "09:00")
    await lena.presses("Yes")
    lena.sees("Planned: Acme Retail, today 10:00.")
    await lena.presses("Undo")
    lena.sees(
        "Undone.",
        "Tuesday 24 November 10:00 “Acme Retail – rollout”, with Ann Li (acme.example).",
        "A sales call?",
    )
    await lena.types("/calls")
    lena.sees("You have no calls planned.")
    await lena.presses("No")
    await lena.presses("Undo")
    await lena.presses("Yes")
    lena.sees("Planned: Acme Retail, today 10:00.")


async def test_undo_brings_back_the_account_before_it_was_changed(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    hector = Attendee("Hector Ortiz", "hector@bluefincap.example")
    demo = meeting("1", "Demo for Bluefin Capital", 24, "10:00", hector)
    north = meeting("2", "Northwind QBR", 25, "10:00")
    await reads(office, demo, north)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    for name in ("Northwind", "Blue"):
        await lena.presses("Another account")
        await lena.fills(account=name)
        await lena.submits()
        lena.sees(f"Planned: {name}, tomorrow 10:00.")
        await lena.presses("Undo")
        lena.sees("Planned: Bluefin Capital, tomorrow 10:00.", "bluefincap.example are calls with")
        await reads(office, demo, north)
        await lena.types("/prep Northwind Wednesday 10:00")
        lena.sees_nothing_of("Hector")
        await lena.types("/prep Bluefin Capital")
        lena.sees("Tomorrow 10:00", "New: Hector Ortiz, hector@bluefincap.example")
        await lena.types("/rhythm calendar")
        await lena.presses("What was found")
        lena.sees(
            "Call with Bluefin Capital.",
            "You said meetings with bluefincap.example are sales calls.",
        )
        await lena.presses("Another account: “Demo for Bluefin Capital”")
        await lena.submits()
    await lena.presses("Undo")
    lena.sees("Planned: Bluefin Capital")
    await lena.presses("Undo")  # and this takes back the first answer
    lena.sees("Undone.", "“Demo for Bluefin Capital”", "A sales call?")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("“Demo for Bluefin Capital”, with Hector Ortiz (bluefincap.example). A sales call?")
    lena.sees_nothing_of("You said")
    await lena.presses("Yes")
    lena.sees("Planned: Bluefin Capital, tomorrow 10:00.")


async def test_what_an_undone_answer_put_on_file_decides_nothing(office: Office) -> None:
    lena = office.lena
    await knows(office, "Acme")  # whose domain is acme.example
    bo = Attendee("Bo", "bo@acme.test")
    await reads(office, meeting("1", "Intro", 24, "10:00", bo))
    await office.until(23, "09:00")
    await lena.presses("Yes")
    lena.sees("Planned: Acme, tomorrow 10:00.")
    lena.sees_nothing_of("is a new account")
    await lena.presses("Undo")
    later = meeting("2", "Second", 24, "12:00", bo)
    await reads(office, meeting("1", "Intro", 24, "10:00", bo), later)
    await lena.types("/calls")
    lena.sees("You have no calls planned.")


async def test_an_answer_is_taken_back_after_the_calendar_it_was_given_in_is_disconnected(
    office: Office,
) -> None:
    lena = office.lena
    for label in ("work.example", "shared.example"):
        await reads(office, INTRO, label=label)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    async with office.attune.database.write() as session:
        wanted = select(CalendarConnection).where(col(CalendarConnection.label) == "work.example")
        await calendars.disconnect(session, (await session.exec(wanted)).one())
    await lena.presses("Undo")
    lena.sees("Undone.", "“Intro Acme”, with Ann Li (acme.example). A sales call?")


async def test_what_is_typed_settles_a_doubt(office: Office) -> None:
    lena = office.lena
    await reads(office, INTRO)
    await lena.types("/prep Acme tomorrow 10:00")
    await lena.presses("Add “Acme”")
    await reads(office, INTRO)
    await office.until(24, "08:50")
    assert not any("A sales call?" in each for each in lena.messages)
    await lena.types("/prep Acme")
    lena.sees("Today 10:00", "New: Ann Li, ann.li@acme.example")


async def test_a_correction_meets_a_call_that_was_typed(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind", "Halden")
    guests = (Attendee("", "j@northwind.example"), Attendee("", "j@halden.example"))
    await reads(office, meeting("1", "Both of you", 24, "10:00", *guests))
    await office.until(23, "09:00")
    await lena.presses("Yes, with Halden")
    await lena.types("/prep Northwind tomorrow 10:00")
    await lena.presses("Another account")
    await lena.fills(account="Northwind")
    await lena.submits()
    lena.sees("Planned: Northwind, tomorrow 10:00.")
    await lena.types("/calls")
    lena.sees("Northwind")
    lena.sees_nothing_of("Halden")


async def test_a_wrong_match_is_corrected_and_remembered_for_the_guest(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind", "Halden")
    jana = Attendee("", "j@northwind.example")
    await reads(office, meeting("1", "Sync", 24, "10:00", jana))
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    lena.sees("From your calendar. Somebody on the guest list is a contact on file.")
    await lena.presses("Another account")
    await lena.fills(account="Halden")
    await lena.submits()
    lena.sees("Planned: Halden, tomorrow 10:00.")
    lena.sees("From now on, meetings with j@northwind.example are calls with Halden.")
    later = meeting("2", "Sync again", 26, "10:00", jana)
    await reads(office, meeting("1", "Sync", 24, "10:00", jana), later)
    await lena.types("/calls")
    assert lena.screen.count("Halden") >= 2
    lena.sees_nothing_of("Northwind")


async def test_one_meeting_that_is_no_call_rules_out_no_other(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    jana = Attendee("", "j@northwind.example")
    both = (meeting("1", "Sync", 24, "10:00", jana), meeting("2", "Sync", 25, "11:00", jana))
    await reads(office, *both)
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses("Not a sales call")
    lena.sees("Not a sales call: “Sync”.")
    lena.sees_nothing_of("either")
    await lena.types("/calls")
    lena.sees("Wednesday 25 November 11:00")
    lena.sees_nothing_of("10:00")


async def test_colleagues_about_an_account(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    colleague = Attendee("Tomas", "tomas@ours.example")
    await reads(office, meeting("1", "Northwind next steps", 24, "10:00", colleague))
    await office.until(23, "09:00")
    lena.sees("“Northwind next steps”, with nobody from outside. A sales call with Northwind?")
    await lena.presses("Yes")
    lena.sees("Planned: Northwind, tomorrow 10:00.")


async def test_what_is_gone_or_over_is_said(office: Office) -> None:
    lena = office.lena
    other = meeting("2", "Other", 24, "12:00", Attendee("", "a@beta.example"))
    more = meeting("3", "More", 24, "13:00", Attendee("", "a@gamma.example"))
    await reads(office, INTRO, other, more)
    await office.until(23, "09:00")
    await reads(office, other, more)
    await lena.presses("Yes: “Intro Acme”")
    lena.sees("That meeting is no longer in a calendar that I read.")
    await reads(office, replace(other, state="declined"), more)
    await lena.presses("Yes: “Other”")
    lena.sees("That meeting no longer looks like a sales call.")
    await reads(office, other, more)
    await office.until(24, "14:00")
    await lena.presses("Yes: “Other”")
    lena.sees("On file: Beta, today 12:00.", "How did it go?")  # late, but not lost
    lena.sees("From now on, meetings with people from beta.example are calls with Beta.")
    await lena.presses("Undo")
    lena.sees("Undone.", "“Other”", "A sales call?")
    await lena.presses("Yes")
    await reads(office, meeting("4", "Beta again", 26, "12:00", Attendee("", "b@beta.example")))
    await lena.presses("No: “More”")
    lena.sees("Other meetings with people from gamma.example aren't sales calls either.")
    await lena.types("/calls")
    lena.sees("Beta", "Thursday")
    await lena.presses("How did it go?")
    lena.sees("What happens next?")
