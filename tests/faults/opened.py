"""A database for as long as it is needed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database.connection import Database


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open it, and always close it."""
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()
