"""Events of calendars come in: what becomes of the calls, on both databases."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from sqlmodel import col, select

from handlers.nudges.schedule import replan_changed
from handlers.request import Means
from handlers.sources.calendars import calendar
from handlers.sources.calendars.call_left import Outcome
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.sales_calls import judge
from handlers.sources.crm import crm
from handlers.sources.records import Attendee, CalendarEvent, CrmAccount, CrmContact
from storage import plan_changes
from storage.customers import accounts, attendees, contacts
from storage.database.connection import Database
from storage.tables import Call, Outbox, Seat
from storage.workspace import people
from tests import sqlite
from tests.delivery.world import MORNING, A, playbook
from tests.faults.fleet import Fleet, words
from tests.postgres import migrated

PRESS, TYPE, SUBMIT = Means.BUTTON, Means.COMMAND, Means.FORM
THREE = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # on Wednesday, 15:00 in Berlin
HOUR = timedelta(hours=1)
JANA = Attendee("Novak, Jana", "Jana.Novak@Northwind.example")
DEMO = CalendarEvent(
    uid="040000008200E00074C5B7101A82E008",
    starts_at=THREE,
    ends_at=THREE + HOUR / 2,
    zone="Europe/Berlin",
    title="Demo for Northwind",
    attendees=(JANA,),
    join_url="https://meet.example/demo",
)
RULES = MeetingRules(frozenset({"ours.example"}), playbook().meetings)
NORTHWIND = CrmAccount(
    "Northwind",
    domains=("northwind.example",),
    contacts=(CrmContact("Jana Novak", "head of dispatch", "jana.novak@northwind.example"),),
)
STATES: tuple[Literal["cancelled", "declined"], ...] = ("cancelled", "declined")
HALDEN = CrmAccount("Halden", domains=("https://www.halden.example/about",))


@dataclass
class Desk:
    """A team whose calendars the tests hand over, event by event."""

    fleet: Fleet

    async def hands_over(
        self, who: str, event: CalendarEvent, source: str = "ics", *, account: int | None = None
    ) -> Outcome:
        """An event of somebody's calendar comes in, and nudges are planned.

        `account` is what its owner said that it is with; else the rule finds it.
        """
        async with self.fleet.databases[0].write() as session:
            person = await people.ensure(session, A, who, who, "Europe/Berlin")
            now = self.fleet.clock.now()
            known = await known_about(session, person, [event], RULES)
            account = account or judge(event, known).account_id
            outcome = await calendar.take_in(
                session, person, source, event, now, account_id=account
            )
            await replan_changed(session, now)
        return outcome

    async def types(self, who: str, command: str, text: str = "") -> str:
        """What somebody is answered to a command."""
        return words(await self.fleet.asks(0, who, TYPE, command, text))

    async def calls(self) -> list[Call]:
        """All calls, in the order in which they were planned."""
        return sorted(await self.fleet.all_of(Call), key=lambda call: call.id)

    async def coming(self, call: Call | None) -> list[str]:
        """The names of the contacts who are coming to a call."""
        assert call is not None
        async with self.fleet.databases[0].read() as session:
            coming = await attendees.of_calls(session, [call.id])
            return [one.name for one in coming.get(call.id, [])]


@pytest.fixture(params=["sqlite", "postgresql"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    """Northwind and Halden are on file, and nobody has a call."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
        yield await _desk(database)
        await database.close()
        return
    async with migrated() as url:
        database = Database(url)
        yield await _desk(database)
        await database.close()


async def _desk(database: Database) -> Desk:
    async with database.write() as session:
        for record in (NORTHWIND, HALDEN):
            await crm.take_in(session, A, record, MORNING)
    return Desk(Fleet((database, database)))


async def test_an_events_link_says_which_meeting_on_teams_it_is(desk: Desk) -> None:
    link = "https://teams.microsoft.com/meet/2345678901234?p=x"
    planned = await desk.hands_over("lena", replace(DEMO, join_url=link))
    assert planned.call
    assert planned.call.meeting == "meet/2345678901234"
    await desk.hands_over("lena", DEMO)
    [call] = await desk.calls()
    assert call.meeting == ""


