"""Statements of SQLite run in the event loop's own thread, except those that could block it."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database import sqlite
from storage.database.connection import Database

COUNT = (
    "SELECT (SELECT count(*) FROM (WITH RECURSIVE n(i) AS"
    " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n)), thread()"
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with one table, of one row."""
    made = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    async with made.write() as session:
        await run(session, "CREATE TABLE one (id INTEGER PRIMARY KEY)")
        await run(session, "INSERT INTO one VALUES (1)")
    yield made
    await made.close()


async def run(session: AsyncSession, statement: str, values: Any = None) -> list[Any]:  # noqa: ANN401
    """Run one statement."""
    done = await (await session.connection()).execute(text(statement), values)
    return list(done.all()) if done.returns_rows else []


async def driver(session: AsyncSession) -> sqlite3.Connection:
    """The connection that a session uses."""
    raw = await (await session.connection()).get_raw_connection()
    assert isinstance(raw.driver_connection, sqlite3.Connection)
    return raw.driver_connection


async def test_only_what_could_block_the_loop_runs_in_a_thread(database: Database) -> None:
    ran = list[tuple[str, bool]]()
    async with database.write() as session:
        connection = await driver(session)
        connection.set_trace_callback(
            lambda said: ran.append((said.split()[0], get_ident() == threading.main_thread().ident))
        )
        await run(session, "SELECT 1")
        await run(session, "INSERT INTO one VALUES (2)")
        few, many = (
            [{"id": 10 + each} for each in range(number)] for number in (2, sqlite.MANY + 1)
        )
        await run(session, "UPDATE one SET id = id WHERE id = :id", few)
        await run(session, "UPDATE one SET id = id WHERE id = :id", many)
        await run(session, "DELETE FROM one WHERE id = 2")
    connection.set_trace_callback(None)
    assert ran == [
        ("SELECT", True),
        ("INSERT", True),
        *[("UPDATE", True)] * 2,
        *[("UPDATE", False)] * len(many),
        ("DELETE", False),
        ("COMMIT", False),
    ]


@pytest.mark.parametrize(("limit", "in_thread"), [(0.0, True), (60.0, False)])
async def test_a_select_that_takes_long_runs_again_in_a_thread(
    database: Database, monkeypatch: pytest.MonkeyPatch, limit: float, in_thread: bool
) -> None:
    monkeypatch.setattr(sqlite, "LONG_SECONDS", limit)
    async with database.write() as session:
        (await driver(session)).create_function("thread", 0, get_ident)
        await run(session, "INSERT INTO one VALUES (2)")
        number, thread = (await run(session, COUNT))[0]
        assert number == 20_000
        assert (thread != get_ident()) is in_thread
    async with database.read() as session:
        assert len(await run(session, "SELECT id FROM one")) == 2, "the transaction went on"


async def test_while_another_program_writes_the_loop_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_PAUSE", 0.0)
    turns = list[int]()
    with closing(sqlite3.connect(database.file or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        async def work() -> None:
            for turn in range(20):
                turns.append(turn)
                await asyncio.sleep(0)
            other.execute("ROLLBACK")

        working = asyncio.create_task(work())
        async with database.write() as session:
            await run(session, "INSERT INTO one VALUES (2)")
            assert len(turns) == 20
        await working
        monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.0)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            async with database.write() as session:
                await run(session, "INSERT INTO one VALUES (3)")


async def test_whoever_cancels_a_call_in_a_thread_waits_for_its_end(database: Database) -> None:
    begun, goes_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def wait() -> int:
        loop.call_soon_threadsafe(begun.set)
        goes_on.wait(10)
        return 1

    async def delete() -> None:
        async with database.write() as session:
            (await driver(session)).create_function("wait", 0, wait)
            await run(session, "DELETE FROM one WHERE id = wait()")

    deleting = asyncio.create_task(delete())
    await begun.wait()
    for _ in range(2):  # when a request's time is over, and when the process stops
        deleting.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        assert not deleting.done()
    goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await deleting
    async with database.write() as session:
        assert len(await run(session, "SELECT id FROM one")) == 1, "nothing was committed"
