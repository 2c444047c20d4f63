"""An HTTP client for JSON APIs, with limits on time and size."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot.intake.body import read_up_to
from bot.intake.politeness import requested_wait

SECONDS = 30.0  # for one request, until the last byte of the answer arrives
MAX_BYTES = 8_000_000  # for an answer, decompressed


@dataclass(frozen=True)
class HttpAnswer:
    """An answer: the status, the JSON (or None), and how long the server asks us to wait.

    `raw` has the bytes of the body. `is_page` means that the body is a web page, such as a login
    page. The names of `headers` are in lower case.
    """

    status: int
    body: object = field(repr=False)
    wait: timedelta | None = None
    raw: bytes = field(default=b"", repr=False)
    is_page: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class NoHttpAnswer(Exception):
    """No complete answer arrived.

    `may_have_arrived` means that the server may have received the request. `too_large` means that
    the answer was larger than the limit.
    """

    def __init__(self, *, may_have_arrived: bool, too_large: bool = False) -> None:
        super().__init__("too large" if too_large else "no answer")
        self.may_have_arrived = may_have_arrived
        self.too_large = too_large


class JsonHttp:
    """A client with one session. It follows no redirects, and keeps no cookies.

    It never sends a POST or a PATCH twice. aiohttp may send requests with other methods again if
    the server has closed the connection. If `proxies` is true, the client uses the proxies that the
    environment names.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        seconds: float = SECONDS,
        max_bytes: int = MAX_BYTES,
        proxies: bool = True,
    ) -> None:
        self._user_agent = user_agent
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._proxies = proxies
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
            headers={"User-Agent": self._user_agent},
            timeout=aiohttp.ClientTimeout(total=None),  # `ask` limits the time
            trust_env=self._proxies,
        )

    async def stop(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(
        self,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        *,
        form: Mapping[str, str] | None = None,
        body: object = None,
    ) -> HttpAnswer:
        """Send a request with a form, a body (as JSON), or neither. Raises NoHttpAnswer."""
        if self._session is None:
            raise NoHttpAnswer(may_have_arrived=False)
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._session.request(
                    method, url, headers=headers, data=form, json=body, allow_redirects=False
                ) as response,
            ):
                raw = await _body(response, self._max_bytes)
        except aiohttp.ClientConnectorError:
            raise NoHttpAnswer(may_have_arrived=False) from None
        except (aiohttp.ClientError, OSError, ValueError):  # TimeoutError is an OSError
            # Do not chain the error, because it may contain the address, with a token in it.
            raise NoHttpAnswer(may_have_arrived=True) from None
        wait = requested_wait(response.headers.get("Retry-After"), response.headers.get("Date"))
        is_page = response.content_type == "text/html"
        named = {name.lower(): value for name, value in response.headers.items()}
        return HttpAnswer(response.status, _parsed(raw), wait, raw, is_page, named)


async def _body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    body = await read_up_to(response, limit)
    if body is None:
        raise NoHttpAnswer(may_have_arrived=True, too_large=True)
    return body


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
