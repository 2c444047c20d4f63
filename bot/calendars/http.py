"""The HTTP client for sign-in, calendars and transcripts, with limits on time and size."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot.intake.politeness import requested_wait
from handlers.sources.ports import SourceFailed

USER_AGENT = "Attune/0.1 (reads the calendars that people connect)"
SECONDS = 30.0  # for one request, until the last byte of the answer arrives
MAX_BYTES = 8_000_000  # for an answer, decompressed
CHUNK = 64 * 1024


@dataclass(frozen=True)
class ProviderAnswer:
    """An answer: the status, the JSON (or None), and how long the provider asks us to wait.

    `raw` is the body as it arrived. `is_page` means that the body is a web page, such as a login
    page.
    """

    status: int
    body: object = field(repr=False)
    wait: timedelta | None = None
    raw: bytes = field(default=b"", repr=False)
    is_page: bool = False


class ProviderClient:
    """A client with one session. It follows no redirects and keeps no cookies."""

    def __init__(self, *, seconds: float = SECONDS, max_bytes: int = MAX_BYTES) -> None:
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Open the session. This needs a running event loop."""
        self._session = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT},
            timeout=aiohttp.ClientTimeout(total=None),  # `_ask` limits the time
            trust_env=True,
        )

    async def stop(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, url: URL, headers: Mapping[str, str]) -> ProviderAnswer:
        """Send a GET request. Raises SourceFailed if no complete answer arrives in time."""
        return await self._ask("GET", url, headers, None)

    async def post(self, url: URL, form: Mapping[str, str]) -> ProviderAnswer:
        """Send a form. Raises SourceFailed if no complete answer arrives in time."""
        return await self._ask("POST", url, {}, form)

    async def _ask(
        self, method: str, url: URL, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> ProviderAnswer:
        if self._session is None:
            raise SourceFailed("no answer")
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._session.request(
                    method, url, headers=headers, data=form, allow_redirects=False
                ) as response,
            ):
                body = await _body(response, self._max_bytes)
        except (aiohttp.ClientError, OSError, ValueError):  # also TimeoutError
            # Do not chain the error, because it may contain the address, with a token in it.
            raise SourceFailed("no answer") from None
        wait = requested_wait(response.headers.get("Retry-After"), response.headers.get("Date"))
        is_page = response.content_type == "text/html"
        return ProviderAnswer(response.status, _parsed(body), wait, body, is_page)


async def _body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > limit:
            raise SourceFailed("too large")
    return bytes(body)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
