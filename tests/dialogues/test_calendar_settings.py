"""/rhythm calendar: a calendar is connected in chat, read, listed and disconnected."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import select
from structlog.testing import capture_logs

from bot.app import build
from bot.base.clock import FixedClock
from bot.calendars.kinds import CalendarOwner
from bot.calendars.poller import CalendarPoller
from bot.playground import demo
from bot.settings import Settings
from handlers.features import registry
from handlers.registry import Means, Request, Sender
from handlers.sources import crm
from handlers.sources.calendar_addresses import calendar_address
from handlers.sources.known import MeetingRules
from handlers.sources.ports import SourceFailed
from handlers.sources.records import (
    Attendee,
    CalendarEvent,
    CalendarRead,
    CrmAccount,
    CrmContact,
)
from storage import calendars, people
from storage.choices import SourceTrouble
from storage.sealing import Sealer, new_key
from storage.tables import CalendarConnection, Person, PlaygroundPost, SeenMeeting
from tests.dialogues.office import MONDAY, Office
from tests.dialogues.turns import in_turn

SECRET = (
    "https://calendar.google.com/calendar/ical/lena%40ours.example/private-5up3r5ecret/basic.ics"
)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def meeting(
    uid: str, day: int, clock: str, title: str, *guests: str, weekly: bool = False
) -> CalendarEvent:
    """A meeting of half an hour on a day in November, Berlin time."""
    hour, minute = map(int, clock.split(":"))
    starts_at = MONDAY.replace(day=day, hour=hour, minute=minute)
    return CalendarEvent(
        uid=uid,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        zone="Europe/Berlin",
        title=title,
        attendees=tuple(Attendee(email=email) for email in guests),
        original_start=starts_at if weekly else None,
    )


NORTHWIND = meeting("n", 24, "10:00", "Northwind, next steps", "jana@northwind.example")
HALDEN = meeting("h", 26, "11:00", "Halden demo", "pia@halden.example")
TEAM = meeting("t", 25, "09:00", "Plan the quarter", "tomas@ours.example")
FIRST = meeting("w", 24, "15:00", "Northwind weekly", "jana@northwind.example", weekly=True)


def every(step: timedelta, number: int) -> tuple[CalendarEvent, ...]:
    """The first meetings of the series, each this much after the one before."""
    return tuple(
        replace(
            FIRST,
            starts_at=FIRST.starts_at + at * step,
            ends_at=FIRST.ends_at + at * step,
            original_start=FIRST.starts_at + at * step,
        )
        for at in range(number)
    )


WEEKLY = every(WEEK, 2)


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose Attune can store secrets."""
    office.attune.database.sealer = Sealer([new_key()])
    return office


@dataclass
class Served:
    """A calendar as its server has it. `troubles` are what the next reads meet."""

    events: list[CalendarEvent] = field(default_factory=list)
    troubles: deque[SourceTrouble] = field(default_factory=deque)
    new_secret: str | None = None

    async def read(self, since: datetime, until: datetime) -> CalendarRead:
        """What is in the calendar now."""
        if self.troubles:
            raise SourceFailed(self.troubles.popleft())
        found = tuple(one for one in self.events if since <= one.starts_at < until)
        return CalendarRead(found, cursor="c")


async def reads(
    office: Office,
    *events: CalendarEvent,
    trouble: SourceTrouble | None = None,
    company: frozenset[str] = frozenset({"ours.example"}),
    by_address: Mapping[str, Sequence[CalendarEvent]] | None = None,
) -> None:
    """What the chore does within seconds: due calendars are read, and the result is told.

    `by_address` has the events of other calendars, by a part of their addresses.
    """
    served = Served(list(events), deque([trouble] if trouble else []))
    others = {part: Served(list(found)) for part, found in (by_address or {}).items()}

    def served_at(secret: str, _cursor: str, _owner: CalendarOwner) -> Served:
        return next((one for part, one in others.items() if part in secret), served)

    poller = CalendarPoller(
        office.attune.database,
        office.lena_tenant.partition(":")[0],
        office.clock,
        dict.fromkeys(("ics", "file"), served_at),
        MeetingRules(company, office.attune.playbook.meetings),
    )
    assert await poller.poll()
    await office.delivers()


