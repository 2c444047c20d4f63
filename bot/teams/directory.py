"""Who somebody on Teams is, and where they are reached: kept, since Teams cannot be asked."""

from collections import OrderedDict

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.teams.activity import Who
from bot.teams.address import Address, unpack
from handlers.conversation import Sender
from handlers.nudges.schedule import sync
from storage import outbox, people
from storage.database import Database
from storage.tables import Person

MOST = 10_000  # people remembered
REMOVED = "removed Attune on Teams"

Key = tuple[str, str]


class Stranger(Exception):
    """Not a person of our tenant; says so in a sentence."""

    def __init__(self) -> None:
        super().__init__("Attune answers people of its own organisation. Ask a colleague there.")


class Directory:
    """Knows the people of one tenant of Teams."""

    def __init__(self, database: Database, clock: Clock, tenant: str | None) -> None:
        """`tenant` is ours; None, for trying Attune out, takes whichever is named."""
        self._database = database
        self._clock = clock
        self._tenant = tenant
        self._met: OrderedDict[Key, Address] = OrderedDict()

    async def sender(self, who: Who) -> Sender:
        """The person who asked; what Teams did not say this time is as it was. Raises Stranger."""
        if self._tenant not in (None, who.tenant):
            raise Stranger
        tenant, name, zone = f"teams:{who.tenant}", who.name, who.zone
        if not (name and zone):
            async with self._database.read() as session:
                known = await people.find(session, tenant, who.external)
            name = name or (known.name if known else "")
            zone = zone or (known.zone if known else "UTC")
        return Sender(tenant, who.external, name, zone)

    async def meet(self, who: Who, address: Address) -> bool:
        """Keep where a person is reached; whether that is news. Raises Stranger."""
        sender = await self.sender(who)
        key = (sender.tenant, sender.external)
        if self._met.get(key) == address:
            return False
        async with self._database.write() as session:
            person = await people.ensure(
                session, sender.tenant, sender.external, sender.name, sender.zone
            )
            is_new = person.address is None
            await self._keep(session, person, address)
        self._met[key] = address
        if len(self._met) > MOST:
            self._met.popitem(last=False)
        return is_new

    async def lose(self, who: Who) -> None:
        """They removed us: nothing more can be sent to them."""
        tenant = f"teams:{who.tenant}"
        self._met.pop((tenant, who.external), None)
        async with self._database.write() as session:
            person = await people.find(session, tenant, who.external)
            if person is None:
                return
            person.address, person.unreachable = None, REMOVED
            await outbox.drop_all(session, person, reason="unreachable", now=self._clock.now())

    async def address(self, sender: Sender) -> Address | None:
        """Where a person is reached, if they ever wrote to us alone."""
        async with self._database.read() as session:
            person = await people.find(session, sender.tenant, sender.external)
        return unpack(person.address) if person and person.address else None

    async def _keep(self, session: AsyncSession, person: Person, address: Address) -> None:
        if session.is_modified(person):  # another zone, or they can be reached again
            await sync(session, person, self._clock.now())
        person.address = address.pack()
