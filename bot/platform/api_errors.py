"""Failures of a call to a platform's API, in the same terms for every platform."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp

DEFAULT_WAIT = 30  # seconds, if a platform limits our rate without saying for how long
# Seconds. Both platforms ask for seconds or minutes; a longer wait is probably a mistake, and would
# hold up everything that is due.
MAX_WAIT = 60 * 60

# Our own codes for a call without an answer.
UNREACHABLE, TIMEOUT, BROKEN = "unreachable", "timeout", "connection_broken"


class PlatformError(Exception):
    """A call to a platform's API failed. Each platform has a subclass, with its own `remedy`.

    `code` is the platform's error code, or our own if there was no answer; `status` is the HTTP
    status, 0 if unknown; `call` is what was called, without ids; `wait` is how long the platform
    asks us to wait before a retry, None if it does not; `doubt` means that the platform may have
    carried out the call.
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
        """Whether there was no answer at all."""
        return self.code in (UNREACHABLE, TIMEOUT, BROKEN)

    @property
    def remedy(self) -> str:
        """What an administrator can do about it, in a sentence."""
        raise NotImplementedError


@asynccontextmanager
async def call_within(seconds: float, error: type[PlatformError]) -> AsyncIterator[None]:
    """Limit the time of an HTTP call, and raise `error` if it takes longer or gets no answer."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as no_connection:
        raise error(UNREACHABLE) from no_connection
    except TimeoutError as no_answer:
        raise error(TIMEOUT, doubt=True) from no_answer
    except (aiohttp.ClientError, OSError) as broken:
        raise error(BROKEN, doubt=True) from broken


def retry_after(seconds: str) -> timedelta:
    """The wait that a Retry-After header asks for, at most an hour.

    Half a minute if the header is missing or a date.
    """
    asked = int(seconds[:10]) if seconds.isascii() and seconds.isdecimal() else DEFAULT_WAIT
    return timedelta(seconds=min(asked, MAX_WAIT))
