"""Connections to PostgreSQL that were lost while nobody used them."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import asyncpg
import pytest
from asyncpg import Connection
from sqlmodel import func, select

from storage.database import idle_connections
from storage.database.connection import Database
from tests.postgres import migrated


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with migrated() as url:
        made = Database(url)
        yield made
        await made.close()


async def backend(database: Database) -> int:
    """The process of the server that answers."""
    async with database.read() as session:
        return int((await session.exec(select(func.pg_backend_pid()))).one())


@contextmanager
def pings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the driver is asked besides the statements of a session."""
    asked, fetchrow = list[str](), Connection.fetchrow

    async def counted(self: Connection, query: str, *args: object) -> object:
        asked.append(query)
        return await fetchrow(self, query, *args)

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "fetchrow", counted)
        yield asked


async def test_only_a_connection_that_has_been_idle_is_asked_whether_it_answers(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await backend(database)
    with pings(monkeypatch) as asked:
        assert await backend(database) == before
        assert asked == []
        monkeypatch.setattr(idle_connections, "IDLE_SECONDS", 0)
        assert await backend(database) == before
        assert asked == [";"]


async def test_a_connection_that_the_server_closed_is_replaced_at_once(database: Database) -> None:
    before = await backend(database)
    async with database.read() as one, database.read() as other:
        for session in (one, other):  # two connections, and both are lost
            await session.exec(select(1))
    url = database.engine.url.set(drivername="postgresql")
    watcher = await asyncpg.connect(url.render_as_string())
    await watcher.fetch(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await watcher.close()
    assert await backend(database) != before


async def test_a_connection_that_dropped_without_a_word_is_replaced_after_a_rest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await backend(database)
    monkeypatch.setattr(idle_connections, "IDLE_SECONDS", 0)

    async def broken(*_: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "fetchrow", broken)
        assert await backend(database) != before
