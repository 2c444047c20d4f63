"""Meetings in a calendar that may be sales calls: the morning message asks, and remembers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from handlers.knowledge import found_meetings
from handlers.playbook.loader import load
from handlers.sources import crm, reading
from handlers.sources.known import MeetingRules
from handlers.sources.records import Attendee, CalendarEvent, CrmAccount, CrmContact
from storage import calendars, people
from storage.sealing import Sealer, new_key
from storage.tables import CalendarConnection, Call, SeenMeeting
from tests.dialogues.office import BERLIN, Office

ANN = Attendee("Li, Ann", "ann.li@acme.example")
RULES = MeetingRules(frozenset({"ours.example"}), load().meetings)


def meeting(
    uid: str,
    title: str,
    day: int,
    time: str,
    *guests: Attendee,
    series: bool = False,
    month: int = 11,
) -> CalendarEvent:
    """A meeting of half an hour on this day, in November by default, at this time in Berlin."""
    hour, minute = map(int, time.split(":"))
    starts_at = datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)
    return CalendarEvent(
        uid=uid,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        zone="Europe/Berlin",
        title=title,
        attendees=guests,
        original_start=starts_at if series else None,
    )


async def reads(office: Office, *events: CalendarEvent, label: str = "work.example") -> None:
    """One of Lena's calendars is read, and has these events. It is connected if it was not."""
    database, now = office.attune.database, office.clock.now()
    if not database.sealer:
        database.sealer = Sealer([new_key()])
    async with database.write() as session:
        lena = await people.ensure(
            session, office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin"
        )
        wanted = select(CalendarConnection).where(col(CalendarConnection.label) == label)
        calendar = (await session.exec(wanted)).first() or await calendars.connect(
            session, lena, now, kind="ics", secret=f"https://{label}/", label=label
        )
        span = reading.span_at(now)
        await reading.take_in(session, lena, calendar, events, span=span, now=now, rules=RULES)


async def knows(office: Office, *names: str) -> None:
    """Accounts are on file, each with its domain and a contact called Jana."""
    async with office.attune.database.write() as session:
        for name in names:
            domain = f"{name.lower()}.example"
            record = CrmAccount(name, (domain,), contacts=(CrmContact("Jana", "", f"j@{domain}"),))
            await crm.take_in(session, office.lena_tenant, record, office.clock.now())


INTRO = meeting("1", "Intro Acme", 24, "10:00", ANN)


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
    lena.sees("Planned: Acme, tomorrow 10:00.", "Acme is new on file.")
    lena.sees("From now on, meetings with people from acme.example are calls with Acme.")
    assert "A sales call?" not in lena.messages[-2]  # the morning message above
    await lena.presses("Brief")
    lena.sees("Tomorrow 10:00", "First meeting on file.", "New: Ann Li, ann.li@acme.example")
    await lena.types("/calls")
    lena.sees("Acme", "Thursday")
    await office.until(26, "14:30")
    lena.sees("New: Bo, bo@acme.example")
    lena.sees_nothing_of("First meeting on file.")


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


async def test_a_guessed_name_is_shortened_in_the_form(office: Office) -> None:
    lena = office.lena
    legal = meeting("2", "Acme Retail: legal", 26, "15:00", Attendee("", "bo@acme.example"))
    await reads(office, replace(INTRO, title="Acme Retail – rollout"), legal)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await lena.presses("Another account")
    lena.sees("Acme Retail")
    await lena.fills(account="Acme")
    await lena.submits()
    lena.sees("Planned: Acme, tomorrow 10:00.")
    await lena.presses("Another account")
    await lena.fills(account="Acme Corp")
    await lena.submits()
    lena.sees("Planned: Acme Corp, tomorrow 10:00.", "All calls with Acme have that name now.")
    await lena.types("/calls")
    assert lena.screen.count("Acme Corp") >= 2
    lena.sees_nothing_of("Acme Retail")


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
            "You said a meeting with bluefincap.example is a sales call.",
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
    lena.sees_nothing_of("new on file")
    await lena.presses("Undo")
    later = meeting("2", "Second", 24, "12:00", bo)
    await reads(office, meeting("1", "Intro", 24, "10:00", bo), later)
    await lena.types("/calls")
    lena.sees("You have no calls planned.")


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


async def test_a_meeting_on_monday_is_asked_about_on_friday(office: Office) -> None:
    lena = office.lena
    await reads(office, meeting("1", "Intro Acme", 30, "10:00", ANN))
    await office.until(26, "18:00")
    lena.sees_nothing_of("Intro Acme")
    await office.until(27, "09:00")
    lena.sees("Monday 30 November 10:00", "“Intro Acme”")


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