async def on_file(office: Office) -> None:
    """Northwind and Halden are accounts, with a contact each."""
    async with office.attune.database.write() as session:
        for name, contact in (("Northwind", "Jana Novak"), ("Halden", "Pia Storm")):
            domain = f"{name.lower()}.example"
            someone = CrmContact(contact, "", f"{contact.split()[0].lower()}@{domain}")
            record = CrmAccount(name, domains=(domain,), contacts=(someone,))
            await crm.take_in(session, office.lena_tenant, record, office.clock.now())


async def kestrel_on_file(office: Office) -> None:
    """Kestrel Freight is an account, too."""
    async with office.attune.database.write() as session:
        record = CrmAccount("Kestrel Freight")
        await crm.take_in(session, office.lena_tenant, record, office.clock.now())


async def connects(office: Office, address: str = SECRET) -> None:
    """Lena pastes an address into the form."""
    await office.lena.types("/rhythm calendar")
    await office.lena.presses("Paste an address")
    await office.lena.fills(address=address)
    await office.lena.submits()


async def test_a_calendar_is_connected_read_and_told_without_its_address(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await lena.types("/rhythm calendar")
    lena.sees(
        "Attune finds your calls by itself", "Secret address in iCal format", "Can view all details"
    )
    lena.sees(
        "public calendar",
        "If that is not there, your organisation has turned it off.",
        "no title and no guests",
    )
    lena.sees_nothing_of("Microsoft instead")
    with capture_logs() as logs:
        await connects(office)
        lena.sees("Reading calendar.google.com now. I'll tell you what I find.", "first time")
        await reads(office, NORTHWIND, HALDEN, TEAM)
    lena.sees(
        "Connected: calendar.google.com. 2 coming calls, the first: Northwind, "
        "Tuesday 24 November 10:00."
    )
    await lena.types("/rhythm calendar")
    lena.sees("calendar.google.com: read today 08:20. 2 coming calls.")
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
    office.lena.sees("Your manager sees your coming calls only if you open them.")


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
    lena.sees("Connected: calendar.google.com. One coming call")
    await lena.types("/rhythm calendar")
    assert lena.screen.count("calendar.google.com:") == 1


async def test_who_stopped_reports_once_still_gets_what_they_ask_for(office: Office) -> None:
    await on_file(office)
    async with office.attune.database.write() as session:
        for person in (await session.exec(select(Person))).all():
            person.rhythm = {"muted": ["calendar_connected"]}
    await connects(office)
    await reads(office, NORTHWIND)
    office.lena.sees("Connected: calendar.google.com. One coming call")
    await office.lena.types("stop reports on a new calendar")
    office.lena.sees_nothing_of("Stopped:")


async def test_an_address_that_is_pasted_again_is_told_with_what_has_changed(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, HALDEN, TEAM)
    await connects(office)
    lena.sees("Reading calendar.google.com now.")
    await reads(office, NORTHWIND, HALDEN, TEAM)
    lena.sees("Connected again: calendar.google.com. No call has changed. 2 coming calls")
    lena.sees_nothing_of("Stop ")  # the reader has asked for this message
    await connects(office)
    later = NORTHWIND.starts_at + timedelta(hours=2)
    moved = replace(NORTHWIND, starts_at=later, ends_at=later + timedelta(minutes=30))
    new = meeting("n2", 27, "15:00", "Northwind, contract", "jana@northwind.example")
    await reads(office, moved, TEAM, new)
    lena.sees(
        "Connected again: calendar.google.com. Northwind moved to Tuesday 24 November 12:00. "
        "Halden, Thursday 26 November 11:00, is cancelled. New: Northwind, Friday 27 November "
        "15:00. 2 coming calls, the first: Northwind, Tuesday 24 November 12:00."
    )
    async with office.attune.database.write() as session:
        (file,) = (await session.exec(select(CalendarConnection))).all()
        file.kind, file.label = "file", "mine.ics"
        calendars.renew(session, file, office.clock.now(), secret="a newer file")
    await reads(office, moved, TEAM)
    lena.sees("Read: mine.ics. Northwind, Friday 27 November 15:00, is cancelled. One coming")
    async with office.attune.database.write() as session:
        (file,) = (await session.exec(select(CalendarConnection))).all()
        calendars.renew(session, file, office.clock.now(), secret="the newest file")
    more = [
        meeting(f"m{n}", 27, f"1{n}:00", "Northwind", "jana@northwind.example") for n in range(8)
    ]
    await reads(office, moved, TEAM, *more)
    lena.sees("Northwind, Friday 27 November 14:00; and 3 more. 9 coming calls")


async def test_what_has_changed_about_a_call_is_said(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, HALDEN)
    await connects(office)
    more = ["jana@northwind.example", *(f"{one}@northwind.example" for one in ("ann", "bo", "cy"))]
    changed = replace(NORTHWIND, attendees=tuple(Attendee(email=one) for one in more))
    longer = replace(
        HALDEN,
        title="Halden, terms",
        ends_at=HALDEN.starts_at + timedelta(minutes=45),
        join_url="https://zoom.us/j/91234567890",
    )
    await reads(office, changed, longer)
    lena.sees(
        "Connected again: calendar.google.com. Northwind, Tuesday 24 November 10:00: Ann, Bo and "
        "1 more come too. Halden, Thursday 26 November 11:00: now called “Halden, terms”; now 45 "
        "minutes; a new link to join. 2 coming calls"
    )
    await connects(office)
    await reads(office, NORTHWIND, replace(longer, ends_at=HALDEN.ends_at))
    lena.sees("Halden, Thursday 26 November 11:00: now 30 minutes. 2 coming calls")


async def test_the_meetings_of_a_series_that_moved_are_named_with_both_times(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    daily = every(DAY, 8)
    await reads(office, *daily)
    await connects(office)
    hour = timedelta(hours=1)
    moved = [
        replace(one, starts_at=one.starts_at + hour, ends_at=one.ends_at + hour) for one in daily
    ]
    moved[1] = replace(
        daily[1], starts_at=daily[1].starts_at + 18 * hour, ends_at=daily[1].ends_at + 18 * hour
    )
    await reads(office, *moved)
    lena.sees(
        "Connected again: calendar.google.com. Northwind moved: Tuesday 24 November 15:00 to "
        "16:00; Wednesday 25 November 15:00 to Thursday 26 November 09:00; Thursday 26 November "
        "15:00 to 16:00; and 5 more. 8 coming calls"
    )


async def test_a_call_that_moved_to_another_of_ones_calendars_is_not_told_as_gone(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, HALDEN, TEAM)
    await connects(office)
    await connects(office, SECRET.replace("5up3r", "an0ther"))
    await reads(office, NORTHWIND, TEAM, by_address={"an0ther": [HALDEN]})
    lena.sees("Connected again: calendar.google.com. No call has changed. One coming call")
    lena.sees("Connected: calendar.google.com. One coming call: Halden, Thursday")
    lena.sees_nothing_of("no longer yours", "is cancelled")


async def test_a_newer_copy_tells_of_todays_changes_in_one_message(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    halden = meeting("h", 24, "16:00", "Halden demo", "pia@halden.example")
    await reads(office, NORTHWIND, halden, TEAM)
    await office.until(24, "09:00")
    before = len(lena.messages)
    await connects(office)
    moved = meeting("n", 24, "12:00", "Northwind, next steps", "jana@northwind.example")
    await reads(office, moved, TEAM)
    await office.until(24, "09:30")
    said = "\n".join(lena.messages[before:])
    assert "has moved from" not in said
    assert "was cancelled in the calendar" not in said
    lena.sees("Northwind moved to Tuesday 24 November 12:00; its brief comes at 11:00.")
    lena.sees("Connected again: calendar.google.com.", "Halden", "is cancelled")
    await office.until(25, "17:00")  # pressed too late
    await lena.presses("Halden still takes place")
    lena.sees("It is on file again.", "Halden")
    lena.sees_nothing_of("planned again")


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
    lena.sees("Connected: outlook.office365.com.", "only when you are busy", "Can view all details")
    await lena.types("/rhythm calendar")
    lena.sees("only when you are busy")


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
        "Connected: calendar.google.com. One coming call", "It names no guests, so titles decide:"
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
    lena.sees("read today 22:00. One coming call.")
    await office.until(24, "07:31")
    lena.sees("Connected: calendar.google.com. One coming call", "Thursday 26 November 11:00.")


async def test_disconnecting_asks_once_and_leaves_the_calls(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND)
    await lena.types("/rhythm calendar")
    await lena.presses("Disconnect")
    lena.sees("Disconnect calendar.google.com?", "Its coming call stays")
    await lena.presses("Disconnect it")
    lena.sees("Disconnected: calendar.google.com. Its coming call stays.")
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
    lena.sees("One call at 10:00: Northwind.", "Connected: mine.ics. One coming call: Halden")
    await lena.presses("Set the demo’s calendar aside")
    lena.sees("The demo's calendar is set aside: its accounts, calls, promises, insights and")
    above = lena.messages[-2]
    assert "Connected: mine.ics. One coming call: Halden" in above
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
        "Its 4 coming calls stay. One of them is planned because of it alone, and can be removed "
        "from Attune too.",
        "Disconnect and remove that one",
    )
    lena.sees("Neither your calendar nor the guests notice anything.")
    await lena.presses("Keep it connected")
    lena.sees("other.example")
    await lena.presses("Disconnect: calendar.google.com")
    await lena.presses("Disconnect and remove that one")
    lena.sees("Disconnected: calendar.google.com. One coming call is removed from Attune.")
    lena.sees("The other 3 stay. If you connect it again, it is planned again.")
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
    await lena.presses("Where the address is")
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
    lena.sees("Tuesday 24 November 09:00, and 2 more of its series")
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
    said = "You said no to “Northwind, next steps” on 24 November."
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
    lena.sees("Noted: a call with Brightwater.", "Brightwater is new on file.")
    lena.sees("The call is planned within a minute")
    above = lena.messages[-2]  # the list that the form was opened from
    assert "/calls has it as soon as your calendar has been read again." in above
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
    lena.sees_nothing_of("new on file")
    await lena.presses("Undo")
    lena.sees("Undone. It is not planned as a call.")
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


async def test_a_call_that_is_gone_from_the_calendar_may_still_take_place(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    today = meeting("x", 23, "15:00", "Northwind today", "jana@northwind.example")
    await reads(office, today, HALDEN, TEAM)
    office.clock.moment += timedelta(minutes=20)
    await reads(office, replace(today, state="cancelled"), HALDEN, TEAM)
    lena.sees("Your call with Northwind", "was cancelled in the calendar.")
    await lena.presses("Northwind still takes place")
    lena.sees("It is planned again.", "Northwind")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Left out: 1")
    lena.sees_nothing_of("It was cancelled.")  # it is planned


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
    assert "You left out only this one of its series." in lena.messages[-2]  # the list above
    await lena.presses("Undo")
    lena.sees("Planned: Northwind, tomorrow 15:00.")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("No messages about this series")
    lena.sees("No more messages about “Northwind weekly”.")
    assert "You want no messages about this series." in lena.messages[-2]  # the list above
    assert "No messages about this series" not in lena.messages[-2]
    await lena.presses("Undo")
    lena.sees("Messages about “Northwind weekly” come again.")
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
    lena.sees("You want no messages about this series.", "Halden")
    await lena.presses("Send messages about this series again")
    lena.sees(
        "Messages about “Northwind weekly” come again.",
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
    await lena.presses("This series is no sales call")
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
    often = "“Northwind weekly” meets three times a week or more. If that needs no preparation:"
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
    lena.sees("No coming calls.", "One question about meetings that may be calls is open.")
    lena.sees("I'll ask it before the meeting, or answer it now.")
    await lena.presses("Answer it now")
    lena.sees("“Northwind, next steps”, with jana@northwind.example. A sales call?")
    lena.sees("Somebody comes from a company that is not on file.")
    await connects(office, SECRET.replace("5up3r", "an0ther"))
    await reads(office, NORTHWIND, by_address={"an0ther": []})
    lena.sees("Connected: calendar.google.com. No coming calls.", "What was found")
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
    assert "You said a meeting with halden.example is a sales call." in above


async def test_whose_calendar_it_is_is_asked_once_if_nothing_tells(office: Office) -> None:
    lena = office.lena
    us = ("lena@forge.example", "mira@forge.example")
    events = [
        meeting(str(day), day, "10:00", title, *us, *guests)
        for day, title, *guests in (
            (24, "Plan the quarter"),
            (25, "Halden demo", "pia@halden.example"),
            (26, "Acme terms", "ann@acme.example"),
            (27, "Both of us"),
        )
    ]
    await connects(office)
    await reads(office, *events, company=frozenset())
    lena.sees("Which of these is you?", "mira@forge.example", "None of these")
    lena.sees("3 questions about meetings that may be calls are open.")
    await lena.presses("lena@forge.example")
    lena.sees("Noted: lena@forge.example is you.", "People from forge.example are your colleagues.")
    await reads(office, *events, company=frozenset())
    await lena.types("/rhythm calendar")
    lena.sees_nothing_of("Which of these is you?")
    await lena.presses("What was found")
    lena.sees("with pia@halden.example. A sales call?", "with ann@acme.example.", "Left out: 2")
    lena.sees_nothing_of("forge.example", "Plan the quarter")


async def test_private_meetings_are_looked_at_only_if_wanted(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    private = replace(NORTHWIND, private=True)
    await reads(office, private)
    lena.sees("No coming calls.")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Left out: 1")
    lena.sees("It is marked as private.")
    await lena.presses("Look at private meetings too")
    lena.sees("your team can see these")
    await lena.presses("Look at them")
    lena.sees("Private meetings can become calls now. Your team can see those that do.")
    await reads(office, private)
    await lena.types("/calls")
    lena.sees("Northwind")


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
    assert "It works once, for ten minutes." in repr(link)
    assert "Signing in is not set up here any more." in repr(other)


async def test_a_calendar_in_another_time_zone_is_told_once_and_used_in_one_tap(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    there = [replace(each, zone="America/Chicago") for each in (NORTHWIND, HALDEN)]
    await reads(office, *there, TEAM)
    lena.sees("Your calendar is in Chicago time, and my times are in Berlin time.")
    await lena.presses("Use America/Chicago")
    lena.sees("Your times are in Chicago time now.")
    await lena.types("/calls")
    lena.sees("03:00")


async def test_a_calendar_in_the_same_time_zone_says_nothing_of_it(office: Office) -> None:
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, replace(HALDEN, zone="Europe/Paris"), TEAM)
    office.lena.sees_nothing_of("my times are in")


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
    lena.sees("Your times are in Berlin time. In Chicago it is ")
    await lena.presses("Use America/Chicago")
    lena.sees("Your times are in Chicago time now.")
    await lena.types(words)
    lena.sees("Your times are in Chicago time already")


async def test_wrong_times_lead_to_the_form(office: Office) -> None:
    lena = office.lena
    await lena.types("your times are wrong")
    if lena.form is None:
        await lena.presses("Open it")
    lena.sees("Your time zone")
