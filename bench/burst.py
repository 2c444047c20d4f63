"""Measure how soon a command is acknowledged with and without a burst of messages."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import aiohttp
from sqlmodel import col, func, select

from bench import due
from bench.ack import CALLS, Client
from bench.fill import fill
from bench.processes import server, serving_attune
from bench.table import Row, percentile
from bot.base.clock import SystemClock
from handlers.playbook.loader import load
from storage.database.connection import Database
from storage.tables import Outbox

PEOPLE = 4  # people who ask all the time
PAUSE = 0.03  # seconds from an answer to the same person's next request
QUIET = 6  # seconds for which the quiet moment is measured
ROWS, FIRST, WORKSPACES = 6_000, 1_000_000, 50
LOOK = 0.25  # seconds between two looks at the database
WITHIN = 60  # seconds for all rows


@dataclass(frozen=True)
class Running:
    """A running Attune with Slack: its address and its database."""

    url: str
    standin: str
    database: Database


async def rows(folder: Path) -> list[Row]:
    """Return the figures about acknowledgements in a burst. `folder` is for the database."""
    async with _running(folder) as attune, aiohttp.ClientSession() as session:
        client = Client(session, attune.standin)
        await _asked(client, attune.url, _after(1))  # warms up
        idle = await _asked(client, attune.url, _after(QUIET))
        await due.nudges(
            attune.database,
            ROWS,
            SystemClock().now() + timedelta(seconds=1),
            workspaces=WORKSPACES,
            start=FIRST,
        )
        began = perf_counter()
        gone = asyncio.create_task(_all_gone(attune.database))
        burst = await _asked(client, attune.url, gone.done)
        await gone
        took = perf_counter() - began
    what = f"ack, {PEOPLE} people ask, while {ROWS:,} messages go out, against a quiet moment"
    return [
        Row(f"{what}: p50", percentile(burst, 50) * 1000, "ms", percentile(idle, 50) * 1000),
        Row(f"{what}: p99", percentile(burst, 99) * 1000, "ms", percentile(idle, 99) * 1000),
        Row("messages a second meanwhile", ROWS / took, "/s"),
    ]


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[Running]:
    file = folder / "burst.sqlite3"
    await fill(file, load(None), SystemClock().now(), calls=CALLS)
    async with AsyncExitStack() as stack:
        standin = (await stack.enter_async_context(server("bench.standin"))).url
        attune = await stack.enter_async_context(serving_attune(folder, file, standin))
        database = Database(f"sqlite:///{file}")
        stack.push_async_callback(database.close)
        yield Running(attune.url, standin, database)


async def _asked(client: Client, url: str, over: Callable[[], bool]) -> list[float]:
    """Send commands until `over()` is true. Return the seconds until each acknowledgement."""
    taken: list[float] = []

    async def person() -> None:
        while not over():
            number, took = await client.ask(url)
            taken.append(took)
            await client.answered(number)
            await asyncio.sleep(PAUSE)

    await asyncio.gather(*(person() for _ in range(PEOPLE)))
    return taken


def _after(seconds: float) -> Callable[[], bool]:
    end = perf_counter() + seconds
    return lambda: perf_counter() > end


async def _all_gone(database: Database) -> None:
    wanted = select(func.count()).where(col(Outbox.id) >= FIRST, col(Outbox.state) == "sent")
    async with asyncio.timeout(WITHIN):
        while True:
            async with database.read() as session:
                if (await session.exec(wanted)).one() == ROWS:
                    return
            await asyncio.sleep(LOOK)
