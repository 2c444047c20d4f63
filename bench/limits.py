"""Measure how soon 10,000 messages due at once are sent if the platform has rate limits.

With `LONG=1` in the environment, SQLite is measured too.
"""

import asyncio
import os
from datetime import datetime
from pathlib import Path
from time import perf_counter

import aiohttp
from sqlalchemy import func
from sqlmodel import col, select

from bench import due, limited
from bench.deliver import Known
from bench.processes import server
from bench.standin import TOKEN
from bench.table import Row
from bot.base.clock import SystemClock
from bot.delivery.loop import Delivery
from bot.delivery.waker import Waker
from bot.platform.messenger import Recipient, SentMessage
from bot.slack.api import SlackApi
from handlers.cards import Card
from handlers.playbook.loader import load
from storage.database.connection import Database
from storage.tables import Outbox

DATABASES = due.DATABASES if os.environ.get("LONG") else ("PostgreSQL",)
COUNT = sum(number for number, _ in limited.SPREAD)
WORKSPACES = max(workspaces for _, workspaces in limited.SPREAD)
ALLOWED = (limited.LARGEST - limited.AT_ONCE) / limited.RATE  # seconds for the largest workspace
WITHIN = 120  # seconds


class Counting(Known):
    """Slack's messenger, which also knows when everything is sent."""

    def __init__(self, api: SlackApi) -> None:
        super().__init__(api)
        self.all_sent = asyncio.Event()
        self._sent = 0

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        sent = await super().send(to, card, bundle)
        self._sent += 1
        if self._sent == COUNT:
            self.all_sent.set()
        return sent


async def rows(folder: Path) -> list[Row]:
    """Return the figures about a platform's limits. `folder` is for the databases."""
    os.environ["NO_PROXY"] = "127.0.0.1"  # the stand-in is on this machine
    made = []
    for database in DATABASES:
        async with server("bench.limited") as standin:
            took, refused = await _nine_oclock(database, folder, standin.url)
        name = f"{database}: {COUNT:,} due at once in {WORKSPACES} workspaces"
        made += [
            Row(f"{name}, settled, against what the limits allow", took, "s", ALLOWED),
            Row(f"{name}, refused posts for each message", refused / COUNT, ""),
        ]
    return made


async def _nine_oclock(name: str, folder: Path, url: str) -> tuple[float, int]:
    """Return the seconds until all rows are settled, and the number of refused posts."""
    clock, api = SystemClock(), SlackApi(TOKEN, f"{url}/api/")
    await api.start()
    try:
        async with due.database(name, folder) as database:
            await _fill(database, clock.now())
            messenger = Counting(api)
            waker = Waker(Delivery(database, {"slack": messenger}, load(None), clock), clock)
            began = perf_counter()
            waker.start()
            try:
                await asyncio.wait_for(messenger.all_sent.wait(), WITHIN)
            finally:
                await waker.stop()
            took = perf_counter() - began
            assert await _settled(database) == COUNT
    finally:
        await api.stop()
    return took, await _refused(url)


async def _fill(database: Database, due_at: datetime) -> None:
    start = 1
    for number, workspaces in limited.SPREAD:
        await due.nudges(database, number, due_at, workspaces=workspaces, start=start)
        start += number


async def _settled(database: Database) -> int:
    async with database.read() as session:
        sent = select(func.count()).select_from(Outbox).where(col(Outbox.state) == "sent")
        return (await session.exec(sent)).one()


async def _refused(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/counts") as answer:
        counts = await answer.json()
    assert counts["taken"] == COUNT, counts
    return int(counts["refused"])
