"""Failed calls to a platform's API: exceptions, time limits, and waits for rate limits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypeVar

import aiohttp

DEFAULT_WAIT = 30  # seconds, if a platform limits our rate without giving a time
# Seconds. Slack and Teams ask for seconds or minutes, so more than an hour is probably a mistake.
MAX_WAIT = 60 * 60
# Each pause in `repeated` uses up at least this much of `longest_wait`. So the repeats end
# even if a platform always asks for a wait of 0 seconds.
SHORTEST_WAIT = timedelta(seconds=1)

Answer = TypeVar("Answer")

# Our own codes for a call that got no answer.
UNREACHABLE, TIMEOUT, BROKEN = "unreachable", "timeout", "connection_broken"


class PlatformError(Exception):
    """A call to a platform's API failed.

    - `code` is the platform's error code, or our own code if there was no answer.
    - `status` is the HTTP status, or 0 if unknown.
    - `call` is the API method, without ids.
    - `wait` is how long the platform asks us to wait before a retry, or None.
    - `doubt` means that the platform may have carried out the call.
    """

    call = ""

    def __init__(
        self, code: str, status: int = 0, *, wait: timedelta | None = None, doubt: bool = False
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.wait = wait
        self.doubt = doubt

    @property
    def got_no_answer(self) -> bool:
        return self.code in (UNREACHABLE, TIMEOUT, BROKEN)

    def pause(self, failures: int) -> timedelta | None:  # noqa: ARG002 - for overrides
        """Return how long to wait before a repeat. None means that a repeat would not help.

        `failures` is how often the call has failed in a row.
        """
        return self.wait

    @property
    def remedy(self) -> str:
        """A sentence that tells an administrator what to do."""
        raise NotImplementedError


@asynccontextmanager
async def call_within(seconds: float, error: type[PlatformError]) -> AsyncIterator[None]:
    """Limit the time of an HTTP call. Raises `error` if the call takes longer or fails."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as no_connection:
        raise error(UNREACHABLE) from no_connection
    except TimeoutError as no_answer:
        raise error(TIMEOUT, doubt=True) from no_answer
    except (aiohttp.ClientError, OSError) as broken:
        raise error(BROKEN, doubt=True) from broken


async def repeated(call: Callable[[], Awaitable[Answer]], longest_wait: timedelta) -> Answer:
    """Make a call. After each failure, wait as long as the error's `pause` says, and call again.

    Raises PlatformError if a repeat would not help, or if all pauses together are longer than
    `longest_wait`.
    """
    left, failures = longest_wait, 0
    while True:
        try:
            return await call()
        except PlatformError as error:
            failures += 1
            pause = error.pause(failures)
            if pause is None or pause > left:
                raise
            left -= max(pause, SHORTEST_WAIT)
            await asyncio.sleep(pause.total_seconds())


def retry_after(seconds: str) -> timedelta:
    """Return the wait in a Retry-After header, but at most an hour.

    If the header is not a whole number of seconds, return half a minute.
    """
    asked = int(seconds[:10]) if seconds.isascii() and seconds.isdecimal() else DEFAULT_WAIT
    return timedelta(seconds=min(asked, MAX_WAIT))
