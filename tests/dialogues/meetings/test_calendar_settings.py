"""/rhythm calendar: a calendar is connected in chat, read, listed and disconnected."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import select
from structlog.testing import capture_logs

from bot.base.clock import FixedClock
from bot.build import build
from bot.playground import demo
from bot.settings import Settings
from handlers.features import registry
from handlers.request import Means, Request, Sender
from handlers.sources.calendars.calendar_addresses import calendar_address
from storage.meetings import calendars
from storage.sealing import Sealer, new_key
from storage.tables import CalendarConnection, Person, PlaygroundPost
from storage.workspace import people
from tests.dialogues.meetings.calendar_read import (
    HALDEN,
    NORTHWIND,
    SECRET,
    TEAM,
    connects,
    meeting,
    on_file,
    reads,
)
from tests.dialogues.office import MONDAY, Office
from tests.dialogues.turns import in_turn

pytestmark = [pytest.mark.usefixtures("sealing"), pytest.mark.every_platform]


async def test_a_calendar_is_connected_read_and_told_without_its_address(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await lena.types("/rhythm calendar")
    lena.sees(
        "Attune finds your calls by itself", "Secret address in iCal format", "Can view all details"
    )
    lena.sees(
        "public calendar",
        "If you can't find the address there, your organisation has turned it off.",
        "Attune keeps its title and guests only if Attune is unsure",
    )
    lena.sees_nothing_of("Microsoft instead")
    with capture_logs() as logs:
        await connects(office)
        lena.sees("Reading calendar.google.com now. I'll tell you what I find.", "first time")
        await reads(office, NORTHWIND, HALDEN, TEAM)
    lena.sees(
        "Connected: calendar.google.com. 2 upcoming calls, the first: Northwind, "
        "Tuesday 24 November 10:00."
    )
    await lena.types("/rhythm calendar")
    lena.sees("calendar.google.com: read today 08:20. 2 upcoming calls.")
    await lena.types("/calls")
    lena.sees("Northwind", "Halden")
    assert "5up3r5ecret" not in "".join(lena.messages) + str(logs)
    async with office.attune.database.read() as session:
        owner = await people.find(session, office.lena_tenant, office.lena_id)
        assert owner is not None
        (stored,) = await calendars.of_person(session, owner)
        assert "5up3r5ecret" not in stored.secret
        assert calendars.secret(session, stored) == calendar_address(SECRET)


@in_turn(
    "words",
    [
        "calendar",
        "Connect my calendar!",
        "how do I connect my calendar?",
        "can you read my Outlook so I don't have to type calls?",
        "connect my Google calendar",
        "Please sync with my Google",
    ],
)
async def test_words_lead_there(office: Office, words: str) -> None:
    await office.lena.types(words)
    office.lena.sees("Attune finds your calls by itself", "Paste an address")
    office.lena.sees("Your manager sees your upcoming calls only if you open them.")


@pytest.mark.parametrize(
    "words",
    ["They read everything in Outlook and want a sync", "We promised to connect their calendars"],
)
async def test_what_they_do_with_calendars_is_no_wish_to_connect_one(words: str) -> None:
    assert registry().understood(words)[0] != "calendar"


async def test_a_wrong_address_is_explained_in_the_form(office: Office) -> None:
    await connects(office, "https://calendar.google.com/calendar/u/0/r/week")
    assert "Secret address in iCal format" in office.lena.problems["address"]
    await office.lena.fills(address="lena@ours.example")
    await office.lena.submits()
    assert "That is an email address." in office.lena.problems["address"]


async def test_a_secret_that_is_pasted_in_chat_is_not_kept(office: Office) -> None:
    lena = office.lena
    for words in (
        SECRET,
        f"/rhythm calendar {SECRET}",
        f"prep {SECRET}",
        f"connect my calendar {SECRET}",
    ):
        await lena.types(words)
        lena.sees("That looks like a calendar's secret address. Attune has not kept it.")
        lena.sees("delete that message", "Paste it into the form instead:")
        lena.sees_nothing_of("5up3r5ecret")
    async with office.attune.database.read() as session:
        posts = (await session.exec(select(PlaygroundPost))).all()
    for one in posts:  # in the playground, we keep what people write
        assert "5up3r5ecret" not in one.html
    assert len(posts) == (8 if office.lena_tenant == demo.TENANT else 0)
    await lena.presses("Paste an address")
    await lena.fills(address=SECRET)
    await lena.submits()
    lena.sees("Reading calendar.google.com now.")


async def test_a_first_read_that_fails_is_told_at_once_and_pasting_again_replaces_it(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, trouble="not found")
    lena.sees("calendar.google.com has no calendar at the address that you pasted.")
    await lena.types("/rhythm calendar")
    lena.sees("has no calendar at the address")
    await connects(office, SECRET.replace("5up3r", "n3w"))
    await reads(office, NORTHWIND)
    lena.sees("Connected: calendar.google.com. One upcoming call")
    await lena.types("/rhythm calendar")
    assert lena.screen.count("calendar.google.com:") == 1


async def test_who_stopped_reports_once_still_gets_what_they_ask_for(office: Office) -> None:
    await on_file(office)
    async with office.attune.database.write() as session:
        for person in (await session.exec(select(Person))).all():
            person.rhythm = {"muted": ["calendar_connected"]}
    await connects(office)
    await reads(office, NORTHWIND)
    office.lena.sees("Connected: calendar.google.com. One upcoming call")
    await office.lena.types("stop reports on a new calendar")
    office.lena.sees_nothing_of("Stopped:")


async def test_a_second_calendar_of_a_server_that_is_away_does_not_replace_the_first(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND)
    await office.until(24, "12:00")
    await reads(office, trouble="no answer")
    await connects(office, SECRET.replace("5up3r", "an0ther"))
    lena.sees("Your calendars", "calendar.google.com does not answer")
    assert lena.screen.count("Disconnect") == 2


async def test_a_calendar_that_shows_only_busy_says_what_to_change(office: Office) -> None:
    lena = office.lena
    busy = replace(NORTHWIND, title="Busy", attendees=(), only_busy=True)
    await connects(
        office, "https://outlook.office365.com/owa/calendar/a1@ours.example/b2/calendar.ics"
    )
    await reads(office, busy)
    lena.sees(
        "Connected: outlook.office365.com.", "busy times and no details", "Can view all details"
    )
    await lena.types("/rhythm calendar")
    lena.sees("busy times and no details")


async def test_a_calendar_without_guest_lists_says_so_and_asks_about_names_in_titles(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    bare = [
        replace(meeting(title, day, clock, title), guests_unknown=True)
        for day, clock, title in (
            (24, "10:00", "Northwind, next steps"),
            (24, "11:00", "Demo for Toradex Lines"),
            (24, "12:00", "Plan the quarter"),
        )
    ]
    await connects(office)
    await reads(office, *bare)
    lena.sees(
        "Connected: calendar.google.com. One upcoming call",
        "This calendar names no guests, so titles decide:",
    )
    lena.sees_nothing_of("Nobody else is invited")
    await lena.presses("What was found")
    lena.sees("“Demo for Toradex Lines”. A sales call?", "but the title may name a customer.")
    lena.sees_nothing_of("nobody from outside")
    await lena.presses("Left out: 1")
    lena.sees("This calendar names no guests, and the title names no account on file.")
    await lena.presses("What was found")
    await lena.presses("Yes")
    lena.sees("Planned: Toradex Lines, tomorrow 11:00.")


async def test_in_quiet_hours_the_card_says_what_was_found(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await office.until(23, "22:00")
    await connects(office)
    await reads(office, HALDEN)
    lena.sees_nothing_of("Connected: ")
    await lena.types("/rhythm calendar")
    lena.sees("read today 22:00. One upcoming call.")
    await office.until(24, "07:31")
    lena.sees("Connected: calendar.google.com. One upcoming call", "Thursday 26 November 11:00.")


async def test_disconnecting_asks_once_and_leaves_the_calls(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND)
    await lena.types("/rhythm calendar")
    await lena.presses("Disconnect")
    lena.sees("Disconnect calendar.google.com?", "Its upcoming call stays")
    await lena.presses("Disconnect it")
    lena.sees("Disconnected: calendar.google.com. Its upcoming call stays.")
    await lena.types("/calls")
    lena.sees("Northwind")
    await lena.types("/rhythm calendar")
    lena.sees("Attune finds your calls by itself")


@pytest.mark.parametrize("office", ["playground"], indirect=True)  # nowhere else is there a demo
async def test_the_message_whose_button_removes_calls_no_longer_shows_them(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND)
    await office.until(24, "08:26")
    async with office.attune.database.write() as session:
        (demos,) = (await session.exec(select(CalendarConnection))).all()
        demos.secret = ""
        owner = await people.by_id(session, demos.tenant, demos.person_id)
        assert owner is not None
        await calendars.connect(
            session, owner, office.clock.now(), kind="file", secret="a file", label="mine.ics"
        )
    await reads(office, HALDEN)
    lena.sees("One call at 10:00: Northwind.", "Connected: mine.ics. One upcoming call: Halden")
    await lena.presses("Remove the demo")
    lena.sees("The demo is removed: its accounts, calls, promises, insights and")
    above = lena.messages[-2]
    assert "Connected: mine.ics. One upcoming call: Halden" in above
    assert "Northwind" not in above
    assert "Set the demo" not in above
    await lena.types("/rhythm calendar")
    lena.sees("mine.ics: the file from today 08:26; drop a newer one when your calendar changes.")
    await lena.presses("Disconnect")
    await lena.presses("Disconnect and remove its call")
    lena.sees("Disconnected: mine.ics.")
    assert "Attune finds your calls by itself" in "\n".join(lena.messages[-4:])


async def test_disconnecting_cancels_only_what_that_calendar_alone_has_planned(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await lena.types("/prep Northwind 30 November 3pm")  # which is in the calendar, too
    typed = meeting("p", 30, "15:00", "Northwind", "jana@northwind.example")
    shared = meeting("s", 25, "16:00", "Halden, prices", "pia@halden.example")
    await connects(office)
    await reads(office, NORTHWIND, HALDEN, typed, shared)
    await office.tomas.types("/prep Halden wednesday 4pm")
    await office.tomas.presses("Join it")
    await connects(office, "https://other.example/c.ics")
    await reads(office, HALDEN)
    await lena.types("/rhythm calendar")
    await lena.presses("Disconnect: calendar.google.com")
    lena.sees(
        "Its 4 upcoming calls stay. One of them comes from this calendar alone, and you can remove "
        "it from Attune.",
        "Disconnect and remove that one",
    )
    lena.sees("Your calendar stays the same, and the guests are not told.")
    await lena.presses("Keep it connected")
    lena.sees("other.example")
    await lena.presses("Disconnect: calendar.google.com")
    await lena.presses("Disconnect and remove that one")
    lena.sees("Disconnected: calendar.google.com. One upcoming call was removed from Attune.")
    lena.sees("It comes back if you connect the calendar again. The other 3 stay.")
    await lena.types("/calls")
    lena.sees("Monday 30 November 15:00", "Thursday", "Wednesday")
    lena.sees_nothing_of("10:00")
    await connects(office)
    await reads(office, NORTHWIND, HALDEN, typed, shared)
    await lena.types("/calls")
    lena.sees("10:00")


async def test_the_agenda_leaves_out_the_calls_that_were_removed(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, HALDEN)
    await office.until(24, "08:35")
    agenda = "One call at 10:00: Northwind."
    assert [said for said in lena.messages if agenda in said]
    await lena.types("/rhythm calendar")
    await lena.presses("Disconnect")
    await lena.presses("Disconnect and remove its 2 calls")
    await office.until(24, "08:40")
    assert not [said for said in lena.messages if agenda in said]


async def test_of_three_calendars_a_new_one_replaces_the_one_that_cannot_be_read(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    for number in range(3):
        await connects(office, f"https://c{number}.example/c.ics")
    lena.sees("You can connect at most three calendars. Disconnect one to connect another.")
    await reads(office, NORTHWIND, trouble="not found")  # only of the first
    await lena.types("/rhythm calendar")
    lena.sees("A new one replaces c0.example, which Attune can't read.")
    await lena.presses("Paste an address")
    lena.sees("A new one replaces c0.example")
    await lena.fills(address=SECRET)
    await lena.submits()
    lena.sees("Reading calendar.google.com now.", "It replaces c0.example.", "c1.example")
    assert lena.screen.count("c0.example") == 1
    await lena.types("/calls")
    lena.sees("Northwind")


async def test_where_the_address_is_can_be_seen_again(office: Office) -> None:
    lena = office.lena
    await connects(office)
    await lena.presses("Where to find the address")
    lena.sees("Secret address in iCal format", "Can view all details", "Ask your IT admin")
    await lena.presses("Paste an address")
    assert lena.form is not None


async def test_without_a_key_one_sentence_says_what_works(office: Office) -> None:
    office.attune.database.sealer = Sealer()
    await office.lena.types("/rhythm calendar")
    office.lena.sees(
        "until Attune's admin sets ENCRYPTION_KEYS", "type each call", "prep Northwind"
    )
    office.lena.sees_nothing_of("Paste an address", "finds your calls by itself", "keeps the time")


async def test_who_has_no_calls_is_offered_to_connect_a_calendar(office: Office) -> None:
    lena = office.lena
    for words in ("hello", "/calls", "/prep"):
        await lena.types(words)
        await lena.presses("Connect my calendar")
        lena.sees("Attune finds your calls by itself")
    await lena.opens_home()
    await lena.presses("Connect my calendar")
    await connects(office)
    for words in ("hello", "/calls", "/prep"):
        await lena.types(words)
        lena.sees_nothing_of("Connect my calendar")


async def test_home_leads_to_the_calendar(office: Office) -> None:
    await office.lena.opens_home()
    await office.lena.presses("Calendar")
    office.lena.sees("Attune finds your calls by itself")
    await office.lena.presses("Paste an address")
    await office.lena.fills(address=SECRET)
    await office.lena.submits()
    office.lena.sees("Reading calendar.google.com now.")


async def test_signing_in_is_offered_where_it_is_set_up(tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{tmp_path}/attune.sqlite3",
        encryption_keys=(SecretStr(new_key()),),
        google_client_id="1-a.apps.googleusercontent.com",
        google_client_secret=SecretStr("GOCSPX-secret"),
        public_url="https://attune.northwind.example",
    )
    attune = await build(settings, FixedClock(MONDAY.astimezone(UTC)))
    sender = Sender("playground:demo", "lena", "Lena Brandt", "Europe/Berlin")
    talk, now = attune.conversation(), attune.clock.now()
    shown = await talk.answer(Request("r1", sender, Means.COMMAND, "calendar"), now)
    action = "calendar.sign_in"
    link = await talk.answer(Request("r2", sender, Means.BUTTON, action, "google"), now)
    other = await talk.answer(Request("r3", sender, Means.BUTTON, action, "microsoft"), now)
    await attune.stop()
    assert "Sign in with Google instead." in repr(shown)
    assert "Microsoft" not in repr(shown)
    assert "https://accounts.google.com/o/oauth2/v2/auth?" in repr(link)
    assert "It works once, within ten minutes." in repr(link)
    assert "Signing in is not set up here any more." in repr(other)


async def test_a_calendar_in_another_time_zone_is_told_once_and_used_in_one_tap(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    there = [replace(each, zone="America/Chicago") for each in (NORTHWIND, HALDEN)]
    await reads(office, *there, TEAM)
    lena.sees("Your calendar is in Chicago time, but my messages use Berlin time.")
    await lena.presses("Use America/Chicago")
    lena.sees("Your times are in Chicago time now.")
    await lena.types("/calls")
    lena.sees("03:00")


async def test_a_calendar_in_the_same_time_zone_says_nothing_of_it(office: Office) -> None:
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, replace(HALDEN, zone="Europe/Paris"), TEAM)
    office.lena.sees_nothing_of("but my messages use")


@in_turn(
    "words",
    [
        "I'm in Chicago, your times are wrong",
        "I am now in Chicago",
        "i’m based in chicago.",
        "my time zone is Chicago",
        "my timezone is America/Chicago",
    ],
)
async def test_a_place_in_words_is_offered_as_the_time_zone(office: Office, words: str) -> None:
    lena = office.lena
    await lena.types(words)
    lena.sees("Your times are in Berlin time. In Chicago it is 0")
    await lena.presses("Use America/Chicago")
    lena.sees("Your times are in Chicago time now.")
    await lena.types(words)
    lena.sees("Your times are already in Chicago time")


async def test_wrong_times_lead_to_the_form(office: Office) -> None:
    lena = office.lena
    await lena.types("your times are wrong")
    if lena.form is None:
        await lena.presses("Open it")
    lena.sees("Your time zone")
