"""Our tie to a workspace: Slack away, a token taken and given back, two workspaces, who signs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlmodel import select

from bot.app import Attune, build
from bot.clock import FixedClock
from bot.settings import Settings
from bot.slack import socket_mode
from bot.slack.app import SlackApp
from bot.trouble import Cause
from storage.tables import Outbox, Person
from tests import sqlite
from tests.dialogues.office import MONDAY
from tests.slack.driver import SECRET, ByHttp, SlackUser
from tests.slack.fake import APP_TOKEN, BOT_TOKEN, Failure, FakeSlack

HOUR = timedelta(hours=1)


class Process:
    """One process of Attune and its workspace."""

    def __init__(self, attune: Attune, fake: FakeSlack, user: SlackUser) -> None:
        self.attune = attune
        self.fake = fake
        self.user = user

    @property
    def slack(self) -> SlackApp:
        (app,) = self.attune.platforms
        assert isinstance(app, SlackApp)
        return app

    async def delivers(self) -> dict[str, int]:
        return dict(await self.attune.wakers[0].delivery.run())

    async def recovers(self) -> None:
        async with asyncio.timeout(10):
            while not self.slack._connection.works:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)


@pytest.fixture
def office_clock() -> FixedClock:
    return FixedClock(MONDAY.astimezone(UTC))


Begin = Callable[..., Awaitable[Process]]


@pytest.fixture
async def begin(tmp_path: Path, office_clock: FixedClock) -> AsyncIterator[Begin]:
    """Starts processes over one database; the loop delivers when a test says so."""
    file = tmp_path / "attune.sqlite3"
    await sqlite.migrated(file)
    async with AsyncExitStack() as stack:
        yield partial(_begin, stack, file, office_clock)


async def _begin(
    stack: AsyncExitStack, file: Path, clock: FixedClock, fake: FakeSlack, app_token: str = ""
) -> Process:
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_app_token=SecretStr(app_token) if app_token else None,
        slack_api_url=fake.url,
        database_url=f"sqlite:///{file}",
        playground=False,
    )
    attune = await build(settings, clock)
    stack.push_async_callback(attune.stop)
    client: TestClient[Any, Any] = TestClient(TestServer(attune.web))
    await client.start_server()
    stack.push_async_callback(client.close)
    user = SlackUser(fake, ByHttp(fake, client), attune.background, "ULENA", fake.team)
    made = Process(attune, fake, user)
    made.slack._connection._pauses = (0,)
    await made.slack.start()
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
    """A call in an hour and a half, and its brief asked for: only what is pushed is left."""
    await process.user.types(f"/prep {account} 10:00")
    await process.user.presses(f"Add “{account}”")


async def rows(process: Process) -> list[Outbox]:
    async with process.attune.database.read() as session:
        return list((await session.exec(select(Outbox))).all())


async def test_two_workspaces_over_one_database_send_each_their_own(
    begin: Begin, acme: FakeSlack, other: FakeSlack, office_clock: FixedClock
) -> None:
    ours, theirs = await begin(acme), await begin(other)
    await plans(ours, "Northwind")
    await plans(theirs, "Contoso")
    before = len(acme.messages), len(other.messages)
    office_clock.moment += HOUR
    assert ours.slack.tenants == {"slack:T1"}
    await ours.delivers()
    assert len(other.messages) == before[1]
    assert len(acme.messages) > before[0]
    assert "Contoso" not in str(acme.messages)
    await theirs.delivers()
    assert len(other.messages) > before[1]
    assert "Northwind" not in str(other.messages)
    assert {row.reason for row in await rows(ours)} == {None}


async def test_before_slack_told_whose_token_it_is_nothing_is_claimed(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    first = await begin(acme)
    await plans(first, "Northwind")
    acme.fail("auth.test", *[Failure(status=503)] * 100_000)
    second = await begin(acme)
    office_clock.moment += HOUR
    assert await second.delivers() == {}
    assert second.slack.tenants == set()
    acme._failures["auth.test"].clear()
    await second.recovers()
    assert (await second.delivers())["sent"] >= 1


async def test_slack_away_at_the_start_is_tried_again(begin: Begin, acme: FakeSlack) -> None:
    acme.fail("auth.test", *[Failure(drop="before")] * 3)
    process = await begin(acme)
    assert not process.slack._connection.works
    await process.recovers()
    assert await process.slack.trouble() is None
    await process.user.types("/calls")
    assert process.user.screen


async def test_socket_mode_away_at_the_start_is_tried_again(
    begin: Begin, acme: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme.fail("apps.connections.open", Failure(drop="before"), Failure(error="internal_error"))
    monkeypatch.setattr(socket_mode, "SILENCE", 0)
    process = await begin(acme, APP_TOKEN)
    found = await process.slack.trouble()
    assert found
    assert found.cause is Cause.DEAF
    await process.recovers()
    await acme.connected.wait()
    assert await process.slack.trouble() is None


async def test_a_refused_app_token_ends_nothing(begin: Begin, acme: FakeSlack) -> None:
    process = await begin(acme, "xapp-another")
    found = await process.slack.trouble()
    assert found
    assert found.cause is Cause.TOKEN
    assert "SLACK_APP_TOKEN (invalid_auth)" in found.sentence
    await process.user.types("/calls")
    assert process.user.screen


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked", "invalid_auth"])
async def test_a_dead_token_pauses_the_workspace_and_nobody_loses_anything(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock, code: str
) -> None:
    process = await begin(acme)
    await plans(process, "Northwind")
    acme.dead = code
    office_clock.moment += HOUR
    await process.delivers()
    found = await process.slack.trouble()
    assert found
    assert found.cause is Cause.TOKEN
    assert code in found.sentence
    asked = len(acme.called("chat.postMessage"))
    await process.delivers()
    assert len(acme.called("chat.postMessage")) == asked
    async with process.attune.database.read() as session:
        assert (await session.exec(select(Person))).one().unreachable is None
    assert {row.state for row in await rows(process)} == {"open"}

    acme.dead = ""
    await process.recovers()
    office_clock.moment += timedelta(minutes=1)
    assert (await process.delivers())["sent"] >= 1


async def test_with_a_good_token_a_restart_sends_at_once(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    first = await begin(acme)
    await plans(first, "Northwind")
    acme.fail("chat.postMessage", Failure(error="missing_scope"))
    office_clock.moment += HOUR
    await first.delivers()
    assert (await first.delivers()) == {}
    second = await begin(acme)
    office_clock.moment += timedelta(seconds=1)  # a channel takes one message a second
    assert (await second.delivers())["sent"] >= 1
    assert {row.reason for row in await rows(second)} == {None}


@pytest.mark.parametrize(
    ("event", "team", "ends"),
    [
        ({"type": "tokens_revoked", "tokens": {"oauth": ["ULENA"]}}, "T1", False),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["ULENA"], "bot": []}}, "T1", False),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, "T2", False),
        ({"type": "app_uninstalled"}, "T2", False),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, "T1", True),
        ({"type": "app_uninstalled"}, "T1", True),
    ],
)
async def test_only_our_own_bots_token_ends_what_we_may(
    begin: Begin, acme: FakeSlack, event: dict[str, object], team: str, *, ends: bool
) -> None:
    process = await begin(acme)
    acme.dead = "account_inactive" if ends else ""
    await process.user.send("events_api", process.user.event(event) | {"team_id": team})
    await asyncio.sleep(0)
    assert (await process.slack.trouble() is not None) == ends
    acme.dead = ""  # installed again
    await process.recovers()
    await process.user.types("/calls")
    assert process.user.screen
