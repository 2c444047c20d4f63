"""Gives requests priority: sending waits a moment while a request has yet to be acknowledged."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

TIME_LIMIT = 0.02  # seconds a message waits for requests at most, even if they are slow or constant


class RequestPriority:
    """Shared by all requests and messages. Messages wait for requests, and go one at a time."""

    def __init__(self) -> None:
        self._waiting = 0  # requests yet to be acknowledged
        self._latest_at = 0.0  # when the latest request came, in the event loop's time
        self._clear = asyncio.Event()
        self._clear.set()
        self._one_by_one = asyncio.Lock()

    @contextmanager
    def acknowledging(self) -> Iterator[None]:
        """Context manager for acknowledging a request: until it exits, messages wait."""
        self._waiting += 1
        self._latest_at = asyncio.get_running_loop().time()
        self._clear.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._clear.set()

    async def yield_to_requests(self) -> None:
        """Wait for earlier messages, then until no request waits to be acknowledged.

        The second wait ends no later than `TIME_LIMIT` seconds after the most recent request.
        """
        async with self._one_by_one:
            await asyncio.sleep(0)
            if self._clear.is_set():
                return
            now = asyncio.get_running_loop().time()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(min(now, self._latest_at) + TIME_LIMIT):
                    await self._clear.wait()
