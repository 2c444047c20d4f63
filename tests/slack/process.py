"""The whole of Attune on Slack: processes over one database, each with a workspace of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlmodel import select

from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import build
from bot.settings import Settings
from bot.slack.app import SlackApp
from storage.tables import Outbox, Person
from tests.databases import address_on
from tests.dialogues.office import MONDAY
from tests.slack.driver import SECRET, ByHttp, SlackUser
from tests.slack.fake import BOT_TOKEN, FakeSlack


class Process:
    """One process of Attune and its workspace."""

    def __init__(
        self, attune: Attune, fake: FakeSlack, user: SlackUser, client: "TestClient[Any, Any]"
    ) -> None:
        self.attune = attune
        self.fake = fake
        self.user = user
        self.client = client

    @property
    def slack(self) -> SlackApp:
        (app,) = self.attune.platforms
        assert isinstance(app, SlackApp)
        return app

    async def delivers(self) -> dict[str, int]:
        return dict(await self.attune.wakers[0].delivery.run())

    async def recovers(self) -> None:
        async with asyncio.timeout(10):
            while not self.slack._connection.is_connected:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)


@pytest.fixture
def office_clock() -> FixedClock:
    return FixedClock(MONDAY.astimezone(UTC))


Begin = Callable[..., Awaitable[Process]]


@pytest.fixture
async def begin(
    request: pytest.FixtureRequest, tmp_path: Path, office_clock: FixedClock
) -> AsyncIterator[Begin]:
    """Starts processes over one database; their loops deliver when a test says so.

    It is on SQLite, unless a test's parameter for this fixture is "postgresql".
    """
    async with (
        address_on(getattr(request, "param", "sqlite"), tmp_path) as url,
        AsyncExitStack() as stack,
    ):
        yield partial(_begin, stack, url, office_clock)


async def _begin(
    stack: AsyncExitStack,
    url: str,
    clock: FixedClock,
    fake: FakeSlack,
    app_token: str = "",
    **more: Any,  # noqa: ANN401 - further settings
) -> Process:
    settings = Settings(
        _env_file=None,
        slack_bot_token=more.pop("slack_bot_token", None if more else SecretStr(BOT_TOKEN)),
        slack_signing_secret=SecretStr(SECRET),
        slack_app_token=SecretStr(app_token) if app_token else None,
        slack_api_url=fake.url,
        database_url=url,
        playground=False,
        **more,
    )
    attune = await build(settings, clock)
    stack.push_async_callback(attune.stop)
    client: TestClient[Any, Any] = TestClient(TestServer(attune.web))
    await client.start_server()
    stack.push_async_callback(client.close)
    user = SlackUser(fake, ByHttp(fake, client), attune.background, "ULENA", fake.team)
    made = Process(attune, fake, user, client)
    made.slack._connection._retry_waits = (0,)
    await made.slack.start()
    await made.slack._workspaces.stop_checking()  # a test says when to look
    return made


@asynccontextmanager
async def _workspace(clock: FixedClock, team: str) -> AsyncIterator[FakeSlack]:
    fake = FakeSlack(clock, team)
    fake.add_user("ULENA", "Lena Brandt", "Europe/Berlin")
    await fake.start()
    yield fake
    await fake.stop()
    assert fake.refused == []


@pytest.fixture
async def acme(office_clock: FixedClock) -> AsyncIterator[FakeSlack]:
    async with _workspace(office_clock, "T1") as fake:
        yield fake


@pytest.fixture
async def other(office_clock: FixedClock) -> AsyncIterator[FakeSlack]:
    async with _workspace(office_clock, "T2") as fake:
        yield fake


async def plans(process: Process, account: str) -> None:
    """Plan a call in an hour and a half, and read its brief, so only pushes are left."""
    await process.user.types(f"/prep {account} 10:00")
    await process.user.presses(f"Add “{account}”")


async def rows(process: Process) -> list[Outbox]:
    async with process.attune.database.read() as session:
        return list((await session.exec(select(Outbox))).all())


async def lena_on_file(process: Process) -> Person:
    async with process.attune.database.read() as session:
        return (await session.exec(select(Person))).one()
