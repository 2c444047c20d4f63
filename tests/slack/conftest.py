"""Attune on Slack, with a few small features, a strict fake of Slack and two people."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlmodel import SQLModel, select

from bot.base.background import Background
from bot.base.clock import FixedClock
from bot.settings import Settings
from bot.slack.app import SlackApp
from handlers.conversation import Conversation
from handlers.playbook.loader import Playbook
from storage.database.connection import Database
from storage.tables import Draft
from tests.slack import features
from tests.slack.driver import SECRET, ByHttp, BySocket, SlackUser
from tests.slack.fake import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.slack.process import acme, begin, office_clock, other

__all__ = ["acme", "begin", "office_clock", "other"]  # fixtures

NOW = datetime(2026, 11, 23, 8, 25, tzinfo=UTC)


def settings(fake: FakeSlack, *, app_token: str | None = None, prefix: str = "") -> Settings:
    """Settings for the fake, independent of the environment."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_app_token=SecretStr(app_token) if app_token else None,
        slack_api_url=fake.url,
        command_prefix=prefix,
    )


@dataclass
class World:
    """Everything around a dialogue."""

    clock: FixedClock
    fake: FakeSlack
    database: Database
    background: Background
    app: SlackApp
    http: ByHttp

    async def kept(self) -> list[str]:
        """What the features saved, each effect once."""
        async with self.database.read() as session:
            return [row.account for row in (await session.exec(select(Draft))).all()]

    def user(self, user: str, *, team: str = "T1", by_socket: bool = False) -> SlackUser:
        """A person who uses Slack."""
        way = BySocket(self.fake) if by_socket else self.http
        return SlackUser(self.fake, way, self.background, user, team)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def fake(clock: FixedClock) -> AsyncIterator[FakeSlack]:
    """The fake Slack; fails at the end if it had to refuse anything."""
    fake = FakeSlack(clock)
    fake.add_user("UANA", "Ana", "Europe/Lisbon")
    fake.add_user("UBEN", "Ben", "America/New_York")
    await fake.start()
    yield fake
    await fake.stop()
    assert fake.refused == []


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/attune.sqlite3")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield database
    await database.close()


MakeWorld = Callable[..., Any]


@pytest.fixture
async def make_world(
    clock: FixedClock, fake: FakeSlack, database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MakeWorld]:
    """Makes worlds, and closes them at the end."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    apps: list[SlackApp] = []
    made: list[tuple[TestClient[Any, Any], Background]] = []

    async def make(*, app_token: str | None = None, prefix: str = "", **more: Any) -> World:  # noqa: ANN401
        background = Background()
        # These features never look into the playbook.
        conversation = Conversation(features.registry(), database, cast("Playbook", None))
        chosen = settings(fake, app_token=app_token, prefix=prefix)
        app = SlackApp(chosen, conversation, clock, background, **more)
        apps.append(app)
        await app.start()
        fake.calls.clear()  # what a start asks
        site = web.Application()
        site.add_routes(app.routes())
        client = TestClient(TestServer(site))
        await client.start_server()
        made.append((client, background))
        return World(clock, fake, database, background, app, ByHttp(fake, client))

    yield make
    for client, background in made:
        await background.drain()
        await client.close()
    for app in apps:
        await app.stop()


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    """Attune reached over HTTP."""
    return cast("World", await make_world())


@pytest.fixture
async def socket_world(make_world: MakeWorld) -> World:
    """Attune connected by Socket Mode."""
    return cast("World", await make_world(app_token=APP_TOKEN))


@pytest.fixture
def ana(world: World) -> SlackUser:
    return world.user("UANA")
