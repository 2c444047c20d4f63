"""A driver for SQLite that runs most statements without a thread.

SQLAlchemy's own asyncio driver sends four calls per statement to a thread, which usually takes ten
times as long as the statement itself. This driver executes a statement and fetches the rows in the
event loop's thread, and then gives other tasks `TURNS` turns. Calls that could block the loop are
treated differently:

- These run in a thread: commits, DELETE statements, statements for many rows, cursors that stream
  rows, emptying the write-ahead log, and closing.
- A SELECT that takes longer than `LONG_SECONDS` is interrupted, and runs again in a thread.
- While another program holds a lock, we retry the statement, with awaited pauses.

A connection's calls never overlap. A caller that is cancelled during a call in a thread waits until
this call ends.
"""

import asyncio
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import URL, event
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_cursor
from sqlalchemy.engine import AdaptedConnection
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import immutabledict
from sqlalchemy.util.concurrency import await_

CONNECTIONS = 15  # how many connections a file may have
BUSY_SECONDS = 5.0  # a statement waits at most this long for another program's lock
BUSY_PAUSE = 0.01  # in seconds, between two tries
# Turns of the event loop for other tasks after a statement: about ten are enough to read and
# acknowledge a request.
TURNS = 10
LONG_SECONDS = 0.01  # a SELECT may block the event loop for this long
# We check the time after this many steps of SQLite's virtual machine: every quarter of a
# millisecond.
STEPS = 10_000
MANY = 50  # a statement for more rows than this runs in a thread
OPTIONS: dict[str, Any] = {
    "timeout": 0,  # we wait for locks ourselves
    "isolation_level": None,  # storage.database.connection begins transactions
    "check_same_thread": False,
    "cached_statements": 1_000,  # prepared statements per connection
}
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON")
# Copies the write-ahead log into the database file and empties the log. This waits for the disk.
TRUNCATE_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY}

Result = TypeVar("Result")


def sqlite_engine(url: URL, file: Path | None, **options: Any) -> AsyncEngine:  # noqa: ANN401 - SQLAlchemy's
    """Create an engine for a SQLite database in this file, or in memory if `file` is None.

    `options` are SQLAlchemy's options for engines.
    """
    # Take the connection that was used last, because it has the most prepared statements.
    pool = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_use_lifo": True} if file else {}
    engine = create_async_engine(url, **options, **pool)
    threads = ThreadPoolExecutor(CONNECTIONS, "sqlite")

    def connect(_dialect: Dialect, _record: object, args: Any, options: Any) -> "SQLiteConnection":  # noqa: ANN401 - sqlite3.connect's
        if file:
            _make_private(file)
        connection = SQLiteConnection(threads, *args, **options)
        for pragma in PRAGMAS:
            connection.cursor().execute(f"PRAGMA {pragma}")
        connection.create_function("lower", 1, _lower, deterministic=True)
        return connection

    event.listen(engine.sync_engine, "do_connect", connect)
    return engine


def _lower(value: object) -> object:
    """Turn all letters into lower case, as PostgreSQL does. SQLite does this only for ASCII."""
    return value.lower() if isinstance(value, str) else value


def _make_private(file: Path) -> None:
    """If the database file is missing, create it so that only its owner can read it.

    SQLite gives its WAL files the same mode.
    """
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError:  # the file exists, or connecting will report why it can't be created
        return


