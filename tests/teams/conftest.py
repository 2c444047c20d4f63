"""Attune on Teams, with a few small features, a strict fake of Teams and two people."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlmodel import select

from bot.base.background import Background
from bot.base.clock import FixedClock
from bot.service_settings import TeamsSettings
from bot.teams.app import TeamsApp
from handlers.conversation import Conversation
from handlers.playbook.loader import Playbook
from storage.database.connection import Database
from storage.tables import Draft, Person
from tests import sqlite
from tests.slack import features
from tests.teams.driver import ByHttp, TeamsUser
from tests.teams.fake import APP, TENANT, FakeTeams

NOW = datetime(2026, 11, 23, 8, 25, tzinfo=UTC)
SECRET = "what-nobody-may-see"
SETTINGS = TeamsSettings(APP, SecretStr(SECRET), TENANT)


@dataclass
class World:
    """Everything around a dialogue."""

    clock: FixedClock
    fake: FakeTeams
    database: Database
    background: Background
    app: TeamsApp
    http: ByHttp

    async def kept(self) -> list[str]:
        """What the features saved, each effect once."""
        async with self.database.read() as session:
            return [row.account for row in (await session.exec(select(Draft))).all()]

    async def people(self) -> list[Person]:
        """Everybody on file."""
        async with self.database.read() as session:
            return list((await session.exec(select(Person))).all())

    def user(self, user: str, *, where: str = "") -> TeamsUser:
        """A person who uses Teams."""
        return TeamsUser(self.fake, self.http, self.background, user, where)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def fake(clock: FixedClock) -> AsyncIterator[FakeTeams]:
    """The fake Teams; fails at the end if it had to refuse anything."""
    fake = FakeTeams(clock)
    fake.add("ana", "Ana", "Europe/Lisbon")
    fake.add("ben", "Ben", "America/New_York")
    await fake.start()
    yield fake
    await fake.stop()
    assert fake.refused == []


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    yield database
    await database.close()


MakeWorld = Callable[..., Any]


@pytest.fixture
async def make_world(
    clock: FixedClock, fake: FakeTeams, database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MakeWorld]:
    """Makes worlds, and closes them at the end."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made: list[tuple[TeamsApp, TestClient[Any, Any], Background]] = []

    async def make(**more: Any) -> World:  # noqa: ANN401
        background = Background()
        # These features never look into the playbook.
        conversation = Conversation(features.registry(), database, cast("Playbook", None))
        app = TeamsApp(
            SETTINGS,
            conversation,
            database,
            clock,
            background,
            **{"cloud": fake.cloud, "tokens": fake.tokens, "files": fake.fetcher(), **more},
        )
        await app.start()
        site = web.Application()
        site.add_routes(app.routes())
        client = TestClient(TestServer(site))
        await client.start_server()
        made.append((app, client, background))
        return World(clock, fake, database, background, app, ByHttp(fake, client))

    yield make
    for app, client, background in made:
        await background.drain()
        await client.close()
        await app.stop()


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    """Attune reached over HTTP."""
    return cast("World", await make_world())


@pytest.fixture
def ana(world: World) -> TeamsUser:
    return world.user("ana")
