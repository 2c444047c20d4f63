"""The whole of Attune on one SQLite file, with strict fakes of Slack and Teams around it."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import col, select

from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import build
from bot.playground.seed import seeder
from bot.serving import add_platform
from bot.settings import Settings
from bot.teams.app import TeamsApp
from storage.tables import Outbox, Person
from tests.slack.driver import SECRET, SlackUser
from tests.slack.driver import ByHttp as SlackByHttp
from tests.slack.fake import BOT_TOKEN, FakeSlack
from tests.teams.conftest import SETTINGS as TEAMS
from tests.teams.driver import ByHttp as TeamsByHttp
from tests.teams.driver import TeamsUser
from tests.teams.fake import FakeTeams

START = datetime(2026, 11, 23, 8, 25, tzinfo=UTC)
CASE_SECONDS = 20  # seconds of real time for one case: what takes longer hangs
KEPT = 200  # of what the fakes keep
PEOPLE = ("lena", "mara", "adam")  # a rep, a marketer, an admin
TWO_WEEKS, STEP = timedelta(weeks=2), timedelta(hours=4)
# What a fake has against us although the fault is the mutated payload's.
NOT_OURS = (
    "a command has no message to take the place of",
    "a message stays as public as it was",
)

# Codes of Teams', which look like names of exceptions.
CODES = ("ConversationNotFound", "ActivityNotFoundInConversation")


class World:
    """All entry points, and the errors behind them."""

    # Not a dataclass: Hypothesis would show all that is in it.
    def __init__(
        self,
        attune: Attune,
        clock: FixedClock,
        slack: FakeSlack,
        teams: FakeTeams,
        client: "TestClient[Any, Any]",
    ) -> None:
        self.attune = attune
        self.clock = clock
        self.slack = slack
        self.teams = teams
        self.client = client
        self.trouble: list[Mapping[str, Any]] = []
        self.statuses: Counter[int] = Counter()

    def on_slack(self, who: int) -> SlackUser:
        """One of the people on Slack; the number after the last is a person Slack does not know."""
        user = f"U{(*PEOPLE, 'nobody')[who % 4].upper()}"
        way = SlackByHttp(self.slack, self.client)
        return SlackUser(self.slack, way, self.attune.background, user)

    def on_teams(self, who: int) -> TeamsUser:
        """One of the people, on Teams."""
        way = TeamsByHttp(self.teams, self.client)
        return TeamsUser(self.teams, way, self.attune.background, PEOPLE[who % 3])

    async def survives(self, sending: Awaitable[int], *, allowed: Mapping[int, str]) -> None:
        """Check that the answer came in time, no 5xx except `allowed`, and that nothing failed."""
        self.trouble.clear()
        async with asyncio.timeout(CASE_SECONDS):
            status = await sending
            await self.attune.background.drain()
        self.statuses[status] += 1
        assert status < 500 or status in allowed, f"answered with {status}"
        assert not self.trouble, self.trouble
        refused = [each for each in self.slack.refused if each not in NOT_OURS]
        self.slack.refused.clear()
        assert not refused + self.teams.refused, (refused, self.teams.refused)
        self._forget()

    async def passes(self, minutes: int) -> None:
        """Let time pass, and deliver what fell due."""
        if minutes:
            self.clock.moment += timedelta(minutes=minutes)
            await self.delivers()

    async def delivers(self) -> None:
        """Deliver what is due now on every platform."""
        self.trouble.clear()
        for waker in self.attune.wakers:
            async with asyncio.timeout(CASE_SECONDS):
                await waker.delivery.run()
        assert not self.trouble, self.trouble

    async def is_sound(self) -> None:
        """Check that two weeks later no row is stuck, and the database is consistent."""
        until = self.clock.moment + TWO_WEEKS
        while self.clock.moment < until:
            self.clock.moment += STEP
            await self.delivers()
        async with self.attune.database.read() as session:
            is_stuck = (col(Outbox.state) == "open") & (col(Outbox.useful_until) < self.clock.now())
            assert not (await session.exec(select(Outbox).where(is_stuck))).all()
        async with self.attune.database.engine.connect() as connection:
            whole = await connection.execute(text("PRAGMA integrity_check"))
            assert whole.scalars().all() == ["ok"]
            keys = await connection.execute(text("PRAGMA foreign_key_check"))
            assert keys.all() == []

    def note(self, _logger: object, _name: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
        """A structlog processor that keeps each line about a failure."""
        # A platform's refusal has a code of its own; what failed here has a type's name.
        because = str(event.get("because", event.get("error", "")))
        if event["level"] == "error" and because[:1].isupper() and because not in CODES:
            self.trouble.append(dict(event))
        raise structlog.DropEvent

    def _forget(self) -> None:
        for kept in (
            self.slack.calls,
            self.slack.messages,
            self.teams.calls,
            self.teams.messages,
            self.teams.changed,
        ):
            del kept[:-KEPT]


class NeverRetrieved(logging.Handler):
    """Keeps asyncio's reports of tasks that failed unnoticed."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.ERROR)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self._world.trouble.append({"asyncio": record.getMessage()})


