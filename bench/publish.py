"""Measure publishing an insight to many channels, compared with only posting it.

Each post goes to a different channel, so the limit of one message per second in a channel has no
effect.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from slack_sdk.web.async_client import AsyncWebClient

from bench.bulk import Rows, make
from bench.deliver import WITHIN
from bench.fill import TENANT
from bench.processes import server
from bench.standin import TOKEN
from bench.table import Row
from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from bot.delivery.send_limits import WORKSPACE_LIMIT
from bot.platform.messenger import Recipient, SentMessage
from bot.slack import renderer
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from handlers import features
from handlers.cards import Card
from handlers.conversation import Conversation
from handlers.playbook.loader import load
from handlers.request import Means, Request, Sender
from storage.database.connection import Database
from storage.tables.types import EPOCH, MICROSECOND

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday, within the channels' hours
CHANNELS = 500
TIMES = 3

NUMBERS = """
CREATE TEMP TABLE number AS
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :rows)
SELECT n FROM counted
"""

ROWS = (
    Rows(
        "person",
        "id tenant external name zone role rhythm",
        "SELECT 1, :tenant, 'U1', 'U1', 'Europe/Lisbon', 'marketer', '{}'",
    ),
    Rows(
        "channel",
        "id tenant external name zone subscribed_by",
        "SELECT n, :tenant, 'C' || n, '#sales-' || n, 'Europe/Lisbon', 1 FROM number",
    ),
    Rows(
        "subscription",
        "channel_id tag value tenant shown",
        "SELECT n, 'industry', 'logistics', :tenant, 'Logistics' FROM number",
    ),
    Rows(
        "insight",
        "id tenant state headline line body link industry author_id owner_id review_by changed_at",
        """
        SELECT n, :tenant, 'draft', 'Drivers keep a planner they helped to set up',
               'Ask which two drivers would test it first',
               'In forty rollouts, crews that chose the routes kept the planner; others did not.',
               'https://example.com/drivers', 'Logistics', 1, 1, '2027-02-22', :now
        FROM number WHERE n <= :times
        """,
    ),
)


class Keeping(SlackMessenger):
    """Slack's messenger, which also keeps the last card."""

    card = Card("", ())

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        self.card = card
        return await super().send(to, card, bundle)


async def rows(folder: Path) -> list[Row]:
    """Return the figures about publishing. `folder` is for the database."""
    os.environ["NO_PROXY"] = "127.0.0.1"  # the stand-in is on this machine
    asked, ours, bare = [], [], []
    async with _filled(folder / "publish.sqlite3") as database, _slack() as api:
        clock, messenger = FixedClock(NOW), Keeping(api)
        delivery = Delivery(database, {"slack": messenger}, load(None), clock)
        conversation = Conversation(features.registry(), database, load(None))
        for number in range(1, TIMES + 1):
            asked.append(await _publish(conversation, number, clock.now()))
            ours.append(await _deliver(delivery))
            bare.append(await _bare(api.client, messenger.card))
            clock.moment += timedelta(minutes=10)  # the next insight is no part of this burst
    name = f"publishing to {CHANNELS} channels"
    through, posted = (CHANNELS / median(seconds) for seconds in (ours, bare))
    return [
        Row(f"{name}, the request: median", median(asked) * 1000, "ms"),
        Row(f"{name}, to Slack, bare client: post", through, "/s", posted),
    ]


async def _publish(conversation: Conversation, insight_id: int, now: datetime) -> float:
    """Return the seconds to answer the request that publishes. That includes writing the rows."""
    sender = Sender(TENANT, "U1", "U1", "Europe/Lisbon")
    value = f"{insight_id}:1:now"
    request = Request(f"publish-{insight_id}", sender, Means.BUTTON, "insight.publish", value)
    began = perf_counter()
    reply = await conversation.answer(request, now)
    took = perf_counter() - began
    assert isinstance(reply, Card)
    assert reply.summary.startswith("Published"), reply.summary
    return took


async def _deliver(delivery: Delivery) -> float:
    """Return the seconds from the first claim until every post is settled."""
    began = perf_counter()
    counts = await asyncio.wait_for(delivery.run(), WITHIN)
    took = perf_counter() - began
    assert counts["sent"] == CHANNELS, counts
    return took


async def _bare(client: AsyncWebClient, card: Card) -> float:
    """Return the seconds that the SDK alone takes to post, with as many at once as Attune."""
    message, numbers = renderer.message(card), iter(range(CHANNELS))

    async def post() -> None:
        for number in numbers:
            await client.chat_postMessage(channel=f"C{number}", **message)

    began = perf_counter()
    await asyncio.gather(*(post() for _ in range(WORKSPACE_LIMIT)))
    return perf_counter() - began


@asynccontextmanager
async def _slack() -> AsyncIterator[SlackApi]:
    """Return Slack's client, with the stand-in as Slack."""
    async with server("bench.standin") as standin:
        api = SlackApi(TOKEN, f"{standin.url}/api/")
        await api.start()
        try:
            yield api
        finally:
            await api.stop()


@asynccontextmanager
async def _filled(file: Path) -> AsyncIterator[Database]:
    """Return a database with channels that want the same insights, and these insights as drafts."""
    values = {
        "tenant": TENANT,
        "rows": CHANNELS,
        "times": TIMES,
        "now": (NOW - EPOCH) // MICROSECOND,
    }
    await make(file, (NUMBERS,), ROWS, values)
    database = Database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        await database.close()
