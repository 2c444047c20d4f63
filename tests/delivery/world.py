"""A database with people and calls, a clock that the test moves, and a platform in memory."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlmodel import col, select

from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from handlers import features, planning
from handlers.conversation import Conversation
from handlers.nudges import KINDS
from handlers.nudges.schedule import replan_changed
from handlers.playbook.loader import Playbook
from handlers.request import Means, Request, Sender
from storage.choices import CallStatus
from storage.customers import accounts
from storage.database.connection import Database
from storage.sales_calls import calls
from storage.tables import Call, Outbox, Person
from storage.workspace import people
from tests import sqlite
from tests.delivery.messenger import ScriptedMessenger
from tests.shipped import SHIPPED_PLAYBOOK

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Berlin
A, B = "test:A", "test:B"
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@cache
def playbook() -> Playbook:
    """The playbook that comes with Attune."""
    return SHIPPED_PLAYBOOK


@dataclass
class World:
    """Everything but the platform is real."""

    folder: Path
    url: str = ""  # of a database that is up to date; else there is a new one in the folder
    clock: FixedClock = field(default_factory=lambda: FixedClock(MORNING))
    requests: int = 0
    accounts: int = 0

    def __post_init__(self) -> None:
        self.database = Database(self.url or f"sqlite:///{self.folder / 'attune.sqlite3'}")
        self.messenger = ScriptedMessenger(self.clock)
        self.delivery = self.worker()
        self.conversation = Conversation(features.registry(), self.database, playbook())

    async def start(self) -> None:
        """Make the tables, where there are none."""
        if self.url:
            return
        await sqlite.migrated(self.folder / "attune.sqlite3")

    def worker(self) -> Delivery:
        """Another delivery loop on the same database and platform."""
        return Delivery(self.database, {"test": self.messenger}, playbook(), self.clock)

    async def person(
        self, name: str, tenant: str = A, only: tuple[str, ...] = (), most_a_day: int = 20
    ) -> Person:
        """Somebody in Berlin, who gets only these kinds."""
        async with self.database.write() as session:
            person = await people.ensure(session, tenant, name, name, "Europe/Berlin")
            muted = [kind.name for kind in KINDS if only and kind.name not in only]
            person.rhythm = {"muted": muted, "most_a_day": most_a_day}
        return person

    async def call(
        self,
        person: Person,
        starts_at: datetime,
        account: str = "Northwind",
        lasts: timedelta = 30 * MINUTE,
    ) -> Call:
        """A call that was planned a week before, and its nudges."""
        async with self.database.write() as session:
            with_whom = await accounts.add(session, person.tenant, account, MORNING)
            call = Call(
                tenant=person.tenant,
                account_id=with_whom.id,
                starts_at=starts_at,
                ends_at=starts_at + lasts,
                planned_at=starts_at - timedelta(days=7),
                zone=person.zone,
            )
            await planning.record(session, person, call)
            await replan_changed(session, self.clock.now())
        return call

    async def listens(self, person: Person, *minutes: int) -> list[Call]:
        """Short calls with new accounts, whose listening lines are due in this many minutes.

        Without a break of ten minutes, the later call gets no line; calls at the same time do.
        """
        return [await self._short_call(person, wait + 10) for wait in minutes]

    async def is_briefed(self, person: Person, *minutes: int) -> list[Call]:
        """Short calls with new accounts, whose briefs are due in this many minutes."""
        return [await self._short_call(person, wait + 60) for wait in minutes]

    async def _short_call(self, person: Person, minutes: int) -> Call:
        self.accounts += 1
        starts_at = self.clock.now() + minutes * MINUTE
        return await self.call(person, starts_at, f"Account {self.accounts}", 10 * MINUTE)

    async def set_status(self, call: Call, status: CallStatus) -> None:
        """Cancel or restore a call."""
        async with self.database.write() as session:
            stored = await calls.by_id(session, call.tenant, call.id)
            assert stored is not None
            stored.status = status
            await replan_changed(session, self.clock.now())

    async def says(self, person: Person, means: Means, name: str, text: str = "") -> None:
        """A person makes a request."""
        self.requests += 1
        sender = Sender(person.tenant, person.external, person.name, "Europe/Berlin")
        request = Request(f"r{self.requests}", sender, means, name, text)
        await self.conversation.answer(request, self.clock.now())

    async def passes(self, time: timedelta) -> Counter[str]:
        """Let time pass, then deliver."""
        self.clock.moment += time
        return await self.delivery.run()

    async def rows(self, state: str | None = None) -> list[Outbox]:
        """The outbox, in the order in which things are due."""
        wanted = select(Outbox).order_by(col(Outbox.due_at), col(Outbox.id))
        if state:
            wanted = wanted.where(col(Outbox.state) == state)
        async with self.database.read() as session:
            return list((await session.exec(wanted)).all())
