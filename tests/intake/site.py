"""A website on loopback with scripted pages, and a client that is allowed to use it."""

import asyncio
from collections.abc import Awaitable, Callable
from socket import AF_INET, AF_INET6, AddressFamily
from typing import Self

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from bot.intake.guard import GuardedClient, Limits
from handlers.knowledge.web_addresses import WEB_PORTS, IPAddress, NotFetched

Page = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """Answers as scripted for each path, and keeps each request."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.closing = asyncio.Event()  # pages that hang wait for this
        self._pages: dict[str, Page] = {}
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self._server.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server.port is not None
        return self._server.port

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        """The requested paths, in order."""
        return [request.path for request in self.requests]

    def page(self, path: str, page: Page) -> None:
        """Let `page` answer for a path."""
        self._pages[path] = page

    def says(
        self, path: str, body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        """Let a path have this answer."""

        async def page(request: web.Request) -> web.Response:
            return web.Response(body=body, status=status, headers=headers)

        self.page(path, page)

    def leads(self, path: str, to: str, status: int = 302) -> None:
        """Let a path redirect."""
        self.says(path, status=status, headers={"Location": to})

    def client(self, limits: Limits | None = None) -> GuardedClient:
        """A client that treats this machine as public."""
        ports = {self.port, *WEB_PORTS}
        return GuardedClient(limits=limits, allow=on_loopback, ports=ports)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        if page := self._pages.get(request.path):
            return await page(request)
        return web.Response(status=404)


def on_loopback(address: IPAddress) -> bool:
    """Allow this machine's addresses only."""
    return address.is_loopback


class Names(AbstractResolver):
    """Resolves every name to these addresses."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: AddressFamily = AF_INET,  # noqa: ARG002 - the interface has it
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=AF_INET6 if ":" in address else AF_INET,
                proto=0,
                flags=0,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        pass


async def reason(client: GuardedClient, url: str) -> str:
    """The reason for which an address is not fetched."""
    async with client:
        with pytest.raises(NotFetched) as refused:
            await client.get(url)
    return refused.value.reason
