"""The HTTP client for addresses that we cannot trust, such as those that people type."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
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

from bot.intake.body import read_up_to
from bot.intake.politeness import requested_wait
from handlers.knowledge.web_addresses import (
    INSIDE,
    MAX_ADDRESS,
    UNREAD,
    WEB_PORTS,
    IPAddress,
    NotFetched,
    TooLarge,
    is_public,
    next_hop,
    web_address,
)

USER_AGENT = "Attune/0.1 (reads what its users point it to)"
MAX_HEADER = 500  # characters of an ETag, a date or a content type
NO_CONNECTION = "There is no answer from that address."
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_SENTENCES = {
    401: "That address needs a login",
    403: "That server does not let Attune read that address",
    404: "There is nothing at that address",
    410: "That page was removed for good",
    429: "That server asked Attune to wait for a while",
    503: "That server asked Attune to wait for a while",
}


@dataclass(frozen=True)
class Limits:
    """Limits for fetching one address, including redirects."""

    seconds: float = 15.0
    size: int = 10_000_000  # bytes, decompressed
    redirects: int = 4
    address: int = MAX_ADDRESS  # characters


@dataclass(frozen=True)
class Fetched:
    """A response with status 200 and a body, or status 304 without a body."""

    status: int
    url: str  # the final address, after redirects
    moved_to: str | None  # the new address, if the page has moved permanently
    content_type: str
    etag: str | None
    modified: str | None  # the Last-Modified header, as written
    body: bytes


Before = Callable[[URL], Awaitable[None]]


class _PrivateAddress(OSError):
    pass


class GuardedClient:
    """Fetches only from public web servers, without cookies, passwords or proxies.

    Use `async with`. `allow`, `ports` and `resolver` are for tests.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        user_agent: str = USER_AGENT,
        allow: Callable[[IPAddress], bool] = is_public,
        ports: Collection[int] = WEB_PORTS,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._user_agent = user_agent
        self._allow = allow
        self._ports = ports
        self._resolver = resolver
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        # Never reuse a connection: `_socket` must check the IP address for each request.
        connector = TCPConnector(
            socket_factory=self._socket, resolver=self._resolver, force_close=True
        )
        self._session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=None),  # `get` has one time limit for all redirects
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"},
            trust_env=False,  # use no proxy, because a proxy connects without our IP check
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
        self,
        url: str,
        *,
        accept: str = "*/*",
        etag: str | None = None,
        modified: str | None = None,
        before: Before | None = None,
    ) -> Fetched:
        """Fetch `url`. Raises only NotFetched.

        `etag` and `modified` are from an earlier `Fetched` of this page. If the page has not
        changed since then, the result has status 304.

        `before` is awaited before each request, including those that follow a redirect. It may
        wait, and may raise NotFetched. The time that it waits does not count toward the time limit.
        """
        headers = {"Accept": accept}
        if etag := _usable(etag):
            headers["If-None-Match"] = etag
        if modified := _usable(modified):
            headers["If-Modified-Since"] = modified
        start = web_address(url, self._ports, self._limits.address)
        try:
            async with asyncio.timeout(self._limits.seconds) as limit:
                return await self._follow(start, headers, partial(_outside_limit, before, limit))
        except TimeoutError:
            reason = f"That address did not answer within {self._limits.seconds:g} seconds."
            raise NotFetched(reason) from None
        except (ClientError, OSError, ValueError) as error:
            raise NotFetched(_reason(error)) from None

    async def _follow(self, start: URL, headers: dict[str, str], before: Before) -> Fetched:
        """Request an address and follow its redirects. Call `before` with each address first."""
        if self._session is None:
            raise RuntimeError("use GuardedClient with `async with`")
        url = permanent = start
        is_permanent = True
        for _ in range(self._limits.redirects + 1):
            await before(url)
            async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    moved_to = str(permanent) if permanent != start else None
                    return await self._fetched(response, moved_to, is_conditional=len(headers) > 1)
                url = next_hop(url, response.headers.get("Location"), self._ports)
                is_permanent = is_permanent and response.status in _PERMANENT
                permanent = url if is_permanent else permanent
        raise NotFetched(f"That address redirects more than {self._limits.redirects} times.")

    async def _fetched(
        self, response: ClientResponse, moved_to: str | None, *, is_conditional: bool
    ) -> Fetched:
        """Read the body of an answer. Raises NotFetched for a status that we can't use."""
        if response.status != 200 and not (response.status == 304 and is_conditional):
            raise _refused(response.status, response.headers)
        return Fetched(
            status=response.status,
            url=str(response.url),
            moved_to=moved_to,
            content_type=_usable(response.headers.get("Content-Type")) or "",
            etag=_usable(response.headers.get("ETag")),
            modified=_usable(response.headers.get("Last-Modified")),
            body=await _body(response, self._limits.size),
        )

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Open a socket, unless the address is inside a private network."""
        family, kind, protocol, _, sockaddr = info
        if not self._allow(ip_address(sockaddr[0])):
            raise _PrivateAddress(INSIDE)
        return socket.socket(family, kind, protocol)


async def _outside_limit(before: Before | None, limit: asyncio.Timeout, url: URL) -> None:
    """Await `before`, and stop the clock of the time limit meanwhile."""
    if before is None:
        return
    loop = asyncio.get_running_loop()
    left = (limit.when() or loop.time()) - loop.time()
    limit.reschedule(None)
    await before(url)
    limit.reschedule(loop.time() + left)


async def _body(response: ClientResponse, limit: int) -> bytes:
    body = await read_up_to(response, limit)
    if body is None:
        raise TooLarge(f"That page is larger than {limit / 1_000_000:g} MB.")
    return body


def _usable(value: str | None) -> str | None:
    """Return the value of a header, or None if it is empty, too long or not printable ASCII."""
    if value and len(value) <= MAX_HEADER and value.isascii() and value.isprintable():
        return value
    return None


def _refused(status: int, headers: Mapping[str, str]) -> NotFetched:
    """Return the error for a server's answer with this status."""
    usual = "That server has a problem" if status >= 500 else "That address cannot be read"
    wait = None
    if status in (429, 503):
        wait = requested_wait(headers.get("Retry-After"), headers.get("Date"))
    sentence = f"{_SENTENCES.get(status, usual)} (status {status})."
    return NotFetched(sentence, wait, status=status)


def _reason(error: Exception) -> str:
    """Say in a sentence why there is no answer."""
    if isinstance(error, ClientConnectorError) and isinstance(error.os_error, _PrivateAddress):
        return INSIDE
    if isinstance(error, InvalidURL):
        return UNREAD
    if isinstance(error, ClientSSLError):
        return "Attune cannot make a secure connection to that address, so nothing was read."
    if isinstance(error, ClientConnectorError):
        return NO_CONNECTION
    return "The answer from that address cannot be read."