class SQLiteConnection(AdaptedConnection):
    """A connection for SQLAlchemy, used from within SQLAlchemy's greenlets."""

    __slots__ = ("_threads", "_until")

    isolation_level = None

    def __init__(self, threads: Executor, *args: Any, **options: Any) -> None:  # noqa: ANN401 - sqlite3.connect's
        self._threads = threads
        self._until = inf
        connection = sqlite3.connect(*args, **{**options, **OPTIONS})
        connection.set_progress_handler(lambda: monotonic() > self._until, STEPS)
        self._connection: Any = connection

    def cursor(self, server_side: bool = False) -> "SQLiteCursor":
        """Return a cursor. If `server_side` is true, the cursor fetches rows only on request."""
        return (StreamingCursor if server_side else SQLiteCursor)(self)

    def create_function(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - sqlite3's
        """Add a function that SQL statements can call."""
        self._connection.create_function(*args, **options)

    def rollback(self) -> None:
        self.run(self._connection.rollback)

    def commit(self) -> None:
        """Commit in a thread, because SQLite may wait for the disk."""
        self.run(self._connection.commit, thread=True)

    def close(self) -> None:
        """Close in a thread, because closing the last connection empties the write-ahead log."""
        self.run(self._connection.close, thread=True)

    def terminate(self) -> None:
        """Close the connection in this thread, for callers that can't await."""
        self._connection.close()

    def run(
        self, call: Callable[[], Result], *, thread: bool = False, limited: bool = False
    ) -> Result:
        """Run a call in this thread or, with `thread`, in another one. Raises sqlite3.Error.

        A `limited` call that takes longer than `LONG_SECONDS` is interrupted, and runs again in
        another thread.
        """
        return await_(self._run(call, thread, limited))

    async def _run(self, call: Callable[[], Result], thread: bool, limited: bool) -> Result:
        begun = monotonic()
        while True:
            try:
                if thread:
                    return await self._in_thread(call)
                self._until = begun + LONG_SECONDS if limited else inf
                result = call()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                    thread = True
                elif error.sqlite_errorcode in _BUSY and monotonic() < begun + BUSY_SECONDS:
                    await asyncio.sleep(BUSY_PAUSE)
                else:
                    raise
            else:
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                return result
            finally:
                self._until = inf

    async def _in_thread(self, call: Callable[[], Result]) -> Result:
        """Run a call in a thread. If the caller is cancelled, first wait for the call to end."""
        running = asyncio.get_running_loop().run_in_executor(self._threads, call)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            while not running.done():
                with suppress(asyncio.CancelledError):  # wait even if cancelled again
                    await asyncio.wait([running])
            raise


class SQLiteCursor(AsyncAdapt_dbapi_cursor):
    """A cursor that executes a statement and fetches the rows in one call."""

    __slots__ = ()

    def __init__(self, connection: SQLiteConnection) -> None:
        self._adapt_connection: Any = connection
        self._cursor: Any = connection.driver_connection.cursor()
        self._rows = deque()
        self._soft_closed_memoized = immutabledict()

    def execute(self, operation: str, parameters: Any = ()) -> None:  # noqa: ANN401 - as the base
        call = partial(self._execute, operation, parameters or ())
        self._rows = self._adapt_connection.run(
            call,
            thread=operation.startswith(("DELETE", TRUNCATE_LOG)),
            limited=operation.startswith("SELECT"),
        )

    def executemany(self, operation: str, rows: Sequence[Any]) -> None:
        call = partial(self._cursor.executemany, operation, rows)
        self._adapt_connection.run(call, thread=len(rows) > MANY)

    def close(self) -> None:
        self._rows.clear()
        self._cursor.close()

    def _execute(self, operation: str, parameters: Any) -> deque[Any]:  # noqa: ANN401
        self._cursor.execute(operation, parameters)
        return deque(self._cursor.fetchall() if self._cursor.description else ())

    async def _async_soft_close(self) -> None:
        """Do nothing, because the rows were already fetched."""


class StreamingCursor(SQLiteCursor):
    """A cursor for more rows than should be in memory at once. It works in a thread."""

    __slots__ = ()
    server_side = True

    def execute(self, operation: str, parameters: Any = ()) -> None:  # noqa: ANN401 - as the base
        """Execute a statement without fetching rows."""
        call = partial(self._cursor.execute, operation, parameters or ())
        self._adapt_connection.run(call, thread=True)

    def fetchone(self) -> Any:  # noqa: ANN401 - as the base
        return self._adapt_connection.run(self._cursor.fetchone, thread=True)

    def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        call = partial(self._cursor.fetchmany, size or self.arraysize)
        rows: Sequence[Any] = self._adapt_connection.run(call, thread=True)
        return rows

    def fetchall(self) -> Sequence[Any]:
        rows: Sequence[Any] = self._adapt_connection.run(self._cursor.fetchall, thread=True)
        return rows
