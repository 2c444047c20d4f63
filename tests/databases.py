"""A database that is up to date, on SQLite or on PostgreSQL, for tests that run on both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.database.connection import Database
from storage.sealing import Sealer
from tests import postgres, sqlite

ENGINES = ("sqlite", "postgresql")


@asynccontextmanager
async def address_on(engine: str, folder: Path) -> AsyncIterator[str]:
    """The address of a database without rows; SQLite's file is in the folder."""
    if engine == "sqlite":
        yield f"sqlite:///{await sqlite.migrated(folder / 'attune.sqlite3')}"
        return
    async with postgres.migrated() as url:
        yield url


@asynccontextmanager
async def database_on(
    engine: str, folder: Path, sealer: Sealer | None = None
) -> AsyncIterator[Database]:
    """A database without rows, which is closed at the end."""
    async with address_on(engine, folder) as url:
        made = Database(url, sealer or Sealer())
        yield made
        await made.close()
