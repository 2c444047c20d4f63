"""From a file on a server to calls: what a rep sees when their calendar at an address changes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest_asyncio
from sqlmodel import col, select

from bot.base.metrics import Metrics
from bot.calendars.ics.calendar import IcsCalendar
from bot.calendars.kinds import CalendarOwner
from bot.calendars.poller import CalendarPoller
from handlers.coaching.names.forgetting import forgetting
from storage.rights.erasure.contacts import erase_contact
from storage.tables import Call, Contact, MetGuest, SeenMeeting
from tests.calendars.samples import vcalendar, vevent
from tests.intake.site import Site
from tests.sources.diary import DAY, MINUTE, RULES, Diary, opened

LENA = "lena@ours.example"
JANA = "ATTENDEE;CN=Jana Novak:mailto:jana@northwind.example"
ANNE = "ATTENDEE;CN=Anne Berg:mailto:anne@halden.example"
BERLIN = ";TZID=Europe/Berlin:"
WEEKLY = vevent("RRULE:FREQ=WEEKLY", JANA, start=f"{BERLIN}20261104T150000")
OTHER = vevent(ANNE, start=f"{BERLIN}20261126T100000", uid="b@cal")


@dataclass
class Connected:
    """Lena's calendar, which is polled."""

    diary: Diary
    site: Site
    poller: CalendarPoller
    id: int = 0

    async def has(self, *events: str, body: bytes | None = None, status: int = 200) -> list[str]:
        """The calendar has these events now; returns the calls that are planned after a poll."""
        file = vcalendar(*events, head=f"X-WR-CALNAME:{LENA}")
        self.site.says("/lena.ics", file if body is None else body, status)
        return await self.later(20 * MINUTE)

    async def later(self, time: timedelta) -> list[str]:
        """The calls that are planned when a poll after this time is done."""
        self.diary.passes(time)
        assert await self.poller.poll() == 1
        return [f"{starts_at:%m-%d %H:%M}" for starts_at in await self._starts()]

    async def calls(self) -> list[int]:
        """The ids of all calls that there ever were."""
        found: list[Call] = await self.diary.fleet.all_of(Call)
        return [one.id for one in found]

    async def _starts(self) -> list[datetime]:
        return sorted(starts_at for _, starts_at in await self.diary.planned())


@pytest_asyncio.fixture
async def connected(tmp_path: Path) -> AsyncIterator[Connected]:
    """It is Tuesday 24 November, and the accounts are on file."""
    async with Site() as site, opened("sqlite", tmp_path) as diary:

        def at_address(_: str, cursor: str, owner: CalendarOwner) -> IcsCalendar:
            address = site.url("/lena.ics")
            return IcsCalendar(address, cursor, zone=owner.zone, client=site.client)

        poller = CalendarPoller(
            diary.database, "test", diary.fleet.clock, {"ics": at_address}, RULES, metrics=Metrics()
        )
        yield Connected(diary, site, poller, await diary.connects("lena"))


async def test_single_moved_is_the_same_call_at_its_new_time(connected: Connected) -> None:
    assert await connected.has(WEEKLY) == ["11-25 14:00", "12-02 14:00", "12-09 14:00"]
    before = await connected.calls()
    moved = vevent("RECURRENCE-ID:20261202T140000Z", JANA, start=f"{BERLIN}20261203T110000")
    after = await connected.has(WEEKLY, moved)
    assert after == ["11-25 14:00", "12-03 10:00", "12-09 14:00"]
    assert await connected.calls() == before


async def test_zoom_uid_gives_both_calls(connected: Connected) -> None:
    twice = [vevent(JANA, start=f"{BERLIN}2026112{day}T150000") for day in (5, 6)]
    assert await connected.has(*twice) == ["11-25 14:00", "11-26 14:00"]


async def test_zone_moves_each_call_once(connected: Connected) -> None:
    await connected.has(WEEKLY)
    before = await connected.calls()
    in_london = WEEKLY.replace("Europe/Berlin", "Europe/London")
    assert await connected.has(in_london) == ["11-25 15:00", "12-02 15:00", "12-09 15:00"]
    assert await connected.calls() == before


async def test_other_declined_stays_and_me_declined_goes(connected: Connected) -> None:
    mine = f"ATTENDEE;PARTSTAT={{}}:mailto:{LENA}"
    theirs = "ATTENDEE;PARTSTAT=DECLINED:mailto:ben@northwind.example"
    event = vevent(JANA, mine.format("ACCEPTED"), theirs, start=f"{BERLIN}20261125T150000")
    assert await connected.has(event, OTHER) == ["11-25 14:00", "11-26 09:00"]
    declined = event.replace("ACCEPTED", "DECLINED")
    assert await connected.has(declined, OTHER) == ["11-26 09:00"]


