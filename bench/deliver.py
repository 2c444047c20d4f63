"""Measure how many messages are sent per second, compared with bare posting, and how late."""

import asyncio
import gc
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import mean
from time import perf_counter
from unittest.mock import patch

from slack_sdk.web.async_client import AsyncWebClient

from bench import due
from bench.processes import server
from bench.standin import TOKEN
from bench.table import Row, percentile
from bot.base.clock import SystemClock
from bot.delivery.loop import Delivery
from bot.delivery.send_limits import SENDING_LIMIT
from bot.delivery.waker import Waker
from bot.platform.messenger import Messenger, Recipient, SentMessage
from bot.slack import renderer
from bot.slack.absences import PEOPLE_PER_REQUEST
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from handlers.cards import Card, Paragraph, spans
from handlers.message import Composed
from handlers.notices.kind import Notice, NoticeKind
from handlers.playbook.loader import load
from storage.database.connection import Database

SPREAD, APART = 200, timedelta(milliseconds=40)  # rows, and the time between two
COUNT = 2000  # rows
WORKSPACES = 50
LEAD = timedelta(seconds=0.5)  # until the first row is due
WITHIN = 60  # seconds for everything

Fill = Callable[[Database, datetime], Awaitable[None]]


class InMemory:
    """A messenger that records when each row was sent (UTC)."""

    def __init__(self, expected: int) -> None:
        self.sent_at: dict[int, datetime] = {}
        self.all_sent = asyncio.Event()
        self._expected = expected

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:  # noqa: ARG002
        """Record the time."""
        self.sent_at[bundle] = SystemClock().now()
        if len(self.sent_at) == self._expected:
            self.all_sent.set()
        return SentMessage(str(bundle), to.address or "")

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:
        """Raise an error, because no message is updated."""
        raise NotImplementedError

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:  # noqa: ARG002
        """Return None, because nothing is in doubt."""
        return None

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:  # noqa: ARG002
        """Return None, because nobody is away."""
        return None


class Keeping(SlackMessenger):
    """Slack's messenger, which also keeps the last card."""

    card = Card("", ())

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        self.card = card
        return await super().send(to, card, bundle)


class Known(Keeping):
    """A messenger that looks up no absences, as if it had looked them up a moment ago."""

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:  # noqa: ARG002
        """Return None, because nobody is away."""
        return None


async def rows(folder: Path) -> list[Row]:
    """Return the figures about delivery. `folder` is for the databases."""
    os.environ["NO_PROXY"] = "127.0.0.1"  # the stand-in is on this machine
    made = []
    for database in due.DATABASES:
        made += await _late(database, folder)
        memory = await _a_second(database, folder, _nudges, InMemory(COUNT))
        made.append(Row(f"{database}: listening lines a second, into memory", memory, "/s"))
    async with server("bench.standin") as standin:
        api = SlackApi(TOKEN, f"{standin.url}/api/")
        await api.start()
        try:
            for database in due.DATABASES:
                made += await _beside_slack(database, folder, api)
        finally:
            await api.stop()
    return made


async def _late(name: str, folder: Path) -> list[Row]:
    """Measure how many milliseconds late rows are sent, with the real loop and no limits."""
    clock, memory = SystemClock(), InMemory(SPREAD)
    async with due.database(name, folder) as database:
        first = clock.now() + LEAD
        await due.nudges(database, SPREAD, first, apart=APART)
        waker = Waker(Delivery(database, {"slack": memory}, load(None), clock), clock)
        with as_it_serves():
            waker.start()
            try:
                await asyncio.wait_for(memory.all_sent.wait(), WITHIN)
            finally:
                await waker.stop()
    late = [
        (sent_at - first - (bundle - 1) * APART) / timedelta(milliseconds=1)
        for bundle, sent_at in memory.sent_at.items()
    ]
    spread = f"{name}: one nudge every {APART.microseconds // 1000} ms, sent after due"
    return [
        Row(f"{spread}: p50", percentile(late, 50), "ms"),
        Row(f"{spread}: p99", percentile(late, 99), "ms"),
    ]


@contextmanager
def as_it_serves() -> Iterator[None]:
    """Hide loaded objects from the garbage collector, as `serve` does."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


async def _nudges(database: Database, now: datetime, kind: str = "listen") -> None:
    """Add listening lines or briefs, each for a different person and call."""
    await due.nudges(database, COUNT, now, workspaces=WORKSPACES, kinds=(kind,))


async def _notices(database: Database, now: datetime) -> None:
    """Add notices, each to a different channel."""
    await due.notices(database, COUNT, now, workspaces=WORKSPACES)


async def _trivial(notice: Notice) -> Composed:
    """Return a card that costs almost nothing to compose."""
    lead = f"Number {notice.rows[0].about} is here, and that is all there is to say about it."
    return Composed(Card(lead, (Paragraph(spans(lead)),)))


TRIVIAL = NoticeKind("subscribed", "news", _trivial, "channel", at_once=True)


async def _a_second(name: str, folder: Path, fill: Fill, messenger: Messenger) -> float:
    """Return the rows delivered per second, from a newly filled database."""
    async with due.database(name, folder) as database:
        await fill(database, SystemClock().now())
        return await a_second(database, messenger)


async def a_second(database: Database, messenger: Messenger) -> float:
    """Return the rows delivered per second, from the first claim until all `COUNT` are settled."""
    delivery = Delivery(database, {"slack": messenger}, load(None), SystemClock())
    with as_it_serves():
        began = perf_counter()
        counts = await asyncio.wait_for(delivery.run(), WITHIN)
        took = perf_counter() - began
    assert counts["sent"] == COUNT, counts
    return COUNT / took


async def _beside_slack(name: str, folder: Path, api: SlackApi) -> list[Row]:
    """Return how many messages a second Attune and a bare client send to the stand-in."""
    made = []
    for what, fill, kind, looks_up in (
        ("listening lines a second", _nudges, Known, False),
        ("briefs a second", partial(_nudges, kind="brief"), Known, False),
        ("listening lines a second, absences looked up", _nudges, Keeping, True),
        ("trivial notices a second", _notices, Keeping, False),
    ):
        messenger = kind(api)
        with patch("handlers.composing.to_channel.notice", lambda _: TRIVIAL):
            ours = await _a_second(name, folder, fill, messenger)
        for peer, client in (
            ("a bare client", api.client),
            ("a bare client by default", AsyncWebClient(TOKEN, api.client.base_url)),
        ):
            bare = mean([await _bare(client, messenger.card, looks_up=looks_up) for _ in range(2)])
            made.append(Row(f"{name}: {what}, to Slack, against {peer}", ours, "/s", bare))
    return made


async def _bare(client: AsyncWebClient, card: Card, *, looks_up: bool) -> float:
    """Return how many messages a second the SDK alone posts, with as many at once as Attune."""
    message, numbers = renderer.message(card), iter(range(COUNT))

    async def post() -> None:
        for number in numbers:
            if looks_up and number % PEOPLE_PER_REQUEST == 0:
                people = [f"U{number + more}" for more in range(PEOPLE_PER_REQUEST)]
                await client.dnd_teamInfo(users=people)
            if looks_up:
                await client.users_info(user=f"U{number}")
            await client.chat_postMessage(channel=f"D{number}", **message)

    began = perf_counter()
    await asyncio.gather(*(post() for _ in range(SENDING_LIMIT)))
    return COUNT / (perf_counter() - began)
