"""Lets messages of workspaces that have few to send go before those of workspaces with many."""

import asyncio
from collections import Counter
from contextlib import suppress

FEW = 2  # a workspace with up to this many messages in preparation has few
MANY = 8  # a workspace that had more than this has many, until none is left
PATIENCE = 0.25  # seconds that one message waits in all: more than the head start of a claim


class FewFirst:
    """Knows how many messages of each workspace are in preparation: claimed and not sent yet.

    Everything runs in one thread, so every message that is prepared delays the others. While a
    workspace has a message or two, those of a workspace with many therefore wait, and no more are
    claimed for it. Each waits no longer than `PATIENCE`, so they are sent at a steady rate, however
    many workspaces have a few.
    """

    def __init__(self) -> None:
        self._preparing: Counter[str] = Counter()
        self._have_many: set[str] = set()
        self._none_has_few = asyncio.Event()
        self._none_has_few.set()

    def enter(self, tenant: str) -> "InPreparation":
        """A message of this workspace was claimed."""
        self._change(tenant, 1)
        return InPreparation(self, tenant)

    def leave(self, tenant: str) -> None:
        """A message is being sent, or will not be sent."""
        self._change(tenant, -1)

    async def let_others_pass(self, tenant: str, limit: float) -> None:
        """If this workspace has many, wait until no other has few, at most `limit` seconds."""
        if self.must_wait(tenant):
            with suppress(TimeoutError):
                async with asyncio.timeout(limit):
                    await self._none_has_few.wait()

    def has_many(self, tenant: str) -> bool:
        """Whether this workspace has many, or had, and some of these are left."""
        return tenant in self._have_many

    def must_wait(self, tenant: str) -> bool:
        """Whether this workspace has many, and another has few."""
        return tenant in self._have_many and not self._none_has_few.is_set()

    def _change(self, tenant: str, step: int) -> None:
        self._preparing[tenant] += step
        if self._preparing[tenant] > MANY:
            self._have_many.add(tenant)
        if not self._preparing[tenant]:
            del self._preparing[tenant]
            self._have_many.discard(tenant)
        few = {tenant for tenant, count in self._preparing.items() if count <= FEW}
        if few - self._have_many:
            self._none_has_few.clear()
        else:
            self._none_has_few.set()


class InPreparation:
    """The place of one message among those in preparation."""

    def __init__(self, all_places: FewFirst, tenant: str) -> None:
        self.tenant = tenant
        self._all = all_places
        self._patience = PATIENCE
        self._left = False

    @property
    def is_of_many(self) -> bool:
        """Whether its workspace has many."""
        return self._all.has_many(self.tenant)

    async def let_others_pass(self) -> None:
        """Wait for messages of workspaces that have few, if this one's has many."""
        if self._patience <= 0:
            return
        loop = asyncio.get_running_loop()
        began = loop.time()
        await self._all.let_others_pass(self.tenant, self._patience)
        self._patience -= loop.time() - began

    def leave(self) -> None:
        """The message needs nothing more before it is sent. Calling this again changes nothing."""
        if not self._left:
            self._left = True
            self._all.leave(self.tenant)
