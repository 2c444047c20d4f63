"""How many messages are with the platforms at once, and which workspaces want a pause."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

AT_ONCE = 100  # messages with their platforms: no more than these can ever be in doubt
EACH = 8  # of one workspace: what is refused with the first that is too many
SECOND = timedelta(seconds=1)


class SendLimits:
    """Lets messages out: so many at once, of each workspace a few, none into a pause.

    A workspace that hangs or refuses so keeps the others from nothing, and is not asked by all of
    its messages whether the pause is over.
    """

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(AT_ONCE)
        self._each: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._closed: dict[str, datetime] = {}

    @asynccontextmanager
    async def turn(self, tenant: str) -> AsyncIterator[None]:
        """A place with the platform, once one is free."""
        lane = self._each.get(tenant)
        if lane is None:
            lane = self._each[tenant] = asyncio.Semaphore(EACH)
        async with lane, self._all:
            yield

    def close(self, tenant: str, now: datetime, until: datetime) -> bool:
        """The workspace wants a pause (until: UTC); whether that is news.

        What was on its way with the first that is refused is refused too, and asks for the same
        pause a moment later, in whole seconds.
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
