"""Lena on Slack, with the whole of Attune on a database that is about to fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import build
from bot.settings import Settings
from tests.dialogues.office import BERLIN, MONDAY
from tests.slack.driver import SECRET, ByHttp, SlackUser
from tests.slack.fake import BOT_TOKEN, FakeSlack


@dataclass
class Office:
    """A running Attune with its delivery loop; the test sets the clock."""

    attune: Attune
    clock: FixedClock
    fake: FakeSlack
    client: "TestClient[Any, Any]"
    lena: SlackUser
    failed: asyncio.Event = field(default_factory=asyncio.Event)  # the loop, once

    def __post_init__(self) -> None:
        delivery = self.attune.wakers[0].delivery
        run = delivery.run

        async def watched() -> object:
            try:
                return await run()
            except Exception:
                self.failed.set()
                raise

        delivery.run = watched  # type: ignore[method-assign, assignment]

    def at(self, time: str) -> None:
        """Set the clock to this time on Monday in Berlin, and let the loop look for due rows."""
        hour, minute = map(int, time.split(":"))
        self.clock.moment = datetime(2026, 11, 23, hour, minute, tzinfo=BERLIN).astimezone(UTC)
        self.attune.wakers[0].wake()

    async def ready(self) -> int:
        """What /readyz answers."""
        async with self.client.get("/readyz") as answer:
            return answer.status

    async def said(self, words: str) -> int:
        """How many of Lena's messages have these words, once the loop is idle."""
        await self.attune.wakers[0].delivery.run()
        return sum(words in message for message in self.lena.messages)


@asynccontextmanager
async def office(database_url: str) -> AsyncIterator[Office]:
    """Everything but Slack's own servers is real."""
    clock = FixedClock(MONDAY.astimezone(UTC))
    fake = FakeSlack(clock)
    fake.add_user("ULENA", "Lena Brandt", "Europe/Berlin")
    await fake.start()
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=fake.url,
        database_url=database_url,
        playground=False,
    )
    attune = await build(settings, clock)
    client = TestClient(TestServer(attune.web))
    await client.start_server()
    lena = SlackUser(fake, ByHttp(fake, client), attune.background, "ULENA")
    made = Office(attune, clock, fake, client, lena)
    await attune.start()
    try:
        yield made
    finally:
        await client.close()
        await attune.stop()
        await fake.stop()