async def test_cut_html_206_are_failures_and_the_plan_stays(connected: Connected) -> None:
    planned = await connected.has(WEEKLY, OTHER)
    whole = vcalendar(OTHER)
    assert await connected.has(body=whole[:-20]) == planned
    connected.site.says("/lena.ics", b"<html>Sign in</html>")
    assert await connected.later(DAY) == planned
    connected.site.says("/lena.ics", whole, 206)
    assert await connected.later(DAY / 8) == planned
    row = await connected.diary.calendar(connected.id)
    assert (row.trouble, row.failures) == ("not a calendar", 3)


async def test_one_instance_taken_out_ends_one_call(connected: Connected) -> None:
    await connected.has(WEEKLY, OTHER)
    without = WEEKLY.replace("RRULE", "EXDATE:20261202T140000Z\r\nRRULE")
    assert await connected.has(without, OTHER) == ["11-25 14:00", "11-26 09:00", "12-09 14:00"]


async def test_a_series_goes_on_though_its_file_never_changes(connected: Connected) -> None:
    assert await connected.has(WEEKLY, OTHER) != []
    assert "12-16 14:00" in await connected.later(2 * DAY)


async def test_whom_the_owner_met_before_is_read_from_the_file_and_goes_with_the_calendar(
    connected: Connected,
) -> None:
    old = vevent(ANNE, start=f"{BERLIN}20260803T100000", uid="old@cal")  # more than three months
    interview = vevent(ANNE, "SUMMARY:Interview", start=f"{BERLIN}20261110T100000", uid="i@cal")
    await connected.has(WEEKLY, OTHER, old, interview)
    rows: list[MetGuest] = await connected.diary.fleet.all_of(MetGuest)
    met = sorted((f"{one.starts_at:%m-%d}", one.address, one.company) for one in rows)
    assert met == [
        (day, "jana@northwind.example", "northwind.example") for day in ("11-04", "11-11", "11-18")
    ]
    await connected.has(WEEKLY.replace("20261104", "20261111"), OTHER)  # the first never was
    rows = await connected.diary.fleet.all_of(MetGuest)
    assert len(rows) == 2
    await connected.diary.disconnects(connected.id)
    assert await connected.diary.fleet.all_of(MetGuest) == []


async def test_past_meetings_dont_bring_back_the_address_of_a_contact_who_was_erased(
    connected: Connected,
) -> None:
    await connected.has(WEEKLY, OTHER)
    assert len(await connected.diary.fleet.all_of(MetGuest)) == 3
    async with connected.diary.database.write() as session:
        wanted = select(Contact).where(col(Contact.email) == "jana@northwind.example")
        jana = (await session.exec(wanted)).one()
        await erase_contact(session, jana, connected.diary.now, forgetting)
    assert await connected.diary.fleet.all_of(MetGuest) == []
    await connected.has(WEEKLY)
    assert await connected.diary.fleet.all_of(MetGuest) == []


async def test_a_later_invitation_does_not_bring_back_a_contact_who_was_erased(
    connected: Connected,
) -> None:
    await connected.has(OTHER)
    async with connected.diary.database.write() as session:
        wanted = select(Contact).where(col(Contact.email) == "jana@northwind.example")
        jana = (await session.exec(wanted)).one()
        await erase_contact(session, jana, connected.diary.now, forgetting)
    title = "SUMMARY:Northwind: Jana Novak and Tom"
    tom = "ATTENDEE;CN=Tom Ash:mailto:tom@northwind.example"
    by_address = "ATTENDEE;CN=Jana Neu:mailto:jana@northwind.example"
    married = vevent(
        "SUMMARY:Northwind: Jana Neu",
        by_address,
        tom,
        start=f"{BERLIN}20261201T150000",
        uid="g@cal",
    )
    with_her = vevent(title, JANA, tom, start=f"{BERLIN}20261127T150000", uid="c@cal")
    by_name = vevent("SUMMARY:Quartz, Jana Novak", start=f"{BERLIN}20261128T100000", uid="d@cal")
    title = "ATTENDEE;CN=Frau Dr. med. Jana Novak:mailto:jana.n@northwind.example"
    titled = vevent(title, tom, start=f"{BERLIN}20261129T150000", uid="e@cal")
    elsewhere = 'ATTENDEE;CN="Novak, Dr. Jana":mailto:jana.n@halden.example'
    moved = vevent(elsewhere, start=f"{BERLIN}20261130T150000", uid="f@cal")
    assert await connected.has(OTHER, with_her, by_name, titled, moved, married) == [
        *("11-26 09:00", "11-27 14:00", "11-29 14:00", "11-30 14:00", "12-01 14:00")
    ]
    calls, seen = [await connected.diary.fleet.all_of(one) for one in (Call, SeenMeeting)]
    known: list[Contact] = await connected.diary.fleet.all_of(Contact)
    held = [str(row) for row in (*calls, *seen, *(one for one in known if one.account_id == 1))]
    assert any("Northwind: a former contact and Tom" in each for each in held)
    assert any("Tom Ash" in each for each in held)
    assert not [each for each in held if "Novak" in each or "jana" in each.lower() or "Neu" in each]
