"""Limits how many messages are sent at once, and knows which workspaces are paused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

AT_ONCE = 100  # messages being sent at once: if the process dies, no more than these are in doubt
EACH = 8  # of one workspace: the limit of messages that meet the same rate limit at once
SECOND = timedelta(seconds=1)


class SendLimits:
    """Limits the messages being sent at once, in all and per workspace; remembers pauses.

    So a workspace that hangs or refuses does not block the others, and not all of its messages
    try again to find out whether the pause is over.
    """

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(AT_ONCE)
        self._each: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._closed: dict[str, datetime] = {}

    @asynccontextmanager
    async def turn(self, tenant: str) -> AsyncIterator[None]:
        """Wait for a free place to send to this workspace, and hold it."""
        lane = self._each.get(tenant)
        if lane is None:
            lane = self._each[tenant] = asyncio.Semaphore(EACH)
        async with lane, self._all:
            yield

    def close(self, tenant: str, now: datetime, until: datetime) -> bool:
        """Pause a workspace until a time (UTC). False if it is paused for that long already.

        Messages in flight when the first is refused are refused too. They ask for the same pause a
        moment later, in whole seconds, so a difference below a second does not count.
        """
        known = self.closed_until(tenant, now)
        if known is not None and until < known + SECOND:
            return False
        self._closed = {other: end for other, end in self._closed.items() if end > now}
        self._closed[tenant] = until
        return True

    def closed_until(self, tenant: str, now: datetime) -> datetime | None:
        """When a workspace's pause ends (UTC), if there is one."""
        until = self._closed.get(tenant)
        return until if until is not None and until > now else None
