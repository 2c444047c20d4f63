"""The HTTP client for CRMs: what it sends, and which failed requests may have arrived."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Self

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.crm.http import CrmClient
from handlers.sources.crm_ports import CrmFailed


class Server:
    """A server on loopback: /slow never answers, /cut ends in the middle, /else redirects."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.closing = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path}", self._answer)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self._server.close()

    def url(self, path: str) -> URL:
        return self._server.make_url(path)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        match request.match_info["path"]:
            case "slow":
                await self.closing.wait()
            case "cut":
                assert request.transport
                request.transport.close()
            case "else":
                return web.Response(status=302, headers={"Location": "/slow"})
            case "large":
                return web.json_response("x" * 2_000)
            case "text":
                return web.Response(text="not JSON", headers={"Retry-After": "7"})
        return web.json_response({"ok": True})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as one:
        yield one


@pytest.fixture
async def client() -> AsyncIterator[CrmClient]:
    async with CrmClient(seconds=0.2, max_bytes=1_000) as one:
        yield one


async def test_a_request_has_the_token_and_says_who_asks(server: Server, client: CrmClient) -> None:
    answer = await client.send("POST", server.url("/ok"), "secret", body={"a": 1})
    assert (answer.status, answer.body) == (200, {"ok": True})
    headers = server.requests[0].headers
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"].startswith("Attune/")
    assert "secret" not in repr(answer)


async def test_the_token_does_not_follow_a_redirect(server: Server, client: CrmClient) -> None:
    assert (await client.send("GET", server.url("/else"), "secret")).status == 302
    assert len(server.requests) == 1


async def test_an_answer_that_is_not_json(server: Server, client: CrmClient) -> None:
    answer = await client.send("GET", server.url("/text"), "secret")
    assert answer.body is None
    assert answer.wait
    assert answer.wait.total_seconds() == 7


@pytest.mark.parametrize("path", ["/slow", "/cut", "/large"])
@pytest.mark.parametrize("writes", [True, False])
async def test_a_write_that_arrived_may_have_landed(
    server: Server, client: CrmClient, path: str, *, writes: bool
) -> None:
    with pytest.raises(CrmFailed) as failed:
        await client.send("POST", server.url(path), "secret", body={}, writes=writes)
    assert failed.value.trouble == "no answer"
    assert failed.value.may_have_landed is writes
    assert len(server.requests) == 1


async def test_a_write_that_found_no_server_has_not_landed(client: CrmClient) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = URL(f"http://127.0.0.1:{unused.getsockname()[1]}/ok")
        with pytest.raises(CrmFailed) as failed:
            await client.send("POST", url, "secret", body={}, writes=True)
    assert not failed.value.may_have_landed
