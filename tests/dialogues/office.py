"""A team that uses the whole of Attune on one platform, at a time that the test sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.app import Attune
from bot.base.clock import FixedClock
from handlers.conversation import Conversation
from handlers.nudges.schedule import replan_changed
from storage import plan_changes
from storage.choices import Role
from storage.tables import Outbox, Person
from storage.team import teams
from storage.workspace import people
from tests.dialogue import Dialogue

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 8, 20, tzinfo=BERLIN)  # when the playground opens too


@dataclass
class Office:
    """Lena is a rep, Tomas her colleague."""

    attune: Attune
    clock: FixedClock
    lena: Dialogue
    tomas: Dialogue
    lena_tenant: str
    lena_id: str
    requests: int = 0

    @cached_property
    def conversation(self) -> Conversation:
        """Answers requests that do not come through the platform."""
        return self.attune.conversation()

    def request_id(self) -> str:
        """An id that no request had before."""
        self.requests += 1
        return f"request-{self.requests}"

    async def until(self, day: int, time: str) -> None:
        """Advance the clock to this day in November and time in Berlin, and deliver what is due."""
        hour, minute = map(int, time.split(":"))
        await self._until(datetime(2026, 11, day, hour, minute, tzinfo=BERLIN))

    async def until_december(self, day: int, time: str) -> None:
        """The same in December."""
        hour, minute = map(int, time.split(":"))
        await self._until(datetime(2026, 12, day, hour, minute, tzinfo=BERLIN))

    async def delivers(self) -> None:
        """Deliver what is due now. It takes seconds: a channel accepts one message a second."""
        await self._until(self.clock.moment + timedelta(seconds=5))

    async def _until(self, moment: datetime) -> None:
        delivery = self.attune.wakers[0].delivery
        while (due := await delivery.next_due()) is not None and due <= moment:
            self.clock.moment = max(due, self.clock.moment)
            await delivery.run()
        self.clock.moment = moment

    async def makes(self, name: str, role: Role, *, tenant: str = "") -> None:
        """Give somebody a role, as an admin would; without a tenant, somebody in Lena's."""
        async with self.attune.database.write() as session:
            wanted = select(Person).where(
                col(Person.tenant) == (tenant or self.lena_tenant), col(Person.name) == name
            )
            (await session.exec(wanted)).one().role = role

    async def leads(
        self,
        manager: Dialogue,
        reps: Sequence[Dialogue],
        *,
        team: str = "DACH",
        admin: bool = False,
    ) -> int:
        """Make a team of these reps with this manager, and return its id. Nobody is told.

        Calling it again with the same name changes the team. With `admin`, the manager is also an
        admin. People who have not used Attune yet open their list of calls first.
        """
        for one in (manager, *reps):
            await self.knows(one)
        now = self.clock.now()
        async with self.attune.database.write(self.lena_tenant) as session:
            known = [t for t in await teams.of_tenant(session, self.lena_tenant) if t.name == team]
            made = known[0] if known else await teams.create(session, self.lena_tenant, team, now)
            assert made is not None
            head = await self.row(session, manager)
            head.role = "admin" if admin else "manager"
            made.manager_id = head.id
            for rep in reps:
                await teams.put_in(session, await self.row(session, rep), made, now)
            plan_changes.note_person(session, head.id)
            await replan_changed(session, now)
            return made.id

    async def knows(self, one: Dialogue) -> None:
        """Make sure that a person is on file: open their list of calls if they are not."""
        async with self.attune.database.read(self.lena_tenant) as session:
            found = await people.find(session, self.lena_tenant, one.id)
        if found is None:
            await one.types("/calls")

    async def row(self, session: AsyncSession, one: Dialogue) -> Person:
        """The row of a person who is on file."""
        found = await people.find(session, self.lena_tenant, one.id)
        assert found is not None
        return found

    async def adds(self, name: str, *, team: int | None = None) -> int:
        """Add a colleague who has used Attune but has no client here, to a team if given."""
        async with self.attune.database.write(self.lena_tenant) as session:
            external = name.lower().replace(" ", "-")
            colleague = Person(
                tenant=self.lena_tenant, external=external, name=name, zone="Europe/Berlin"
            )
            session.add(colleague)
            await session.flush()
            into = await teams.by_id(session, self.lena_tenant, team) if team else None
            if into is not None:
                await teams.put_in(session, colleague, into, self.clock.now())
            return colleague.id

    async def reasons(self) -> dict[str, str]:
        """Why nudges were dropped, by kind."""
        async with self.attune.database.read() as session:
            rows = (await session.exec(select(Outbox).where(col(Outbox.state) == "dropped"))).all()
        return {row.kind: row.reason or "" for row in rows}
