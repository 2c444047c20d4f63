"""Let workspaces with few messages go before workspaces with many."""

import asyncio
from collections import Counter
from contextlib import suppress

# A workspace has few messages if 1 to `FEW` are in preparation, and if it does not count as a
# workspace with many messages (see `MANY`).
FEW = 2
# A workspace counts as a workspace with many messages from the moment when more than `MANY` are in
# preparation until the moment when none is in preparation.
MANY = 8
# In seconds. A message waits at most this long for other workspaces. A message that waits may be
# sent late: its preparation begins just `HEAD_START` (see bot.delivery.sending) before the message
# is due, and `HEAD_START` is shorter than `PATIENCE`.
PATIENCE = 0.25


class FewFirst:
    """The number of messages in preparation (claimed and not sent yet) in each workspace.

    While any workspace has few messages, the workspaces with many wait:

    - We claim no more of their messages.
    - Each of their messages in preparation waits, but for at most `PATIENCE` in all.
    """

    def __init__(self) -> None:
        self._preparing: Counter[str] = Counter()
        self._have_few: set[str] = set()
        self._have_many: set[str] = set()
        self._none_has_few = asyncio.Event()
        self._none_has_few.set()

    def enter(self, tenant: str) -> "InPreparation":
        """Note that a message of this workspace was claimed."""
        self._change(tenant, 1)
        return InPreparation(self, tenant)

    def leave(self, tenant: str) -> None:
        """Note that a message of this workspace is being sent, or will not be sent."""
        self._change(tenant, -1)

    async def let_others_pass(self, tenant: str, limit: float) -> None:
        """Wait while this workspace must wait, for at most `limit` seconds."""
        if self.must_wait(tenant):
            with suppress(TimeoutError):
                async with asyncio.timeout(limit):
                    await self._none_has_few.wait()

    def has_many(self, tenant: str) -> bool:
        """Return whether this workspace has many messages, or had many and has some left."""
        return tenant in self._have_many

    def must_wait(self, tenant: str) -> bool:
        """Return whether this workspace has many messages while another workspace has few."""
        return tenant in self._have_many and not self._none_has_few.is_set()

    def _change(self, tenant: str, step: int) -> None:
        """Add `step` to the workspace's count, and note whether it now has few, many or neither."""
        self._preparing[tenant] += step
        count = self._preparing[tenant]
        if count > MANY:
            self._have_many.add(tenant)
        if not count:
            del self._preparing[tenant]
            self._have_many.discard(tenant)
        if 0 < count <= FEW and tenant not in self._have_many:
            self._have_few.add(tenant)
        else:
            self._have_few.discard(tenant)
        if self._have_few:
            self._none_has_few.clear()
        else:
            self._none_has_few.set()


class InPreparation:
    """One message in preparation."""

    def __init__(self, few_first: FewFirst, tenant: str) -> None:
        self.tenant = tenant
        self._few_first = few_first
        self._patience = PATIENCE
        self._left = False

    @property
    def is_busy_tenant(self) -> bool:
        """Whether the workspace of this message has many messages."""
        return self._few_first.has_many(self.tenant)

    async def let_others_pass(self) -> None:
        """Wait for workspaces with few messages, if this message's workspace has many."""
        if self._patience <= 0:
            return
        loop = asyncio.get_running_loop()
        began = loop.time()
        await self._few_first.let_others_pass(self.tenant, self._patience)
        self._patience -= loop.time() - began

    def leave(self) -> None:
        """End the preparation of this message. Calling this again has no effect."""
        if not self._left:
            self._left = True
            self._few_first.leave(self.tenant)
