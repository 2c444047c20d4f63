"""Health over HTTP, while the database goes away and comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from pydantic import SecretStr
from sqlalchemy import make_url

from bot.base.clock import FixedClock
from bot.base.metrics import Metrics
from bot.build import build
from bot.delivery.loop import Delivery
from bot.delivery.waker import Waker
from bot.settings import Settings
from bot.web import health
from bot.web.health import Health
from storage.database.connection import Database
from storage.database.upgrade import HEAD
from tests.delivery.messenger import ScriptedMessenger
from tests.delivery.world import MORNING, playbook
from tests.postgres import empty, migrated, server


@dataclass
class Watched:
    """A delivery loop on PostgreSQL, and its addresses over HTTP."""

    url: str
    waker: Waker
    client: "TestClient[Any, Any]"

    async def ready(self) -> tuple[int, dict[str, Any]]:
        """What /readyz says."""
        response = await self.client.get("/readyz")
        return response.status, await response.json()

    async def figures(self) -> str:
        """What /metrics says."""
        return await (await self.client.get("/metrics")).text()

    async def is_alive(self) -> bool:
        """What /healthz says."""
        response = await self.client.get("/healthz")
        return bool(response.status == 200 and (await response.json())["ok"])

    async def goes(self) -> None:
        """Make the database refuse connections."""
        name = make_url(self.url).database
        await _as_admin(
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
        )

    async def comes_back(self) -> None:
        """Make the database accept connections again."""
        await _as_admin(f"ALTER DATABASE {make_url(self.url).database} ALLOW_CONNECTIONS true")


async def _as_admin(*statements: str) -> None:
    connection = await asyncpg.connect(server().get_uri())
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def watch(url: str) -> AsyncIterator[Watched]:
    database, clock, metrics = Database(url), FixedClock(MORNING), Metrics()
    messenger = ScriptedMessenger(clock)
    delivery = Delivery(database, {"test": messenger}, playbook(), clock, metrics)
    waker = Waker(delivery, clock)
    app = web.Application()
    app.add_routes(Health(database, [waker], metrics, open_here=True).routes())
    async with TestClient(TestServer(app)) as client:
        yield Watched(url, waker, client)
    await database.close()


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    async with migrated() as url, watch(url) as made:
        yield made


async def test_it_is_ready_once_the_loop_has_looked(watched: Watched) -> None:
    status, said = await watched.ready()
    assert (status, said["ok"], said["last_tick"]) == (503, False, [None])
    assert said["delivery"].startswith("Starting")
    await watched.waker.delivery.run()
    status, said = await watched.ready()
    assert (status, said["ok"], said["migration"]) == (200, True, HEAD)


async def test_a_database_that_goes_and_comes_back(watched: Watched) -> None:
    await watched.waker.delivery.run()
    assert (await watched.ready())[0] == 200
    assert "attune_database_up 1.0" in await watched.figures()
    await watched.goes()
    status, said = await watched.ready()
    assert (status, said["ok"]) == (503, False)
    assert "does not answer" in said["database"]
    assert await watched.is_alive()
    figures = await watched.figures()
    assert "attune_database_up 0.0" in figures
    assert "attune_overdue_rows{" not in figures
    await watched.comes_back()
    assert (await watched.ready())[0] == 200
    assert "attune_database_up 1.0" in await watched.figures()


async def test_a_database_that_does_not_answer(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    await watched.waker.delivery.run()
    monkeypatch.setattr(health, "TIME_LIMIT", 0.1)
    dsn = make_url(watched.url).set(drivername="postgresql")
    holder = await asyncpg.connect(dsn.render_as_string(hide_password=False))
    async with holder.transaction():
        await holder.execute("LOCK TABLE alembic_version, outbox IN ACCESS EXCLUSIVE MODE")
        status, said = await watched.ready()
        assert (status, said["database"]) == (503, health.SLOW)
        assert "attune_database_up 0.0" in await watched.figures()
        assert await watched.is_alive()
    await holder.close()
    monkeypatch.undo()
    assert (await watched.ready())[0] == 200


async def test_a_loop_that_is_stuck(watched: Watched) -> None:
    await watched.waker.delivery.run()
    assert watched.waker.delivery.looked_at is not None
    watched.waker.delivery.looked_at -= health.STUCK + 1
    status, said = await watched.ready()
    assert (status, said["ok"]) == (503, False)
    assert await watched.is_alive()
    await watched.waker.delivery.run()
    assert (await watched.ready())[0] == 200


async def test_a_database_that_waits_for_its_migration() -> None:
    async with empty() as url, watch(url) as watched:
        status, said = await watched.ready()
    assert (status, said["ok"], said["migration"]) == (503, False, None)


@pytest.mark.parametrize(
    ("token", "said", "status"),
    [
        ("right", "Bearer right", 200),
        ("right", "Bearer wrong", 401),
        ("right", "Bearer ärger", 401),
        ("right", b"Bearer \xff\xfe", 401),
        ("right", "right", 401),
        ("right", None, 403),
        (None, "Bearer ", 403),
        (None, None, 403),
    ],
)
async def test_figures_are_for_whoever_knows_the_token(
    token: str | None, said: str | bytes | None, status: int
) -> None:
    """With platforms over HTTP: behind a reverse proxy, every client looks like this machine."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("0" * 32),
        metrics_token=SecretStr(token) if token else None,
        database_url="sqlite://",
    )
    attune = await build(settings)
    async with TestClient(TestServer(attune.web)) as client:
        text = said.decode("utf-8", "surrogateescape") if isinstance(said, bytes) else said
        headers = {"Authorization": text} if text is not None else {}
        response = await client.get("/metrics", headers=headers)
        text = await response.text()
    await attune.stop()
    assert response.status == status
    assert ("Set METRICS_TOKEN" in text) is (status == 403)
    assert ("attune_" in text) is (status == 200)


@pytest.mark.parametrize(
    ("host", "peer", "sees"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost", "::1", True),
        ("attune.example.com", "127.0.0.1", False),
        ("127.0.0.1:8000", "10.0.0.7", False),
        ("[::1", "127.0.0.1", False),
        ("", "127.0.0.1", False),
    ],
)
async def test_without_a_token_and_platforms_they_are_for_this_machine(
    host: str, peer: str, sees: bool
) -> None:
    database = Database("sqlite://")
    asked = make_mocked_request("GET", "/metrics", headers={"Host": host}).clone(remote=peer)
    assert Health(database, [], Metrics(), open_here=True).may_see(asked) is sees
    assert Health(database, [], Metrics(), open_here=False).may_see(asked) is False
    await database.close()


@pytest.mark.parametrize("host", ["[::1", "[", "[::1]]:80", "[nonsense]", "//", ""])
async def test_a_host_that_is_none_is_a_stranger(host: str) -> None:
    attune = await build(Settings(_env_file=None, database_url="sqlite://", playground=True))
    async with TestServer(attune.web) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        asked = f"GET /metrics HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        writer.write(asked.encode())
        answer = await reader.read()
        writer.close()
    await attune.stop()
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"attune_" not in answer
