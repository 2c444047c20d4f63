"""Limits how many messages are sent at once, and knows which workspaces are paused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

SENDING_LIMIT = 100  # messages at once: if the process dies, no more than these are in doubt
WORKSPACE_LIMIT = 8  # so no more than these meet the same rate limit at once
SECOND = timedelta(seconds=1)


class SendLimits:
    """Limits the messages being sent at once, in all and per workspace; remembers pauses.

    So a workspace that hangs or refuses does not block the others, and not all of its messages
    try again to find out whether the pause is over.
    """

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(SENDING_LIMIT)
        self._workspaces: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._pauses: dict[str, datetime] = {}

    @asynccontextmanager
    async def slot(self, tenant: str) -> AsyncIterator[None]:
        """Wait for a free slot to send to this workspace, and hold it."""
        workspace = self._workspaces.get(tenant)
        if workspace is None:
            workspace = asyncio.Semaphore(WORKSPACE_LIMIT)
            self._workspaces[tenant] = workspace
        async with workspace, self._all:
            yield

    def pause(self, tenant: str, now: datetime, until: datetime) -> bool:
        """Pause a workspace until a time (UTC). False if it is paused for that long already.

        Messages in flight when the first is refused are refused too. They ask for the same pause a
        moment later, in whole seconds, so a difference below a second does not count.
        """
        known = self.paused_until(tenant, now)
        if known is not None and until < known + SECOND:
            return False
        self._pauses = {other: end for other, end in self._pauses.items() if end > now}
        self._pauses[tenant] = until
        return True

    def paused_until(self, tenant: str, now: datetime) -> datetime | None:
        """When a workspace's pause ends (UTC), if there is one."""
        until = self._pauses.get(tenant)
        return until if until is not None and until > now else None