async def test_an_event_comes_moves_and_is_cancelled(desk: Desk) -> None:
    planned = await desk.hands_over("lena", DEMO)
    assert (planned.what, planned.added) == ("planned", ())
    assert planned.call
    assert planned.call.join_url == "https://meet.example/demo"
    assert await desk.coming(planned.call) == ["Jana Novak"]
    assert await desk.types("lena", "calls") == "Upcoming calls"
    brief = await desk.types("lena", "prep", "Northwind")
    assert brief == "Northwind, tomorrow 15:00"
    assert (await desk.hands_over("lena", DEMO)).what == "unchanged"

    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    moved = await desk.hands_over("lena", later)
    assert moved.what == "moved"
    assert moved.call
    assert (moved.call.starts_at, moved.call.ends_at) == (THREE + HOUR, THREE + 2 * HOUR)
    assert (await desk.hands_over("lena", later)).what == "unchanged"
    longer = replace(later, ends_at=THREE + 3 * HOUR)
    assert (await desk.hands_over("lena", longer)).what == "updated"

    off = replace(longer, state="cancelled")
    assert (await desk.hands_over("lena", off)).what == "cancelled"
    assert (await desk.hands_over("lena", off)).what == "unchanged"
    assert await desk.types("lena", "calls") == "You have no calls planned."
    assert (await desk.hands_over("lena", longer)).what == "restored"
    assert await desk.types("lena", "calls") == "Upcoming calls"
    assert len(await desk.calls()) == 1


async def test_two_colleagues_copies_of_a_meeting_are_one_call(desk: Desk) -> None:
    first = await desk.hands_over("lena", DEMO, "google")
    second = await desk.hands_over("tomas", DEMO, "graph")
    assert (first.what, second.what) == ("planned", "joined")
    [call] = await desk.calls()
    assert (call.source, call.source_id) == ("google", DEMO.uid)

    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    assert (await desk.hands_over("tomas", later)).what == "moved"
    assert (await desk.hands_over("lena", later)).what == "unchanged"

    assert (await desk.hands_over("lena", replace(later, state="declined"))).what == "left"
    assert await desk.types("lena", "calls") == "You have no calls planned."
    assert await desk.types("tomas", "calls") == "Upcoming calls"
    assert (await desk.hands_over("tomas", replace(later, state="declined"))).what == "cancelled"


async def test_a_late_copy_does_not_move_the_call_back(desk: Desk) -> None:
    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    await desk.hands_over("lena", later)
    assert (await desk.hands_over("tomas", DEMO)).what == "joined"
    [call] = await desk.calls()
    assert call.starts_at == THREE + HOUR