@asynccontextmanager
async def whole(folder: Path) -> AsyncIterator[World]:
    """Slack, Teams and the playground, with people and some work of theirs."""
    clock = FixedClock(START)
    slack, teams = FakeSlack(clock), FakeTeams(clock)
    await slack.start()
    await teams.start()
    attune = await build(_settings(slack, folder), clock)
    _add_teams(attune, teams, clock)
    for platform in attune.platforms:
        await platform.start()
    assert attune.playground is not None
    await attune.playground.open(seeder(attune.playbook))
    client = TestClient(TestServer(attune.web))
    await client.start_server()
    world = World(attune, clock, slack, teams, client)
    asyncio_log, handler = logging.getLogger("asyncio"), NeverRetrieved(world)
    asyncio_log.addHandler(handler)
    before = structlog.get_config()["processors"]
    structlog.configure(processors=[structlog.processors.add_log_level, world.note])
    try:
        await _meet(world)
        yield world
    finally:
        structlog.configure(processors=before)
        asyncio_log.removeHandler(handler)
        await client.close()
        await attune.stop()
        await slack.stop()
        await teams.stop()


def _settings(slack: FakeSlack, folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=slack.url,
        database_url=f"sqlite:///{folder / 'attune.sqlite3'}",
        playground=True,
        admins=frozenset({"UADAM", "adam"}),
    )


def _add_teams(attune: Attune, fake: FakeTeams, clock: FixedClock) -> None:
    add_platform(
        attune,
        "teams",
        TeamsApp(
            TEAMS,
            attune.conversation(),
            attune.database,
            clock,
            attune.background,
            cloud=fake.cloud,
            tokens=fake.tokens,
            files=fake.fetcher(),
        ),
    )


async def _meet(world: World) -> None:
    """Everybody has had a call and has planned one; one of them is a marketer."""
    for who, name in enumerate(PEOPLE):
        world.slack.add_user(f"U{name.upper()}", name.title(), "Europe/Berlin")
        world.teams.add(name, name.title(), "Europe/Berlin")
        await world.on_teams(who).installs()
        for person, slash in ((world.on_slack(who), "/"), (world.on_teams(who), "")):
            for account, when in (("Contoso", "today 10:30"), ("Northwind", "tomorrow 3pm")):
                await person.types(f"{slash}prep {account} {when}")
                if who == 0:
                    await person.presses(f"Add “{account}”")
            await person.types(f"{slash}rhythm")
        await world.on_slack(who).opens_home()
    async with world.attune.database.write() as session:
        wanted = select(Person).where(col(Person.external).in_(["UMARA", "mara"]))
        for person_on_file in (await session.exec(wanted)).all():
            person_on_file.role = "marketer"
    await world.passes(240)
