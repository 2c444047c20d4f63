"""Limit how many messages are sent at the same time. Remember which workspaces are paused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.delivery.few_first import InPreparation

# Messages that are sent at the same time. If the process dies, we don't know whether these messages
# have arrived.
SENDING_LIMIT = 100
# Messages that are sent to one workspace at the same time. If the platform limits our rate, it
# refuses at most this many messages before we pause the workspace.
WORKSPACE_LIMIT = 8
SECOND = timedelta(seconds=1)


class SendLimits:
    """The limits on messages that are sent at the same time, in total and to one workspace.

    A slow workspace has only its own slots, so it cannot block the others. We send nothing to a
    paused workspace.
    """

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(SENDING_LIMIT)
        self._workspaces: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._pauses: dict[str, datetime] = {}

    @asynccontextmanager
    async def slot(self, preparation: InPreparation) -> AsyncIterator[None]:
        """Wait for a free slot for sending this message, and hold the slot."""
        workspace = self._workspaces.get(preparation.tenant)
        if workspace is None:
            workspace = asyncio.Semaphore(WORKSPACE_LIMIT)
            self._workspaces[preparation.tenant] = workspace
        async with workspace:
            await preparation.let_others_pass()
            async with self._all:
                yield

    def pause(self, tenant: str, now: datetime, until: datetime) -> bool:
        """Pause a workspace until a time (UTC). Return whether this is a new pause.

        If a platform refuses several messages at once, it asks for the same wait for each. We see
        the refusals at slightly different times, so the waits end at slightly different times. To
        count them as one pause, we keep the workspace's current pause unless the new one ends at
        least a second later.
        """
        known = self.paused_until(tenant, now)
        if known is not None and until < known + SECOND:
            return False
        self._pauses = {other: end for other, end in self._pauses.items() if end > now}
        self._pauses[tenant] = until
        return True

    def paused_until(self, tenant: str, now: datetime) -> datetime | None:
        """Return when a workspace's pause ends (UTC), or None if it is not paused now."""
        until = self._pauses.get(tenant)
        return until if until is not None and until > now else None
