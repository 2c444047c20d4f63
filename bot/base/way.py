"""Lets people go first: what is being sent gives way while somebody waits to be acknowledged."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

AT_MOST = 0.02  # seconds: whoever asks slowly, or all the time, must not keep anybody's message


class Way:
    """One way for all: requests have it at once, messages one after the other, in between."""

    def __init__(self) -> None:
        self._asking = 0
        self._asked_at = 0.0  # the latest, by the event loop
        self._clear = asyncio.Event()
        self._clear.set()
        self._turn = asyncio.Lock()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Somebody waits for us to acknowledge what they did."""
        self._asking += 1
        self._asked_at = asyncio.get_running_loop().time()
        self._clear.clear()
        try:
            yield
        finally:
            self._asking -= 1
            if not self._asking:
                self._clear.set()

    async def give(self) -> None:
        """Wait for a turn of the event loop in which nobody asks."""
        async with self._turn:
            await asyncio.sleep(0)
            if self._clear.is_set():
                return
            now = asyncio.get_running_loop().time()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(min(now, self._asked_at) + AT_MOST):
                    await self._clear.wait()
