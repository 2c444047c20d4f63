"""Ask a platform once a day about the people on file.

We may have missed its report that somebody's account was closed, or became a guest's.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta

import structlog

from bot.base.clock import Clock
from bot.platform.api_errors import PlatformError
from handlers.conversation import Conversation
from handlers.request import Sender
from storage import leases
from storage.database.connection import Database
from storage.tables import Person
from storage.workspace import people

log = structlog.get_logger()

EVERY = timedelta(days=1)
PAUSE = 1.0  # seconds between two people; keeps us far below all rate limits

# Asks about a person. Returns None if the platform does not say. Raises PlatformError if we should
# stop asking for now.
Ask = Callable[[Person], Awaitable[Sender | None]]


class PeopleCheck:
    """Checks the people of each tenant once a day, in one process only."""

    def __init__(
        self, database: Database, clock: Clock, conversation: Conversation, ask: Ask
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversation = conversation
        self._ask = ask
        self._holder = secrets.token_hex(4)

    async def run(self, tenants: Collection[str]) -> None:
        """Check each tenant (`slack:T1`) that has not been checked within the last day."""
        for tenant in sorted(tenants):
            now = self._clock.now()
            async with self._database.write(tenant) as session:
                if not await leases.acquire(
                    session, f"people of {tenant}", self._holder, now=now, until=now + EVERY
                ):
                    continue
                known = await people.not_left(session, tenant)
            try:
                for person in known:
                    await self._check(person)
                    await asyncio.sleep(PAUSE)
            except PlatformError as error:
                log.info(
                    "the check of people ended early, and will run again tomorrow",
                    tenant=tenant,
                    because=error.code,
                )

    async def _check(self, person: Person) -> None:
        sender = await self._ask(person)
        if sender is not None and sender.standing != person.standing:
            await self._conversation.update_person(sender, self._clock.now())
