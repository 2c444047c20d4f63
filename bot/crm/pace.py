"""Keep a pause between requests, so that a CRM does not have to ask us to wait."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic


class RequestPace:
    """Lets one caller through at a time, at least `pause` seconds after the previous caller."""

    def __init__(
        self,
        pause: float,
        *,
        seconds: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pause = pause
        self._seconds = seconds
        self._sleep = sleep
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for the caller's turn."""
        now = self._seconds()
        begins = max(now, self._next)
        self._next = begins + self._pause
        if begins > now:
            await self._sleep(begins - now)
