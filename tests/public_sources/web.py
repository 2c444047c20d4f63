"""A small web of named hosts on loopback, as strict as the real one.

A request without a contact in its User-Agent is refused, as Wikimedia and the SEC refuse it. A page
that is read before its robots.txt, or although the robots.txt forbids it, counts as a fault, and
the test fails at the end.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer
from protego import Protego

from bot.intake.guard import GuardedClient, Limits
from bot.public_sources.client import LIMITS, PublicClient, user_agent
from bot.public_sources.pace import HostPace
from bot.public_sources.parser import Parser
from handlers.knowledge.web_addresses import WEB_PORTS
from tests.intake.site import Names, on_loopback

CONTACT = "research@attune.example"
Page = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Host:
    """What one host answers for each path."""

    def __init__(self, *, for_programs: bool) -> None:
        self.for_programs = for_programs  # then nobody asks for its robots.txt
        self.robots = ""
        self.robots_status = 200
        self.robots_wait = ""  # its Retry-After, in seconds
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []

    @property
    def status_of_robots(self) -> int:
        """404 without a robots.txt."""
        return self.robots_status if self.robots or self.robots_status != 200 else 404

    def says(self, path: str, body: str | bytes = "", status: int = 200, **headers: str) -> None:
        """Let a path have this answer. If it has an ETag, the answer to the same tag is 304."""
        sent = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def page(request: web.Request) -> web.Response:
            tag = named.get("ETag")
            if tag and request.headers.get("If-None-Match") == tag:
                return web.Response(status=304, headers=named)
            kind = {"Content-Type": "text/html; charset=utf-8", **named}
            return web.Response(body=sent, status=status, headers=kind)

        self.pages[path] = page

    def leads(self, path: str, to: str) -> None:
        """Let a path redirect."""
        self.says(path, status=301, Location=to)


class Web:
    """All hosts, on one port."""

    def __init__(self) -> None:
        self.hosts: dict[str, Host] = {}
        self.faults: list[str] = []
        self.waits: list[float] = []  # how long requests waited for their turn
        self.closing = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.closing.set()
        await self._server.close()
        if kind is None:
            assert self.faults == []

    def host(self, name: str, *, for_programs: bool = False) -> Host:
        """The host of this name."""
        return self.hosts.setdefault(name, Host(for_programs=for_programs))

    def base(self, name: str) -> str:
        """The address of a host, without a slash."""
        return f"http://{name}:{self._server.port}"

    def addresses(self, domain: str) -> tuple[str, ...]:
        """Where the site of a domain may be."""
        return f"{self.base(domain)}/", f"{self.base(f'www.{domain}')}/"

    def guarded(self, limits: Limits = LIMITS, contact: str = CONTACT) -> GuardedClient:
        """A client that reaches only this web."""
        assert self._server.port is not None
        return GuardedClient(
            limits=limits,
            user_agent=user_agent(contact),
            allow=on_loopback,
            ports={self._server.port, *WEB_PORTS},
            resolver=Names("127.0.0.1"),
        )

    def pace(self) -> HostPace:
        """Turns that pass at once, but are counted. Time passes only while somebody waits."""
        now = 0.0

        async def sleep(seconds: float) -> None:
            nonlocal now
            self.waits.append(seconds)
            now += seconds

        return HostPace(sleep=sleep, time=lambda: now)

    def client(self, guarded: GuardedClient) -> PublicClient:
        """A client for one look at an account."""
        return PublicClient(guarded, Parser(), self.pace())

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = (request.host or "").partition(":")[0]
        host = self.hosts.get(name)
        if CONTACT not in request.headers.get("User-Agent", ""):
            return web.Response(status=403, text="Say who you are.")
        if host is None:
            return web.Response(status=404)
        first = not host.asked
        host.asked.append(request.path_qs)
        if request.path == "/robots.txt":
            wait = {"Retry-After": host.robots_wait} if host.robots_wait else {}
            return web.Response(text=host.robots, status=host.status_of_robots, headers=wait)
        if not host.for_programs:
            self._check_robots(host, request, first=first)
        page = host.pages.get(request.path_qs) or host.pages.get(request.path)
        return await page(request) if page else web.Response(status=404)

    def _check_robots(self, host: Host, request: web.Request, *, first: bool) -> None:
        if first:
            self.faults.append(f"{request.url} was read before its robots.txt")
        if not Protego.parse(host.robots).can_fetch(str(request.url), "Attune"):
            self.faults.append(f"{request.url} was read although its robots.txt forbids it")
