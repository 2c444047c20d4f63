"""A request that arrives too slowly is cut off, so that it does not keep a connection open."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.build import build
from bot.commands.serve import IDLE_LIMIT
from bot.settings import Settings
from bot.web import watch


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    """Attune with Slack over HTTP, Teams and the playground."""
    guid = "11111111-1111-4111-8111-111111111111"
    settings = Settings(
        _env_file=None,
        database_url="sqlite://",
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("0" * 32),
        teams_client_id=guid,
        teams_client_secret=SecretStr("s"),
        teams_tenant_id=guid,
        playground=True,
    )
    attune = await build(settings)
    made = TestServer(attune.web)
    async with made:
        yield made
    await attune.stop()


@pytest.mark.parametrize("path", ["/slack/events", "/api/messages", "/api/playground/say"])
async def test_a_body_that_never_ends(
    server: TestServer, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    assert path in {each.canonical for each in server.app.router.resources()}
    monkeypatch.setattr(watch, "BODY_TIME_LIMIT", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n"
    writer.write(head.encode() + b"half")
    async with asyncio.timeout(10):
        answer = await reader.readline()
    writer.close()
    assert b" 408 " in answer


async def test_headers_that_never_end() -> None:
    """The `keepalive_timeout` of aiohttp also limits the wait for the rest of the headers."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app, keepalive_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
    writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    async with asyncio.timeout(10):
        assert await reader.read() == b""
    writer.close()
    await runner.cleanup()
    assert IDLE_LIMIT < 100
