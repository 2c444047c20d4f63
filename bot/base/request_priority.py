"""Make outgoing messages wait, so that we acknowledge requests quickly."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# In seconds. A message waits at most this long for requests, even if they are slow or if new
# requests keep coming.
TIME_LIMIT = 0.02


class RequestPriority:
    """A gate at which messages wait for requests. It lets one message pass at a time."""

    def __init__(self) -> None:
        self._waiting = 0  # requests that are not acknowledged yet
        self._latest_at = 0.0  # when the latest request came, on the event loop's clock
        self._clear = asyncio.Event()
        self._clear.set()
        self._one_by_one = asyncio.Lock()

    @contextmanager
    def acknowledging(self) -> Iterator[None]:
        """Return a context for acknowledging a request. Messages wait until it exits."""
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
        """Wait for earlier messages, then until all requests are acknowledged.

        We stop waiting for requests after `TIME_LIMIT` seconds, counted from the last request that
        came before this wait. Requests that come during the wait do not extend it.
        """
        async with self._one_by_one:
            await asyncio.sleep(0)
            if self._clear.is_set():
                return
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._latest_at + TIME_LIMIT):
                    await self._clear.wait()
