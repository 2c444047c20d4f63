"""Runs the dialogues on every platform, all in one event loop."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import build
from bot.playground import demo
from bot.service_settings import TeamsSettings
from bot.serving import add_platform
from bot.settings import Settings
from bot.slack import talk
from bot.teams.app import TeamsApp
from bot.teams.cloud import Cloud
from storage.database import sqlite as sqlite_connections
from storage.sealing import Sealer, new_key
from tests import sqlite
from tests.dialogues.crm.hub import Hub, opened_hub
from tests.dialogues.office import MONDAY, Office
from tests.dialogues.one_platform import not_in_turn
from tests.playground.client import Client
from tests.playground.driver import PlaygroundUser
from tests.postgres import close_lasting, lasting
from tests.slack.driver import SECRET, ByHttp, SlackUser
from tests.slack.fake import BOT_TOKEN, TEAM, FakeSlack
from tests.teams.conftest import SETTINGS as TEAMS
from tests.teams.driver import ByHttp as TeamsByHttp
from tests.teams.driver import TeamsUser
from tests.teams.fake import TENANT, FakeTeams

HERE = Path(__file__).parent


@asynccontextmanager
async def _on_slack(clock: FixedClock, file: Path) -> AsyncIterator[Office]:
    await sqlite.migrated(file)
    fake = FakeSlack(clock)
    fake.allows_bursts = False
    for user, name in (("ULENA", "Lena Brandt"), ("UTOMAS", "Tomas Keller")):
        fake.add_user(user, name, "Europe/Berlin")
    await fake.start()
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=fake.url,
        database_url=f"sqlite:///{file}",
        playground=False,
    )
    attune = await build(settings, clock)
    await attune.platforms[0].start()
    client = await _serve(attune)
    way = ByHttp(fake, client)
    lena, tomas = (SlackUser(fake, way, attune.background, user) for user in ("ULENA", "UTOMAS"))
    try:
        yield Office(attune, clock, lena, tomas, f"slack:{TEAM}", "ULENA")
    finally:
        await client.close()
        await attune.stop()
        await fake.stop()
    assert fake.refused == []


@asynccontextmanager
async def _on_teams(clock: FixedClock, _file: Path) -> AsyncIterator[Office]:
    """Teams over PostgreSQL, so that every dialogue runs on that database too."""
    async with lasting() as url, on_teams(clock, url, [TENANT], TEAMS) as (office,):
        for person in (office.lena, office.tomas):
            await cast("TeamsUser", person).installs()
        yield office


@asynccontextmanager
async def on_teams(
    clock: FixedClock, url: str, tenants: list[str], settings: TeamsSettings
) -> AsyncIterator[list[Office]]:
    """An office in each tenant with one Attune. People have the same ids in all of them."""
    fakes = [FakeTeams(clock, tenant) for tenant in tenants]
    for fake in fakes:
        for user, name in (("lena", "Lena Brandt"), ("tomas", "Tomas Keller")):
            fake.add(user, name, "Europe/Berlin")
        await fake.start()
    attune = await build(Settings(_env_file=None, database_url=url, playground=False), clock)
    teams = TeamsApp(
        settings,
        attune.conversation(),
        attune.database,
        clock,
        attune.background,
        cloud=Regions(**vars(fakes[0].cloud), regions=tuple(fake.service for fake in fakes)),
        tokens=fakes[0].tokens,
        files=fakes[0].fetcher(),
    )
    add_platform(attune, "teams", teams)
    await teams.start()
    client = await _serve(attune)
    offices = []
    for fake in fakes:
        way = TeamsByHttp(fake, client)
        lena, tomas = (TeamsUser(fake, way, attune.background, user) for user in ("lena", "tomas"))
        offices.append(Office(attune, clock, lena, tomas, f"teams:{fake.tenant}", lena.id))
    try:
        yield offices
    finally:
        await client.close()
        await attune.stop()
        for fake in fakes:
            await fake.stop()
    assert [fake.refused for fake in fakes] == [[] for _ in fakes]


@dataclass(frozen=True)
class Regions(Cloud):
    """A cloud with a server for each tenant."""

    regions: tuple[str, ...] = ()

    def trusts(self, url: str) -> bool:
        return url in self.regions or super().trusts(url)


@asynccontextmanager
async def _in_the_playground(clock: FixedClock, file: Path) -> AsyncIterator[Office]:
    await sqlite.migrated(file)
    settings = Settings(_env_file=None, database_url=f"sqlite:///{file}", playground=None)
    attune = await build(settings, clock)
    assert attune.playground is not None
    await attune.playground.open(_nothing)
    client = await _serve(attune)
    base = str(client.make_url("/"))
    try:
        async with Client(base, "lena") as as_lena, Client(base, "tomas") as as_tomas:
            lena, tomas = (
                PlaygroundUser(each, file, attune.background) for each in (as_lena, as_tomas)
            )
            yield Office(attune, clock, lena, tomas, demo.TENANT, "lena")
            await as_lena.get("clock")  # what happens next can be told, whatever they did
    finally:
        await client.close()
        await attune.stop()


async def _nothing(_session: AsyncSession, _now: datetime) -> None:
    """Seed nothing: the dialogues start without the demo's week."""


async def _serve(attune: Attune) -> "TestClient[Any, Any]":
    client = TestClient(TestServer(attune.web))
    await client.start_server()
    return client


# Every platform, and how to be in an office on it.
OFFICES = {"slack": _on_slack, "teams": _on_teams, "playground": _in_the_playground}
PLATFORMS = tuple(OFFICES)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run all dialogues in one event loop, because connections to PostgreSQL belong to a loop.

    With `--one-platform-each`, leave out the dialogues that another platform has its turn for.
    """
    for item in items:
        if pytest_asyncio.is_async_test(item) and item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
    if config.getoption("one_platform_each"):
        left_out = not_in_turn(items, PLATFORMS)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True, scope="package")
def _few_wait_for_their_turn() -> Iterator[None]:
    """Let SQLite's statements give way to other tasks for one turn of the loop, instead of ten.

    An office has a few tasks at a time, where a server has hundreds.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_connections, "TURNS", 1)
        yield


@pytest.fixture(autouse=True, scope="package")
def _forms_stay_open() -> Iterator[None]:
    """Let a form on Slack stay open as long as Slack waits, however slow this machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(talk, "SLOW_WAIT", 60)
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _lasting_connections() -> AsyncIterator[None]:
    yield
    await close_lasting()


@pytest_asyncio.fixture(params=PLATFORMS, loop_scope="session")
async def office(
    _lasting_connections: None,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Office]:
    """Everything but the platform's own servers is real."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    clock = FixedClock(MONDAY.astimezone(UTC))
    async with OFFICES[request.param](clock, tmp_path / "attune.sqlite3") as office:
        yield office
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="session")
async def hub(office: Office) -> AsyncIterator[Hub]:
    """A HubSpot that the office can connect."""
    async with opened_hub(office) as made:
        yield made


@pytest.fixture
def sealing(request: pytest.FixtureRequest) -> None:
    """Let the test's Attune store secrets, if the test has an office."""
    if "office" in request.fixturenames:
        request.getfixturevalue("office").attune.database.sealer = Sealer([new_key()])
