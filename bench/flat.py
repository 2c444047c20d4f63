"""Measure what claiming, planning, moving and cancelling cost while many rows are open.

100,000 open rows (a million with `LONG=1` in the environment) are compared with 10,000. Claims are
also compared with raw SQL.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import text

from bench import due
from bench.table import Row
from bot.base.clock import SystemClock
from handlers.nudges.schedule import replan_changed
from storage.database.connection import Database
from storage.outbox import claims
from storage.outbox.waiting import due_tenants
from storage.sales_calls import call_seats, calls
from storage.workspace import people

FEW, MANY = 10_000, 1_000_000 if os.environ.get("LONG") else 100_000
TIMES = 30
A_CLAIM, WORKSPACES = 50, 25  # rows, and the workspaces that they are spread over
FAR = timedelta(days=30)  # from now until most of the open rows are due
TENANT = "slack:T0"

RAW = text(
    "UPDATE outbox SET claim = :claim, next_at = :lease WHERE id IN (SELECT id FROM outbox "
    "WHERE state = 'open' AND next_at <= :now ORDER BY next_at LIMIT :most) RETURNING id"
)
Work = Callable[[Database, int], Awaitable[None]]


async def rows(folder: Path) -> list[Row]:
    """Return the figures about many open rows. `folder` is for the databases."""
    made = []
    for name in due.DATABASES:
        async with _filled(name, folder, FEW) as few, _filled(name, folder, MANY) as many:
            raw = 0.0
            for what, work in (
                ("a claim that finds nothing", _nothing),
                ("raw SQL", _raw),
                (f"a claim of {A_CLAIM}", _claim),
                ("planning a person's nudges", _plan),
                ("moving a call", _move),
                ("cancelling a call", _cancel),
            ):
                small, large = await _beside(few, many, work)
                if what == "raw SQL":
                    raw = large
                    continue
                label = f"{name}: {what}, {MANY:,} rows open, against {FEW:,}"
                made.append(Row(label, large * 1000, "ms", small * 1000))
                if work is _claim:
                    label = f"{name}: rows claimed a second, against raw SQL"
                    made.append(Row(label, A_CLAIM / large, "/s", A_CLAIM / raw))
    return made


async def _beside(few: Database, many: Database, work: Work) -> tuple[float, float]:
    """Return the median seconds for the work on each database. The databases take turns."""
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(1, TIMES + 1):
        for database, seconds in zip((few, many), took, strict=True):
            began = perf_counter()
            await work(database, number)
            seconds.append(perf_counter() - began)
    return median(took[0]), median(took[1])


@asynccontextmanager
async def _filled(name: str, folder: Path, count: int) -> AsyncIterator[Database]:
    """Return a database with this many open rows, a few of them due."""
    now, few = SystemClock().now(), 2 * TIMES * A_CLAIM
    async with due.database(name, folder) as database:
        await due.nudges(database, count - few, now + FAR, apart=timedelta(milliseconds=1))
        await due.nudges(database, few, now, workspaces=WORKSPACES, start=count + 1)
        if name == "PostgreSQL":
            async with database.write() as session:
                await (await session.connection()).execute(text("ANALYZE"))
        yield database


async def _nothing(database: Database, _: int) -> None:
    async with database.write() as session:
        now = SystemClock().now() - FAR
        assert not await due_tenants(session, ["slack"], now, now)


async def _raw(database: Database, number: int) -> None:
    now = due.micros(SystemClock().now())
    values = {"claim": f"raw-{number}", "lease": now + 60_000_000, "now": now, "most": A_CLAIM}
    async with database.write() as session:
        taken = await (await session.connection()).execute(RAW, values)
        assert len(taken.all()) == A_CLAIM


async def _claim(database: Database, number: int) -> None:
    now = SystemClock().now()
    async with database.write() as session:
        tenants = await due_tenants(session, ["slack"], now, now)
        each, claim = A_CLAIM // len(tenants), f"ours-{number}"
        taken = await claims.claim_due(session, tenants, now=now, claim=claim, each=each)
        assert len(taken) == A_CLAIM


async def _plan(database: Database, number: int) -> None:
    async with database.write() as session:
        person, now = await people.by_id(session, TENANT, number), SystemClock().now()
        assert person is not None
        person.snoozed_until = now  # a change after which the plan is the same
        await replan_changed(session, now)


async def _move(database: Database, number: int) -> None:
    async with database.write() as session:
        call = await calls.by_id(session, TENANT, number)
        seat = await call_seats.seat(session, TENANT, number, number)
        assert call is not None
        assert seat is not None
        call.starts_at = seat.starts_at = call.starts_at + timedelta(hours=1)
        call.ends_at = call.starts_at + timedelta(hours=1)
        await replan_changed(session, SystemClock().now())


async def _cancel(database: Database, number: int) -> None:
    async with database.write() as session:
        call = await calls.by_id(session, TENANT, number)
        assert call is not None
        call.status = "cancelled"
        await replan_changed(session, SystemClock().now())