async def test_a_meeting_that_the_organizer_cancels_is_off_for_everybody(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    await desk.fleet.asks(0, "tomas", PRESS, "prep.join", "1")  # whose calendar is not connected
    assert (await desk.hands_over("lena", replace(DEMO, state="cancelled"))).what == "cancelled"
    assert await desk.types("tomas", "calls") == "You have no calls planned."
    await desk.fleet.deliver()
    told = [one.card.summary for one in desk.fleet.messenger.posts if one.to.external == "tomas"]
    assert (
        "Your call with Northwind, Wednesday 25 November 15:00, was cancelled in the calendar."
        in told
    )


async def test_a_shared_meeting_that_the_organizer_puts_back_is_on_for_everybody(
    desk: Desk,
) -> None:
    for who in ("lena", "tomas"):
        await desk.hands_over(who, DEMO)
    for who, what in (("lena", "cancelled"), ("tomas", "unchanged")):
        assert (await desk.hands_over(who, replace(DEMO, state="cancelled"))).what == what
    for who, what in (("lena", "restored"), ("tomas", "unchanged")):
        assert (await desk.hands_over(who, DEMO)).what == what
        assert await desk.types(who, "calls") == "Upcoming calls"


async def test_who_declined_is_not_brought_back_by_a_colleagues_copy(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    await desk.hands_over("lena", replace(DEMO, state="declined"))
    assert (await desk.hands_over("tomas", DEMO)).what == "joined"
    assert await desk.types("lena", "calls") == "You have no calls planned."
    assert await desk.types("tomas", "calls") == "Upcoming calls"
    assert (await desk.hands_over("lena", DEMO)).what == "joined"  # she accepts after all
    assert len(await desk.calls()) == 1


@pytest.mark.parametrize("first", ["alone", "with a colleague"])
async def test_who_keeps_a_call_from_the_manager_still_does_after_declining_and_accepting(
    desk: Desk, first: str
) -> None:
    await desk.hands_over("lena", DEMO)
    if first == "with a colleague":
        await desk.hands_over("tomas", DEMO)
    async with desk.fleet.databases[0].write() as session:
        (lena, *_) = (await session.exec(select(Seat).order_by(col(Seat.person_id)))).all()
        lena.opened, person_id = False, lena.person_id
    await desk.hands_over("lena", replace(DEMO, state="declined"))
    await desk.hands_over("tomas", DEMO)
    assert [seat.person_id for seat in await desk.fleet.all_of(Seat)] != [person_id]
    assert (await desk.hands_over("lena", DEMO)).what == "joined"
    kept = {seat.person_id: seat.opened for seat in await desk.fleet.all_of(Seat)}
    assert kept.pop(person_id) is False
    assert list(kept.values()) == [None]


async def test_a_call_that_took_place_stays_when_its_event_goes(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    desk.fleet.clock.moment = THREE + HOUR
    for state in STATES:
        assert (await desk.hands_over("lena", replace(DEMO, state=state))).what == "unchanged"
    [call] = await desk.calls()
    assert call.status == "planned"


async def test_a_call_that_took_place_stays_and_its_moved_event_is_a_new_call(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    await desk.hands_over("tomas", DEMO)
    desk.fleet.clock.moment = THREE + HOUR / 4
    late = replace(DEMO, starts_at=THREE + HOUR / 3, ends_at=THREE + HOUR)
    assert (await desk.hands_over("lena", late)).what == "moved"  # it only begins later
    desk.fleet.clock.moment = THREE + HOUR * 3 / 2
    await desk.fleet.asks(0, "tomas", PRESS, "reflect.tap", "1:yes")
    week = timedelta(days=7)
    moved = replace(DEMO, starts_at=THREE + week, ends_at=THREE + week + HOUR)
    assert (await desk.hands_over("lena", moved)).what == "planned"
    assert (await desk.hands_over("tomas", moved)).what == "joined"
    assert (await desk.hands_over("lena", moved)).what == "unchanged"
    calls = await desk.calls()
    assert [one.status for one in calls] == ["planned", "planned"]
    assert [one.starts_at for one in calls] == [late.starts_at, THREE + week]


async def test_a_call_of_which_nothing_is_on_file_moves_with_its_event_even_late(
    desk: Desk,
) -> None:
    await desk.hands_over("lena", DEMO)
    await desk.hands_over("tomas", DEMO)
    week = timedelta(days=7)
    for number, late in enumerate((HOUR / 4, week + HOUR, 2 * week + 3 * HOUR), start=1):
        desk.fleet.clock.moment = THREE + late
        at = THREE + number * week
        moved = replace(DEMO, starts_at=at, ends_at=at + HOUR)
        assert (await desk.hands_over("lena", moved)).what == "moved"
        assert (await desk.hands_over("tomas", moved)).what == "unchanged"
    [call] = await desk.calls()
    assert (call.starts_at, call.status) == (THREE + 3 * week, "planned")


async def test_a_call_that_took_place_keeps_its_start_if_its_event_begins_earlier_or_a_bit_later(
    desk: Desk,
) -> None:
    await desk.hands_over("lena", DEMO)
    desk.fleet.clock.moment = THREE + HOUR / 4
    await desk.fleet.asks(0, "lena", PRESS, "reflect.tap", "1:yes")
    for by in (-HOUR / 4, HOUR / 4):
        real = replace(DEMO, starts_at=THREE + by, ends_at=THREE + HOUR)
        await desk.hands_over("lena", real)
        [call] = await desk.calls()
        assert (call.starts_at, call.ends_at) == (THREE, THREE + HOUR)


async def test_a_call_that_a_platform_saw_begin_took_place(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    async with desk.fleet.databases[0].write() as session:
        (call,) = (await session.exec(select(Call))).all()
        call.started_at = THREE + HOUR / 60
        await plan_changes.discard(session)
    desk.fleet.clock.moment = THREE + HOUR / 4
    moved = replace(DEMO, starts_at=THREE + 24 * HOUR, ends_at=THREE + 25 * HOUR)
    assert (await desk.hands_over("lena", moved)).what == "planned"
    assert [one.starts_at for one in await desk.calls()] == [THREE, THREE + 24 * HOUR]


async def test_a_call_that_was_typed_becomes_the_events(desk: Desk) -> None:
    await desk.types("lena", "prep", "Northwind tomorrow 3pm")
    adopted = await desk.hands_over("lena", DEMO)
    assert adopted.what == "updated"
    [call] = await desk.calls()
    assert (call.source, call.source_id) == ("typed", DEMO.uid)
    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    assert (await desk.hands_over("lena", later)).what == "moved"


async def test_a_meeting_under_two_ids_is_one_call(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    again = replace(DEMO, uid="scheduler-1")
    assert (await desk.hands_over("lena", again)).what == "unchanged"
    [call] = await desk.calls()
    assert call.source_id == DEMO.uid
    other = replace(again, uid="scheduler-2", starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    await desk.hands_over("lena", other)
    here = replace(other, starts_at=THREE, ends_at=THREE + HOUR)
    assert (await desk.hands_over("lena", here)).what == "cancelled"
    assert [one.status for one in await desk.calls()] == ["planned", "cancelled"]


async def test_each_instance_of_a_series_is_a_call(desk: Desk) -> None:
    week = timedelta(days=7)
    first, second = (
        replace(
            DEMO,
            starts_at=THREE + number * week,
            ends_at=THREE + number * week + HOUR,
            original_start=THREE + number * week,
        )
        for number in range(2)
    )
    for one in (first, second):
        assert (await desk.hands_over("lena", one)).what == "planned"
    later = replace(second, starts_at=second.starts_at + HOUR, ends_at=second.ends_at + HOUR)
    assert (await desk.hands_over("lena", later)).what == "moved"
    assert [one.starts_at for one in await desk.calls()] == [THREE, THREE + week + HOUR]


async def test_what_was_cancelled_by_hand_comes_back_only_at_another_time(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    await desk.fleet.asks(0, "lena", PRESS, "call.cancel", "1")
    renamed = replace(DEMO, title="Northwind, second try")
    assert (await desk.hands_over("lena", renamed)).what == "cancelled by hand"
    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    assert (await desk.hands_over("lena", later)).what == "moved"
    assert await desk.types("lena", "calls") == "Upcoming calls"


async def test_a_call_that_they_missed_stays_so_and_its_moved_event_is_a_new_try(
    desk: Desk,
) -> None:
    await desk.hands_over("lena", DEMO)
    async with desk.fleet.databases[0].write() as session:
        (missed,) = (await session.exec(select(Call))).all()
        missed.status = "missed"
        await plan_changes.discard(session)
    assert (await desk.hands_over("lena", DEMO)).what == "unchanged"
    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    assert (await desk.hands_over("lena", later)).what == "planned"
    assert (await desk.hands_over("tomas", later)).what == "joined"
    assert [one.status for one in await desk.calls()] == ["missed", "planned"]


async def test_who_kept_a_call_keeps_the_new_try_of_its_moved_event(desk: Desk) -> None:
    for who in ("lena", "tomas"):
        await desk.hands_over(who, DEMO)
    async with desk.fleet.databases[0].write() as session:
        (missed,) = (await session.exec(select(Call))).all()
        missed.status = "missed"
        for seat in (await session.exec(select(Seat))).all():
            seat.opened = False
        await plan_changes.discard(session)
    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    for who in ("lena", "tomas"):
        await desk.hands_over(who, later)
    seats: list[Seat] = await desk.fleet.all_of(Seat)
    assert [one.opened for one in seats] == [False] * 4


async def test_a_call_stays_cancelled_if_another_is_typed_at_its_time(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    await desk.hands_over("lena", replace(DEMO, state="cancelled"))
    await desk.types("lena", "prep", "Northwind tomorrow 15:00")
    assert (await desk.hands_over("lena", DEMO)).what == "time taken"
    assert [one.status for one in await desk.calls()] == ["cancelled", "planned"]


async def test_a_time_that_a_rep_changed_by_hand_stands_until_the_event_changes(
    desk: Desk,
) -> None:
    await desk.hands_over("lena", DEMO)
    fields = {"when": "tomorrow 17:00", "minutes": "30"}
    await desk.fleet.asks(0, "lena", SUBMIT, "call", "1", fields=fields)
    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + HOUR * 3 / 2)
    assert (await desk.hands_over("lena", later)).what == "moved"
    [call] = await desk.calls()
    assert call.starts_at == THREE + HOUR


async def test_guests_are_found_by_address_then_by_name_and_others_become_contacts(
    desk: Desk,
) -> None:
    async with desk.fleet.databases[0].write() as session:
        record = replace(NORTHWIND, contacts=(CrmContact("Ruben Falk"), CrmContact("Mia Thorne")))
        await crm.take_in(session, A, record, MORNING)
        lena = await people.ensure(session, A, "lena", "lena", "UTC")
        lena.email = "lena@ours.example"
    ruben = Attendee("ruben falk", "ruben.falk@northwind.example")
    stranger = Attendee("Bo Li", "bo@northwind.example")
    ours = Attendee("Lena", "Lena@ours.example")
    mia = Attendee("Mia Thorne", "mia@gmail.com")
    event = replace(DEMO, attendees=(JANA, ruben, stranger, ours, mia))
    outcome = await desk.hands_over("lena", event)
    assert await desk.coming(outcome.call) == [
        "Jana Novak",
        "Ruben Falk",
        "Mia Thorne",
        "Bo Li",
    ]
    assert [one.name for one in outcome.added] == ["Bo Li"]
    async with desk.fleet.databases[0].read() as session:
        [northwind] = (await accounts.by_names(session, A, ["Northwind"])).values()
        on_file = await contacts.by_accounts(session, [northwind.id])
        kept = {one.name: one.email for one in on_file[northwind.id]}
    assert kept == {
        "Jana Novak": "jana.novak@northwind.example",
        "Ruben Falk": "ruben.falk@northwind.example",
        "Mia Thorne": None,  # a private address is not kept
        "Bo Li": "bo@northwind.example",
    }

    event = replace(event, attendees=(replace(JANA, declined=True),))
    assert (await desk.hands_over("lena", event)).what == "updated"
    assert await desk.coming(outcome.call) == ["Ruben Falk", "Mia Thorne", "Bo Li"]


async def test_somebody_from_another_company_with_the_name_is_kept_aside(desk: Desk) -> None:
    other = Attendee("Bo Li", "bo@northwind-lawyers.example")
    same = Attendee("Ida Roth", "ida@northwind.test")
    outcome = await desk.hands_over("lena", replace(DEMO, attendees=(JANA, other, same)), account=1)
    assert await desk.coming(outcome.call) == ["Jana Novak"]
    assert not outcome.added  # whose call is known, but not which company they are from


HOSTILE = "<!channel> *Northwind* <https://evil.example|Jana> \u202e\u0000 {{x}} '; DROP TABLE call"


async def test_hostile_and_boundless_events_do_no_harm(desk: Desk) -> None:
    guests = tuple(Attendee(HOSTILE, f"{number}@{HOSTILE}") for number in range(5_000))
    event = CalendarEvent(
        uid=HOSTILE * 1_000,
        starts_at=THREE,
        ends_at=THREE - HOUR,
        zone="Nowhere/../../etc",
        title=HOSTILE + "Northwind " * 10_000,
        attendees=(JANA, *guests),
        join_url="javascript:alert(1)",
    )
    outcome = await desk.hands_over("lena", event, account=1)
    assert outcome.what == "planned"
    assert outcome.call
    assert len(outcome.call.source_id or "") == 64
    assert (outcome.call.join_url, outcome.call.zone) == ("", "Europe/Berlin")
    assert outcome.call.ends_at == THREE + HOUR / 2
    assert await desk.coming(outcome.call) == ["Jana Novak"]
    assert outcome.added == ()
    for _ in range(2):
        assert (await desk.hands_over("lena", event, account=1)).what == "unchanged"
    endless = replace(event, uid="2", starts_at=THREE + 3 * HOUR, ends_at=THREE + 999 * HOUR)
    outcome = await desk.hands_over("lena", endless, account=1)
    assert outcome.call
    assert outcome.call.ends_at == outcome.call.starts_at + timedelta(days=1)


@pytest.mark.parametrize("broken", ["\0", "\ud83d"])
async def test_what_no_database_can_store_does_no_harm(desk: Desk, broken: str) -> None:
    guest = Attendee(f"Jana{broken}", f"jana{broken}@northwind.example")
    event = replace(DEMO, uid=f"1{broken}", title=f"{broken} Northwind", attendees=(guest,))
    event = replace(event, zone=f"Europe/{broken}", join_url=f"https://meet.example/{broken}")
    assert (await desk.hands_over("lena", event, account=1)).what == "planned"
    assert (await desk.hands_over("lena", event, account=1)).what == "unchanged"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        replace(DEMO, starts_at=THREE.replace(tzinfo=None))


def test_a_meeting_without_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="uid"):
        replace(DEMO, uid=" ")


async def test_nudges_follow_the_calendar(desk: Desk) -> None:
    await desk.hands_over("lena", DEMO)
    later = replace(DEMO, starts_at=THREE + HOUR, ends_at=THREE + 2 * HOUR)
    await desk.hands_over("lena", later)
    await desk.hands_over("tomas", later)
    await desk.fleet.deliver()
    rows = [row for row in await desk.fleet.all_of(Outbox) if row.kind == "listen"]
    assert sorted((row.state, row.due_at) for row in rows) == [
        ("dropped", THREE - timedelta(minutes=10)),
        ("sent", THREE + HOUR - timedelta(minutes=10)),
        ("sent", THREE + HOUR - timedelta(minutes=10)),
    ]
