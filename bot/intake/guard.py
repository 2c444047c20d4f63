"""The HTTP client for addresses that people typed: it checks the IP address of each connection."""

import asyncio
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.intake.politeness import wait_asked
from handlers.knowledge.web_addresses import (
    INSIDE,
    UNREAD,
    WEB_PORTS,
    IPAddress,
    NotFetched,
    is_public,
    next_hop,
    web_address,
)

USER_AGENT = "Attune/0.1 (reads what its users point it to)"
CHUNK = 64 * 1024
MAX_VALIDATOR = 500  # characters of an ETag or a date
SILENT = "Nothing answers at that address."
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_SAID = {
    401: "That address is not open to everyone",
    403: "That address is not open to everyone",
    404: "There is nothing at that address",
    410: "What was at that address is gone for good",
    429: "That server asks to be left alone for a while",
    503: "That server asks to be left alone for a while",
}


@dataclass(frozen=True)
class Limits:
    """Limits for fetching one address, including its redirects."""

    seconds: float = 15.0
    size: int = 10_000_000  # bytes, unpacked
    redirects: int = 4


@dataclass(frozen=True)
class Fetched:
    """An answer: 200 with its body, or 304 without."""

    status: int
    url: str  # where the answer came from
    moved_to: str | None  # where to ask from now on, if the address has moved for good
    content_type: str
    etag: str | None
    modified: str | None  # Last-Modified, as the server wrote it
    body: bytes


class _Inside(OSError):
    """A connection was about to be made to an address that is not allowed."""


class GuardedClient:
    """Fetches from public web servers only, without cookies, passwords or proxies.

    Use `async with`. `allow`, `ports` and `resolver` are for tests with servers on this machine.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        allow: Callable[[IPAddress], bool] = is_public,
        ports: Collection[int] = WEB_PORTS,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._allow = allow
        self._ports = ports
        self._resolver = resolver
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        # Connections are not reused, so that each request is checked.
        connector = TCPConnector(
            socket_factory=self._socket, resolver=self._resolver, force_close=True
        )
        self._session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=None),  # `get` has one limit over all its hops
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
            trust_env=False,  # a proxy would make the connection itself, unchecked
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self, url: str, *, accept: str = "*/*", etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """Fetch `url`; 304 without a body if it has not changed since `etag` or `modified`.

        Raises only NotFetched, no matter what goes wrong.
        """
        headers = {"Accept": accept}
        if etag := _validator(etag):
            headers["If-None-Match"] = etag
        if modified := _validator(modified):
            headers["If-Modified-Since"] = modified
        start = web_address(url, self._ports)
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(start, headers)
        except TimeoutError:
            reason = f"That address took longer than {self._limits.seconds:g} seconds."
            raise NotFetched(reason) from None
        except (ClientError, OSError, ValueError) as error:
            raise NotFetched(_reason(error)) from None

    async def _follow(self, start: URL, headers: dict[str, str]) -> Fetched:
        if self._session is None:
            raise RuntimeError("GuardedClient is entered with `async with` first")
        url = lasting = start
        is_lasting = True
        for _ in range(self._limits.redirects + 1):
            async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    moved_to = str(lasting) if lasting != start else None
                    return await self._take(response, moved_to, len(headers) > 1)
                url = next_hop(url, response.headers.get("Location"), self._ports)
                is_lasting = is_lasting and response.status in _PERMANENT
                lasting = url if is_lasting else lasting
        raise NotFetched(f"That address leads on more than {self._limits.redirects} times.")

    async def _take(self, response: ClientResponse, moved_to: str | None, asked: bool) -> Fetched:
        """The answer. 304 counts only if the request was conditional (`asked`)."""
        if response.status != 200 and not (response.status == 304 and asked):
            raise _refused(response.status, response.headers)
        return Fetched(
            status=response.status,
            url=str(response.url),
            moved_to=moved_to,
            content_type=_validator(response.headers.get("Content-Type")) or "",
            etag=_validator(response.headers.get("ETag")),
            modified=_validator(response.headers.get("Last-Modified")),
            body=await _body(response, self._limits.size),
        )

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for the resolved address of a connection, if that address is allowed."""
        family, kind, protocol, _, sockaddr = info
        if not self._allow(ip_address(sockaddr[0])):
            raise _Inside(INSIDE)
        return socket.socket(family, kind, protocol)


async def _body(response: ClientResponse, limit: int) -> bytes:
    """The decompressed body. Raises NotFetched as soon as it exceeds `limit` bytes."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > limit:
            raise NotFetched(f"What is at that address is larger than {limit / 1_000_000:g} MB.")
    return bytes(body)


def _validator(value: str | None) -> str | None:
    """A header's value if it can be stored and sent again unchanged, else None."""
    if value and len(value) <= MAX_VALIDATOR and value.isascii() and value.isprintable():
        return value
    return None


def _refused(status: int, headers: Mapping[str, str]) -> NotFetched:
    usual = "That server is in trouble" if status >= 500 else "That address gives nothing"
    wait = None
    if status in (429, 503):
        wait = wait_asked(headers.get("Retry-After"), headers.get("Date"))
    return NotFetched(f"{_SAID.get(status, usual)} (it answered {status}).", wait)


def _reason(error: Exception) -> str:
    if isinstance(error, ClientConnectorError) and isinstance(error.os_error, _Inside):
        return INSIDE
    if isinstance(error, InvalidURL):
        return UNREAD
    if isinstance(error, ClientSSLError):
        return "No safe connection to that address can be made, so it is not fetched."
    if isinstance(error, ClientConnectorError):
        return SILENT
    return "What that address answered cannot be read."
