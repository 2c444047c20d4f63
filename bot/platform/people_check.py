"""Ask a platform once a day about the people on file.

The platform reports when somebody's account is closed or becomes a guest account. We may have
missed such a report.
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

# Asks the platform about a person. Returns None if the platform's answer says nothing about the
# person. Raises PlatformError if we should not ask about more people now.
Ask = Callable[[Person], Awaitable[Sender | None]]


class PeopleCheck:
    """Checks the people of each tenant once a day, even if several processes run."""

    def __init__(
        self, database: Database, clock: Clock, conversation: Conversation, ask: Ask
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversation = conversation
        self._ask = ask
        self._holder = secrets.token_hex(4)

    async def run(self, tenants: Collection[str]) -> None:
        """Check each tenant (such as `slack:T1`) that was not checked within the last day."""
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
