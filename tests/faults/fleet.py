"""Two processes on one PostgreSQL database, and requests to them that conflict."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from sqlalchemy import inspect, text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from handlers import features
from handlers.cards import Aside, Card, Form, Problems, Reply
from handlers.conversation import Conversation
from handlers.request import Means, Place, Request, Sender
from storage.choices import Role
from storage.customers import accounts
from storage.database.connection import Database
from storage.database.wall import EVERY_TENANT
from storage.tables import Person
from storage.workspace import people
from tests.delivery.messenger import ScriptedMessenger
from tests.delivery.world import MORNING, A, playbook

PATIENCE = 30  # seconds


@dataclass
class Fleet:
    """Two processes, as the database sees it."""

    databases: tuple[Database, Database]
    clock: FixedClock = field(default_factory=lambda: FixedClock(MORNING))
    requests: int = 0

    def __post_init__(self) -> None:
        self.messenger = ScriptedMessenger(self.clock)
        self.talks = [Conversation(features.registry(), one, playbook()) for one in self.databases]
        self.loops = [
            Delivery(one, {"test": self.messenger}, playbook(), self.clock)
            for one in self.databases
        ]

    def asks(
        self,
        place: int,
        who: str,
        means: Means,
        name: str,
        text: str = "",
        *,
        again: str = "",
        zone: str = "Europe/Berlin",
        fields: Mapping[str, str] | None = None,
        where: Place | None = None,
    ) -> Coroutine[Any, Any, Reply | None]:
        """Send a request to one of the two; `again` is the platform's id of a request to repeat."""
        self.requests += 1
        sender = Sender(A, who, who, zone)
        request = Request(
            again or f"r{self.requests}", sender, means, name, text, fields or {}, where
        )
        return self.talks[place].answer(request, self.clock.now())

    async def at_once(
        self,
        first: Coroutine[Any, Any, Reply | None],
        *others: Coroutine[Any, Any, Reply | None],
    ) -> list[Reply | None]:
        """The answers if the others ask when the first has done everything but commit.

        The first request goes to process 0, the others to process 1. Each of these runs until it
        is done, or waits for a locked row.
        """
        database, ready, go = self.databases[0], asyncio.Event(), asyncio.Event()
        write = database.write

        @asynccontextmanager
        async def held(tenant: str = EVERY_TENANT) -> AsyncIterator[AsyncSession]:
            async with write(tenant) as session:
                yield session
                await session.flush()
                ready.set()
                await go.wait()

        async with asyncio.timeout(PATIENCE):
            with patch.object(database, "write", held):
                leading = asyncio.create_task(first)
                await ready.wait()
                following = [asyncio.create_task(one) for one in others]
                while sum(not one.done() for one in following) > await self._waiting():
                    pass  # asking gives them time
                go.set()
                return list(await asyncio.gather(leading, *following))

    async def _waiting(self) -> int:
        """How many transactions wait for a lock."""
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with self.databases[0].engine.connect() as connection:
            return int((await connection.execute(waiting)).scalar_one())

    async def deliver(self) -> None:
        """Deliver with both at once, until no row is left."""
        while True:
            await asyncio.gather(*(one.run() for one in self.loops))
            due = await self.loops[0].next_due()
            if due is None:
                return
            self.clock.moment = max(due, self.clock.moment)

    async def person(self, name: str, role: Role = "rep") -> Person:
        """A person on file."""
        async with self.databases[0].write() as session:
            person = await people.ensure(session, A, name, name, "Europe/Berlin")
            person.role = role
        return person

    async def account(self, name: str) -> None:
        """An account that is on file."""
        async with self.databases[0].write() as session:
            await accounts.add(session, A, name, MORNING)

    async def all_of(self, table: type[Any]) -> list[Any]:
        """A table's rows, in the order of their keys."""
        in_order = select(table).order_by(*inspect(table).primary_key)
        async with self.databases[0].read() as session:
            return list((await session.exec(in_order)).all())


def words(reply: Reply | None) -> str:
    """The text of an answer."""
    match reply:
        case Form():
            return reply.title
        case Aside(card):
            return card.summary
        case Card():
            return reply.summary
        case Problems(fields):
            return " ".join(fields.values())
    return ""
