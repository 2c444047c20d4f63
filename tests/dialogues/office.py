"""A team that uses the whole of Attune on one platform, at a time that the test sets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.app import Attune
from bot.base.clock import FixedClock
from handlers.conversation import Conversation
from storage.choices import Role
from storage.tables import Outbox, Person
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

    async def reasons(self) -> dict[str, str]:
        """Why nudges were dropped, by kind."""
        async with self.attune.database.read() as session:
            rows = (await session.exec(select(Outbox).where(col(Outbox.state) == "dropped"))).all()
        return {row.kind: row.reason or "" for row in rows}
