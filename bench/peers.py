"""Measure messages sent per second, compared with other engines, while many rows are pending.

Messages go into memory. Half of the pending rows were written before the due rows, and half after.
With `LONG=1` in the environment, a million pending rows are measured too.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple
from unittest.mock import patch

from sqlalchemy import make_url, text

from bench import due, nudging
from bench.deliver import COUNT, TRIVIAL, WORKSPACES, InMemory, a_second
from bench.engines import Engine, queue, scheduler
from bench.table import Row
from bot.base.clock import SystemClock
from storage import outbox
from storage.database.connection import Database
from storage.tables import Outbox
from tests.postgres import empty, server

PENDING = (10_000, 100_000, *((1_000_000,) if os.environ.get("LONG") else ()))
FAR = timedelta(days=30)  # from now until the pending rows are due
A_CALL = 4  # nudges of one call
WINDOW = 8.0  # seconds
APART = timedelta(milliseconds=1)
TICK = 0.002  # seconds
TENANT = "slack:T0"
BY_DEFAULT = "APScheduler by default"
PEERS = {
    "SQLite": (BY_DEFAULT, "APScheduler in WAL"),
    "PostgreSQL": ("APScheduler", "procrastinate"),
}
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")  # settings that the tests turn off


class Delivered(NamedTuple):
    """The messages per second, and the longest stall of the event loop (seconds)."""

    a_second: float
    stall: float


class Theirs(NamedTuple):
    """A peer's deliveries, and the seconds to add one call's jobs."""

    messages: Delivered
    added: float


class Ours(NamedTuple):
    """Attune's deliveries of each kind, and the seconds to add one call's nudges."""

    lines: Delivered
    notices: Delivered
    added: float


async def rows(folder: Path) -> list[Row]:
    """Return the figures with other engines as peers. `folder` is for the databases."""
    made = []
    with _durable():
        for pending in PENDING:
            for database, peers in PEERS.items():
                ours = await _ours(database, folder, pending)
                for peer in peers:
                    if peer == BY_DEFAULT and pending != PENDING[0]:
                        continue  # it mostly waits for the disk, however many rows are pending
                    theirs = await _theirs(peer, database, folder, pending)
                    made += _rows(f"{database}, {pending:,} pending, against {peer}", ours, theirs)
    return made + await the_same_work(folder)


async def the_same_work(folder: Path) -> list[Row]:
    """Measure nudges that each engine composes and sends."""
    made = []
    with _durable():
        for database, peers in PEERS.items():
            engines = {peer: partial(_engine, peer, database, folder, 0) for peer in peers}
            made += await nudging.rows(database, folder, engines)
    return made


def _rows(name: str, ours: Ours, theirs: Theirs) -> list[Row]:
    lines, notices, peer = ours.lines, ours.notices, theirs.messages
    return [
        Row(f"{name}: trivial notices a second", notices.a_second, "/s", peer.a_second),
        Row(f"{name}: listening lines a second", lines.a_second, "/s", peer.a_second),
        Row(f"{name}: longest stall, notices", notices.stall * 1000, "ms", peer.stall * 1000),
        Row(f"{name}: adding one call", ours.added * 1000, "ms", theirs.added * 1000),
    ]


@contextmanager
def _durable() -> Iterator[None]:
    """Make PostgreSQL wait for the disk at each commit, as in production."""
    found = server()
    try:
        for name in DURABLE:
            found.psql(f"ALTER SYSTEM RESET {name}")
        found.psql("SELECT pg_reload_conf()")
        yield
    finally:
        for name in DURABLE:
            found.psql(f"ALTER SYSTEM SET {name} = off")
        found.psql("SELECT pg_reload_conf()")


async def _watched(delivering: Awaitable[float]) -> Delivered:
    """Await `delivering`. Return the messages per second, and the event loop's longest stall."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            began = perf_counter()
            await asyncio.sleep(TICK)
            longest = max(longest, perf_counter() - began - TICK)

    watching = asyncio.create_task(watch())
    try:
        return Delivered(await delivering, longest)
    finally:
        watching.cancel()


async def _ours(name: str, folder: Path, pending: int) -> Ours:
    now, half = SystemClock().now(), pending // 2
    async with due.database(name, folder) as database:
        await due.nudges(database, half, now + FAR, apart=APART)
        await due.nudges(database, COUNT, now, workspaces=WORKSPACES, start=half + 1)
        after = half + COUNT + 1
        await due.nudges(database, half, now + FAR, apart=APART, start=after)
        async with database.write() as session:
            await (await session.connection()).execute(text("ANALYZE"))
        added = await _each(lambda number: _add(database, number, now + FAR))
        lines = await _watched(a_second(database, InMemory(COUNT)))
        start = after + pending
        await due.notices(database, COUNT, now, workspaces=WORKSPACES, start=start)
        with patch("handlers.composing.to_channel.notice", lambda _: TRIVIAL):
            notices = await _watched(a_second(database, InMemory(COUNT)))
    return Ours(lines, notices, added)


async def _add(database: Database, number: int, due_at: datetime) -> None:
    async with database.write() as session:
        made = [
            Outbox(
                tenant=TENANT,
                key=f"added:{number}:{each}",
                kind="listen",
                person_id=number,
                call_id=number,
                day=due_at.date(),
                due_at=due_at,
                useful_until=due_at,
                next_at=due_at,
            )
            for each in range(A_CALL)
        ]
        await outbox.add(session, made)


async def _theirs(peer: str, name: str, folder: Path, pending: int) -> Theirs:
    now, half = SystemClock().now(), pending // 2
    async with _engine(peer, name, folder, pending) as engine:
        await engine.fill(half, now + FAR)
        added = await _each(lambda _: engine.add(A_CALL, now))
        await engine.fill(half, now + FAR)
        delivered = await _watched(engine.deliver(COUNT, WINDOW))
    return Theirs(delivered, added)


@asynccontextmanager
async def _engine(peer: str, name: str, folder: Path, pending: int) -> AsyncIterator[Engine]:
    if name == "SQLite":
        url, wal = f"sqlite:///{folder / f'{peer}-{pending}.sqlite3'}", peer.endswith("WAL")
        async with scheduler(url, wal=wal) as engine:
            yield engine
        return
    async with empty() as url:
        if peer == "procrastinate":
            plain = make_url(url).set(drivername="postgresql")
            async with queue(plain.render_as_string(hide_password=False)) as engine:
                yield engine
            return
        psycopg = make_url(url).set(drivername="postgresql+psycopg")
        async with scheduler(psycopg.render_as_string(hide_password=False)) as engine:
            yield engine


async def _each(add: Callable[[int], Awaitable[None]]) -> float:
    """Add calls until they have `COUNT` rows. Return the median of the seconds for one call."""
    took = []
    for number in range(1, COUNT // A_CALL + 1):
        began = perf_counter()
        await add(number)
        took.append(perf_counter() - began)
    return median(took)