async def test_of_several_accounts_one_is_chosen(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind", "Halden")
    guests = (Attendee("", "j@northwind.example"), Attendee("", "j@halden.example"))
    await reads(office, meeting("1", "Both of you", 24, "10:00", *guests))
    await office.until(23, "09:00")
    lena.sees("“Both of you”, with j@northwind.example, j@halden.example. A sales call?")
    await lena.presses("Yes, with Halden")
    lena.sees("Planned: Halden, tomorrow 10:00.")
    await lena.presses("Another account")
    await lena.fills(account="northwind")
    await lena.submits()
    lena.sees("Planned: Northwind, tomorrow 10:00.")
    await lena.types("/calls")
    lena.sees("Northwind")
    lena.sees_nothing_of("Halden")
    await lena.presses("Brief")
    lena.sees("Northwind", "Tomorrow 10:00", "Jana")


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


async def test_a_guest_from_another_domain_with_the_accounts_name_is_asked_about(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Northwind")  # whose domain is northwind.example
    maya = Attendee("Maya Chen", "maya@northwind.test")
    later = meeting("2", "Pilot", 25, "10:00", maya)
    await reads(office, meeting("1", "Northwind QBR", 24, "10:00", maya), later)
    await office.until(23, "09:00")
    lena.sees("“Northwind QBR”, with Maya Chen (northwind.test)", "Yes, with northwind.test")
    await lena.presses("Yes, with Northwind")
    lena.sees("From now on, meetings with people from northwind.test are calls with Northwind.")
    await lena.presses("Brief")
    lena.sees("New: Maya Chen, maya@northwind.test")
    await lena.types("/calls")
    lena.sees("Tuesday", "Wednesday")
    await lena.types("/prep Northwind")
    lena.sees("New: Maya Chen, maya@northwind.test")
    lena.sees_nothing_of("Who is coming?")


async def test_a_guest_of_a_company_with_a_longer_name_is_asked_about_once(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    guests = Attendee("Jana", "j@northwind.example"), Attendee("Ida", "ida@northwind-retail.test")
    first = meeting("1", "Northwind QBR", 24, "10:00", *guests)
    await reads(office, first)
    await office.until(23, "09:00")
    lena.sees("Yes, with northwind-retail.test")
    await lena.presses("Yes, with Northwind")
    await lena.presses("Brief")
    lena.sees("Jana", "Ida")
    await reads(office, first, meeting("2", "Northwind pilot", 25, "15:00", *guests))
    await lena.types("/calls")
    lena.sees("Wednesday")  # a call without a question


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


async def test_a_new_account_gets_its_real_name(office: Office) -> None:
    lena = office.lena
    await reads(office, INTRO)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await lena.presses("Another account")
    lena.sees("“Intro Acme”")
    await lena.fills(account="Acme Robotics")
    await lena.submits()
    lena.sees("Planned: Acme Robotics, tomorrow 10:00.")
    await lena.types("/prep Acme Robotics")
    lena.sees("Acme Robotics", "Tomorrow 10:00", "Ann Li")


async def test_a_private_address_is_asked_about_by_itself(office: Office) -> None:
    lena = office.lena
    await reads(office, meeting("1", "Intro", 24, "10:00", Attendee("Max Lind", "max@gmail.com")))
    await office.until(23, "09:00")
    lena.sees("“Intro”, with max@gmail.com. A sales call?")
    await lena.presses("Yes")
    lena.sees("Planned: Max Lind, tomorrow 10:00.")
    lena.sees("From now on, meetings with max@gmail.com are calls with Max Lind.")


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


async def test_yes_to_all_leaves_out_who_sells_to_us(office: Office) -> None:
    lena = office.lena
    ours = meeting("9", "HubSpot: our renewal", 24, "9:00", Attendee("", "h@hubspot.example"))
    boreal = meeting("2", "Boreal", 25, "10:00", Attendee("", "b@boreal.example"))
    await reads(office, INTRO, boreal, ours)
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Yes to all 2")
    lena.sees("Planned: Acme, ", "Boreal, ", "One question is still open.")
    above = lena.messages[-2]
    assert "“HubSpot: our renewal”, with h@hubspot.example. A sales call?" in above
    assert "One question comes first. 2 meetings without a question follow." in above


async def test_one_answer_settles_all_series_of_who_sells_to_us(office: Office) -> None:
    lena = office.lena
    await reads(
        office,
        *(
            meeting(
                str(day), title, day, "11:00", Attendee("", f"{who}@hubspot.example"), series=True
            )
            for day, title, who in (
                (24, "HubSpot account review", "ann"),
                (25, "HubSpot: our renewal", "bo"),
                (26, "HubSpot billing", "cy"),
            )
        ),
    )
    await office.until(23, "09:00")
    lena.sees("One question about your calendar.", "“HubSpot account review”")
    await lena.presses("No")
    lena.sees("Other meetings with people from hubspot.example aren't sales calls either.")
    before = len(lena.messages)
    await office.until(26, "12:00")
    assert not any("HubSpot" in one for one in lena.messages[before:])


async def test_yes_to_all_is_only_about_what_is_plain(office: Office) -> None:
    lena = office.lena
    found = (
        INTRO,
        meeting("2", "Boreal", 25, "10:00", Attendee("", "b@boreal.example"), series=True),
        replace(RESOLD, uid="3"),
        meeting("4", "Catch-up", 25, "11:00", Attendee("", "max@gmail.com")),
    )
    await reads(office, *found)
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("For 2 of the questions on this page, all guests are from one company.")
    await lena.presses("Yes to all 2")
    await lena.presses("Undo")
    lena.sees("Undone. 2 questions are open again.")
    await lena.types("/calls")
    lena.sees("You have no calls planned.")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("For 2 of the questions on this page, all guests are from one company.")
    await lena.presses("Yes to all 2")
    lena.sees("Planned: Acme, ", "10:00; Boreal, ", "2 questions are still open.")
    above = lena.messages[-2]
    assert "“Catch-up”, with max@gmail.com. A sales call?" in above
    assert "Yes, with tamarind.example" in above
    assert "Call with Boreal." in above
    assert "Yes to all" not in above
    later = meeting("5", "Acme again", 26, "9:00", Attendee("", "x@acme.example"))
    await reads(office, *found, later)
    await lena.types("/calls")
    lena.sees("Acme", "Boreal", "Thursday")


ASHA = Attendee("Asha Rao", "asha@tamarind.example")
RESELLERS = (Attendee("Paul Winter", "paul@deloitte.example"), Attendee("", "lia@deloitte.example"))
RESOLD = meeting("1", "Intro call (via Deloitte)", 24, "10:00", *RESELLERS, ASHA)


async def test_a_reseller_brings_the_customer_along(office: Office) -> None:
    lena = office.lena
    await reads(office, RESOLD)
    await office.until(23, "09:00")
    lena.sees("Yes, with deloitte.example", "Yes, with tamarind.example")
    await lena.presses("Yes, with tamarind.example")
    lena.sees("Planned: Tamarind, tomorrow 10:00.")
    await lena.presses("Brief")
    lena.sees("New: Asha Rao", "New: Paul Winter", "New: Lia")
    brief = lena.screen
    assert brief.index("Asha Rao") < brief.index("Paul Winter")  # the customer's people come first
    await reads(office, replace(RESOLD, title="Intro"), meeting("2", "D", 25, "9:00", *RESELLERS))
    await lena.types("/calls")
    lena.sees_nothing_of("Wednesday")
    await lena.types("/prep Tamarind")
    await lena.presses("Everything on file")
    lena.sees("You said yes to “Intro” on 24 November.")
    await lena.types("/prep Tamarind")
    await lena.presses("Change time or people")
    lena.sees("Asha Rao", "Paul Winter")


async def test_a_reseller_who_is_an_account_brings_a_customer_along(office: Office) -> None:
    lena = office.lena
    await knows(office, "Deloitte")
    both = replace(RESOLD, title="Intro call")
    alone = meeting("2", "Catch-up", 25, "10:00", *RESELLERS)
    await reads(office, both, alone)
    await office.until(23, "09:00")
    lena.sees("Yes, with Deloitte", "Yes, with tamarind.example")
    await lena.presses("Yes, with tamarind.example")
    lena.sees("Planned: Tamarind, tomorrow 10:00.")
    late = replace(alone, attendees=(*RESELLERS, Attendee("", "bo@walnut.example")))
    await reads(office, both, late)  # a call that is planned already stays one
    await lena.types("/calls")
    lena.sees("Tamarind", "Deloitte", "Wednesday")


async def test_a_corrected_name_sheds_the_resellers_domain(office: Office) -> None:
    lena = office.lena
    await reads(office, RESOLD)
    await office.until(23, "09:00")
    await lena.presses("Yes, with deloitte.example")
    await lena.presses("Another account")
    lena.sees("One of these", "Tamarind (tamarind.example)", "Or type the account's name")
    await lena.fills(known="Tamarind")
    await lena.submits()
    lena.sees("Planned: Tamarind, tomorrow 10:00.")
    lena.sees("Meetings with only people from deloitte.example are asked about again.")
    await lena.presses("Brief")
    lena.sees("New: Asha Rao", "New: Paul Winter")
    await reads(office, RESOLD, meeting("2", "D", 25, "9:00", *RESELLERS))
    await lena.types("/calls")
    lena.sees("Tamarind")
    lena.sees_nothing_of("Wednesday")
    await lena.types("/prep Tamarind")
    await lena.presses("Change time or people")
    lena.sees("tamarind.example")


async def test_guests_with_private_addresses_get_an_account_each_and_several_are_asked_about(
    office: Office,
) -> None:
    lena = office.lena
    one, two = Attendee("", "max1@gmail.com"), Attendee("", "max2@gmail.com")
    both = (Attendee("Eva Sand", "eva@gmail.com"), Attendee("", "li@gmx.de"))
    await reads(
        office,
        meeting("1", "Intro", 24, "10:00", one),
        meeting("2", "Hello", 24, "11:00", two),
        meeting("3", "Rollout", 26, "12:00", *both),
    )
    await office.until(23, "09:00")
    await lena.presses("Yes")
    lena.sees("Planned: max1@gmail.com, tomorrow 10:00.")
    await lena.presses("Yes")
    lena.sees("Planned: max2@gmail.com, tomorrow 11:00.")
    await office.until(25, "09:00")
    lena.sees("“Rollout”, with eva@gmail.com, li@gmx.de. A sales call?")
    await lena.presses("Yes")
    lena.sees("Which account is it wit", "“Rollout”, with eva@gmail.com, li@gmx.de.")
    await lena.fills(account="Sand Logistics")
    await lena.submits()
    lena.sees("Planned: Sand Logistics, tomorrow 12:00.")


async def test_a_question_is_counted_once_whatever_it_is_about(office: Office) -> None:
    later = [meeting("w", "Acme weekly", day, "11:00", ANN, series=True) for day in (24, 25, 26)]
    for label in ("work.example", "shared.example"):
        await reads(office, INTRO, *later, label=label)
    async with office.attune.database.read() as session:
        lena = await people.find(session, office.lena_tenant, office.lena_id)
        assert lena is not None
        found = await found_meetings.by_calendar(session, lena, office.clock.now())
    assert [one.unsure for one in found.values()] == [2, 0]


async def test_undo_brings_back_a_corrected_name(office: Office) -> None:
    lena = office.lena
    guests = (Attendee("Petra Lindqvist", "petra@gmail.com"), Attendee("", "ingo@gmail.com"))
    await reads(office, meeting("1", "Catch-up", 24, "10:00", *guests))
    await office.until(23, "09:00")
    await lena.presses("Yes")
    lena.sees("One of these", "Petra Lindqvist", "ingo@gmail.com")
    for name in ("Petra Lindqvist", "Bellweather Labs"):
        await lena.fills(account=name)
        await lena.submits()
        await lena.presses("Another account")
    await lena.submits()
    await lena.presses("Brief")
    lena.sees("Bellweather Labs", "New: Petra Lindqvist", "New: Ingo")
    for _ in range(2):
        await lena.presses("Everything on file")
        await lena.presses("Not a sales call")
        await lena.types("/calls")
        lena.sees("You have no calls planned.")
        await lena.presses("Undo")
        lena.sees("Planned: Bellweather Labs, tomorrow 10:00.")
        await reads(office, meeting("1", "Catch-up again", 24, "10:00", *guests))
        await lena.types("/prep Bellweather")
        lena.sees("New: Petra Lindqvist", "New: Ingo")
    await lena.presses("Everything on file")
    lena.sees("You said yes to “Catch-up again” on 24 November.")


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
    later = {one.ask for one in load().questions if one.call == "later"}
    asked = [one.ask for one in load().questions if one.ask in lena.screen]
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


async def test_a_guessed_name_is_changed_by_plain_words(office: Office) -> None:
    lena = office.lena
    await knows(office, "Halden")
    await reads(office, INTRO)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await lena.types("Acme Works is the right name, not Acme")
    lena.sees(
        "Acme is now called Acme Works.", "Type “rename Acme Works to Acme” to change it back"
    )
    await lena.types("rename Acme Works to Halden")
    lena.sees("Halden is on file already")
    await lena.types("rename Acme Works to “Acme”")
    lena.sees("Acme Works is now called Acme.")
    await lena.types("rename Halden to Acme Two")
    lena.sees("Halden was on file before", "I don't change it")
    await lena.types("/calls")
    lena.sees("Acme")


async def test_a_new_account_is_named_as_the_title_names_it(office: Office) -> None:
    lena = office.lena
    gill = Attendee("Sundeep Gill", "gill.sundeep84@gmail.com")
    await reads(
        office,
        meeting("1", "Gill Dental Group: quote", 24, "10:00", gill),
        meeting("2", "Cotswold Bakehouse trial", 24, "11:00", Attendee("", "a@cbh-foods.com")),
    )
    await office.until(23, "09:00")
    await lena.presses("Yes: “Gill Dental Group: quote”")
    lena.sees("Planned: Gill Dental Group, tomorrow 10:00.")
    await lena.presses("Yes: “Cotswold Bakehouse trial”")
    lena.sees("Planned: Cotswold Bakehouse, tomorrow 11:00.")
