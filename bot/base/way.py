"""Gives requests priority: sending waits while a request has yet to be acknowledged."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

AT_MOST = 0.02  # seconds a message waits, so that slow or constant requests do not block it


class Way:
    """Shared by all requests and messages: requests go at once, messages one by one in between."""

    def __init__(self) -> None:
        self._asking = 0
        self._asked_at = 0.0  # when the latest request came, in the event loop's time
        self._clear = asyncio.Event()
        self._clear.set()
        self._turn = asyncio.Lock()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """While this is entered, a request waits to be acknowledged."""
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
        """Wait until no request is waiting, but no longer than `AT_MOST`."""
        async with self._turn:
            await asyncio.sleep(0)
            if self._clear.is_set():
                return
            now = asyncio.get_running_loop().time()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(min(now, self._asked_at) + AT_MOST):
                    await self._clear.wait()
