"""People's calendars, which the tests edit and have read, on a real database."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from handlers.nudges.schedule import replan_changed
from handlers.sources.calendars import disconnecting, reading
from handlers.sources.calendars.call_left import ChangeKind
from handlers.sources.calendars.known import MeetingRules
from handlers.sources.crm import crm
from handlers.sources.records import Attendee, CalendarEvent, CrmAccount, CrmContact
from storage.choices import CalendarKind
from storage.database.connection import Database
from storage.meetings import calendars, meeting_answers
from storage.sealing import Sealer, new_key
from storage.sql.unique import retry_on_conflict
from storage.tables import CalendarConnection, Call, MeetingAnswer, Outbox, Person, SeenMeeting
from storage.workspace import people
from tests import sqlite
from tests.delivery.world import MORNING, A, playbook
from tests.faults.fleet import Fleet
from tests.postgres import migrated

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
TOMORROW_THREE = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # 15:00 in Berlin
KEY = new_key()
KEYS = Sealer([KEY])
RULES = MeetingRules(frozenset({"ours.example"}), playbook().meetings)
COMPANIES = ("Northwind", "Halden", "Kestrel", "Brightwater")


def meeting(
    uid: str,
    starts_at: datetime = TOMORROW_THREE,
    company: str = "Northwind",
    *,
    series: bool = False,
) -> CalendarEvent:
    """A meeting of half an hour with a company; of a series, the instance at this time."""
    return CalendarEvent(
        uid=uid,
        starts_at=starts_at,
        ends_at=starts_at + HOUR / 2,
        zone="Europe/Berlin",
        title=f"{company} and us",
        attendees=(Attendee("Jana Novak", f"jana@{company.lower()}.example"),),
        original_start=starts_at if series else None,
    )


def moved(event: CalendarEvent, by: timedelta) -> CalendarEvent:
    """The same meeting at another time."""
    return replace(event, starts_at=event.starts_at + by, ends_at=event.ends_at + by)


@dataclass
class Diary:
    """A team with calendars. `events` holds what is in each calendar now, by its row id."""

    fleet: Fleet
    events: dict[int, dict[str, CalendarEvent]] = field(default_factory=dict)
    rules: MeetingRules = RULES

    @property
    def database(self) -> Database:
        """The database, as the first of two processes sees it."""
        return self.fleet.databases[0]

    @property
    def now(self) -> datetime:
        """The time, UTC."""
        return self.fleet.clock.now()

    def passes(self, time: timedelta) -> None:
        """Time passes, and nothing is delivered."""
        self.fleet.clock.moment += time

    async def until(self, moment: datetime) -> None:
        """Deliver everything that is due until then."""
        while True:
            await self.fleet.loops[0].run()
            due = await self.fleet.loops[0].next_due()
            if due is None or due > moment:
                self.fleet.clock.moment = max(moment, self.now)
                await self.fleet.loops[0].run()
                return
            self.fleet.clock.moment = max(due, self.now)

    async def connects(
        self, who: str = "lena", *events: CalendarEvent, kind: CalendarKind = "ics"
    ) -> int:
        """Somebody connects a calendar with these events; returns its row id."""
        async with self.database.write() as session:
            person = await people.ensure(session, A, who, who, "Europe/Berlin")
            calendar = await calendars.connect(
                session,
                person,
                self.now,
                kind=kind,
                secret=f"https://x.example/{len(self.events) + 1}",
                label="x.example",
            )
            assert calendar.id == len(self.events) + 1
        self.events[calendar.id] = {}
        self.put(calendar.id, *events)
        return calendar.id

    def put(self, calendar: int, *events: CalendarEvent) -> None:
        """Add events to a calendar, or replace them."""
        self.events[calendar] |= {event.source_id: event for event in events}

    def drop(self, calendar: int, *events: CalendarEvent) -> None:
        """Delete events from a calendar."""
        for event in events:
            del self.events[calendar][event.source_id]

    async def disconnects(self, calendar: int) -> None:
        """Somebody disconnects a calendar."""
        async with self.database.write() as session:
            row = await calendars.by_id(session, A, calendar, locked=True)
            assert row is not None
            person = await people.by_id(session, A, row.person_id)
            assert person is not None
            await disconnecting.disconnect(session, person, row, self.now)
            await replan_changed(session, self.now)

    async def reads(self, calendar: int, place: int = 0) -> Counter[ChangeKind] | None:
        """A read of a calendar as it is now is taken in; None if it is doubted."""
        return await self.takes_in(calendar, tuple(self.events[calendar].values()), place)

    async def takes_in(
        self, calendar: int, found: tuple[CalendarEvent, ...], place: int = 0
    ) -> Counter[ChangeKind] | None:
        """What a read found is taken in by one of the two processes."""

        async def attempt() -> Counter[ChangeKind] | None:
            async with self.fleet.databases[place].write() as session:
                row = await calendars.by_id(session, A, calendar, locked=True)
                assert row is not None
                person = await people.by_id(session, A, row.person_id)
                assert person is not None
                return await reading.take_in(
                    session,
                    person,
                    row,
                    found,
                    span=reading.span_at(self.now),
                    now=self.now,
                    rules=self.rules,
                )

        return await retry_on_conflict(attempt)

    async def planned(self) -> list[tuple[str, datetime]]:
        """The calls that are planned, by their source id, with their starts."""
        calls: list[Call] = await self.fleet.all_of(Call)
        return sorted(
            (one.source_id or "", one.starts_at) for one in calls if one.status == "planned"
        )

    async def rows(self, kind: str) -> list[tuple[str, datetime]]:
        """The rows of a kind, with their state and due time."""
        found: list[Outbox] = await self.fleet.all_of(Outbox)
        return [(row.state, row.due_at) for row in found if row.kind == kind]

    async def ids(self) -> dict[str, int]:
        """The row ids of the people on file, by name."""
        found: list[Person] = await self.fleet.all_of(Person)
        return {one.external: one.id for one in found}

    def told(self, who: str = "lena") -> list[str]:
        """The first line of each message that somebody was sent."""
        posts = self.fleet.messenger.posts
        return [post.card.summary for post in posts if post.to.external == who]

    async def seen(self, calendar: int) -> list[SeenMeeting]:
        """The rows of a calendar's meetings."""
        rows: list[SeenMeeting] = await self.fleet.all_of(SeenMeeting)
        return [row for row in rows if row.calendar_id == calendar]

    async def calendar(self, calendar: int) -> CalendarConnection:
        """The row of a calendar."""
        rows: list[CalendarConnection] = await self.fleet.all_of(CalendarConnection)
        return next(row for row in rows if row.id == calendar)

    async def says(self, who: str, about: str, **said: bool) -> None:
        """Somebody has said something about a meeting."""
        async with self.database.write() as session:
            person = await people.ensure(session, A, who, who, "Europe/Berlin")
            answer = MeetingAnswer(
                tenant=A,
                person_id=person.id,
                about=about,
                is_call=said.get("is_call", True),
                asleep=said.get("asleep", False),
                answered_at=self.now,
            )
            await meeting_answers.remember(session, answer)

    async def said(self, who: str) -> dict[str, bool]:
        """What somebody said, by what it is about: whether it sleeps."""
        async with self.database.read() as session:
            person = (await session.exec(select(Person).where(Person.external == who))).one()
        answers: list[MeetingAnswer] = await self.fleet.all_of(MeetingAnswer)
        return {one.about: one.asleep for one in answers if one.person_id == person.id}


@asynccontextmanager
async def opened(engine: str, folder: Path) -> AsyncIterator[Diary]:
    """An empty diary on an engine, "sqlite" or "postgresql", whose accounts are on file."""
    if engine == "sqlite":
        file = await sqlite.migrated(folder / "attune.sqlite3")
        database = Database(f"sqlite:///{file}", KEYS)
        try:
            yield await _filled(Fleet((database, database)))
        finally:
            await database.close()
        return
    async with migrated() as url:
        first, second = Database(url, KEYS), Database(url, KEYS)
        try:
            yield await _filled(Fleet((first, second)))
        finally:
            await first.close()
            await second.close()


async def _filled(fleet: Fleet) -> Diary:
    async with fleet.databases[0].write() as session:
        for name in COMPANIES:
            domain = f"{name.lower()}.example"
            jana = CrmContact("Jana Novak", "head of dispatch", f"jana@{domain}")
            record = CrmAccount(name, domains=(domain,), contacts=(jana,))
            await crm.take_in(session, A, record, MORNING)
    return Diary(fleet)
