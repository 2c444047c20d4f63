"""Decide which Microsoft Entra tenants we serve. Keep the URL for posts to each tenant's channels.

An app registration serves its own tenant, and those that the operator admits.
"""

import asyncio
from collections.abc import Collection, Iterable

import structlog

from bot.base.clock import Clock
from bot.base.rarely import Rarely
from handlers.failures import places
from storage.command_line import command
from storage.database.connection import Database
from storage.upkeep import serving
from storage.workspace import people, service_addresses

log = structlog.get_logger()

PLATFORM = "teams"
RECORD_INTERVAL = 3_600.0  # seconds
LEFT_ALONE = (
    "Attune sends them nothing and reads nothing for them. After two days they count as gone, and "
    "RETAIN_GONE days later their data is deleted. To serve them, add their ids to TEAMS_TENANTS "
    f"before the data is deleted. To delete it at once, run {command('tenant purge')}."
)


def name_of(tenant: str) -> str:
    """Return a tenant's name in the database, from its id on Teams."""
    return f"{PLATFORM}:{tenant}"


def not_set_up(tenant: str) -> str:
    """Return the message for people whose tenant is not admitted."""
    return (
        "Attune is not set up for your company here. Ask the person who looks after Attune to let "
        f"your company in, and tell them its tenant id: {tenant}"
    )


class TeamsTenants:
    """The tenants that we serve.

    `admitted` holds their ids, or is None in a local trial, where we serve every tenant. `service`
    is the URL for posts to channels until Teams names a tenant's own URL.
    """

    def __init__(
        self, admitted: frozenset[str] | None, database: Database, clock: Clock, service: str
    ) -> None:
        self._admitted = admitted
        self._database = database
        self._clock = clock
        self._service = service
        self._services: dict[str, str] = {}
        self._rarely = Rarely()

    @property
    def names(self) -> frozenset[str]:
        """Our tenants' names in the database.

        In a local trial, the only name is `teams`, which stands for all tenants.
        """
        return frozenset(map(name_of, self._admitted)) if self._admitted else frozenset({PLATFORM})

    def admits(self, tenant: str) -> bool:
        """Check whether we serve a tenant. If not, log a warning at most once every ten minutes."""
        if self._admitted is None or tenant in self._admitted:
            return True
        if self._rarely.allows("not admitted", self._clock.now()):
            log.warning(
                "somebody from a tenant that is not admitted is trying to use Attune on Teams",
                tenant=tenant,
                fix="To admit the tenant, add its id to TEAMS_TENANTS.",
            )
        return False

    def service(self, name: str) -> str:
        """Return the URL for posts to the channels of a tenant, by its name in the database."""
        return self._services.get(name, self._service)

    async def start(self) -> None:
        """Load each tenant's stored URL for posts to channels. Call `record_served`.

        Log the tenants on file that we do not serve. In a local trial, do nothing.
        """
        if self._admitted is None:
            return
        async with self._database.read() as session:
            self._services = await service_addresses.find(session, self.names)
        if left := await self.record_served():
            log.warning(
                "the database has Teams tenants that are not admitted: they are left alone",
                tenants=left,
                fix=LEFT_ALONE,
            )

    async def record_served(self) -> list[str]:
        """Record which tenants we serve. Return the tenants on file that we do not serve."""
        if self._admitted is None:
            return []
        now = self._clock.now()
        async with self._database.write() as session:
            left = not_served(await people.tenants(session), self.names)
            back = await serving.note_served(session, self.names, now)
            gone = await serving.note_not_served(session, left, now)
        if back:
            log.info("Teams tenants are admitted again", tenants=back)
        if gone:
            log.warning("nobody serves these Teams tenants any more", tenants=gone)
        return left

    async def keep_recording(self) -> None:
        """Call `record_served` once an hour. Never returns."""
        while True:
            await asyncio.sleep(RECORD_INTERVAL)
            try:
                await self.record_served()
            except Exception as error:  # noqa: BLE001 - the database may be unreachable; we try again
                log.error(
                    "tenants could not be looked up",
                    error=type(error).__name__,
                    places=places(error),
                )

    async def save_service(self, tenant: str, url: str) -> None:
        """Store the service URL of an admitted tenant, for posts to channels."""
        name = name_of(tenant)
        if url == self.service(name):
            return
        async with self._database.write(name) as session:
            await service_addresses.store(session, name, url)
        self._services[name] = url


def not_served(on_file: Iterable[str], served: Collection[str]) -> list[str]:
    """Return the names of the Teams tenants on file that we do not serve."""
    return sorted(
        each for each in on_file if each.startswith(f"{PLATFORM}:") and each not in served
    )
