"""SQLite without a thread for every statement.

SQLAlchemy's own driver for asyncio sends each call to a thread and waits for it: four calls for a
statement. That takes ten times as long as most statements themselves. Here a statement runs in the
event loop's own thread, rows and all, and the loop's other tasks get ten turns before its result
comes. What could block the loop does not run there:

- A commit, which may wait for the disk, runs in a thread. So do DELETE, and statements for many
  rows at once.
- A SELECT that takes longer than `LONG_SECONDS` is interrupted, and runs again in a thread.
- While another program holds a lock, the statement is tried again and again, with awaited pauses.

A connection's calls never overlap: whoever cancels a call that runs in a thread waits for its end.
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

CONNECTIONS = 15  # limit for a file
BUSY_SECONDS = 5.0  # how long a statement waits for another program's lock
BUSY_PAUSE = 0.01  # seconds between two tries
# Turns of the event loop that other tasks get after a statement. To read and acknowledge a request,
# they need about ten.
TURNS = 10
LONG_SECONDS = 0.01  # how long a SELECT may block the event loop
# After how many steps of SQLite's virtual machine the time is checked: a quarter of a millisecond.
STEPS = 10_000
MANY = 50  # rows: a statement that is executed for more runs in a thread
OPTIONS: dict[str, Any] = {
    "timeout": 0,  # waiting for a lock is done here
    "isolation_level": None,  # storage.database.connection begins transactions
    "check_same_thread": False,
    "cached_statements": 1_000,  # that a connection keeps prepared
}
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON")
# Writes the log back into the file, and empties it. It waits for the disk.
TRUNCATE_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY}

Result = TypeVar("Result")


def sqlite_engine(url: URL, file: Path | None, **options: Any) -> AsyncEngine:  # noqa: ANN401 - SQLAlchemy's
    """Connections to a SQLite database, which is in this file or, if None, in memory.

    `options` are further ones of SQLAlchemy's engine.
    """
    # The connection that was used last is used next: it has the most statements prepared.
    pool = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_use_lifo": True} if file else {}
    engine = create_async_engine(url, **options, **pool)
    # Threads start when they are first needed, and end when the engine is no longer used.
    threads = ThreadPoolExecutor(CONNECTIONS, "sqlite")

    def connect(_dialect: Dialect, _record: object, args: Any, options: Any) -> "SQLiteConnection":  # noqa: ANN401 - sqlite3.connect's
        if file:
            _make_private(file)
        connection = SQLiteConnection(threads, *args, **options)
        for pragma in PRAGMAS:
            connection.cursor().execute(f"PRAGMA {pragma}")
        return connection

    event.listen(engine.sync_engine, "do_connect", connect)
    return engine


def _make_private(file: Path) -> None:
    """Make a new database readable by its owner only. SQLite's WAL files get the same mode.

    An existing file keeps its mode, which may be intended.
    """
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError:  # it exists, or cannot be created; then connecting will report why
        return


class SQLiteConnection(AdaptedConnection):
    """A connection as SQLAlchemy uses it, from within its greenlets."""

    __slots__ = ("_threads", "_until")

    isolation_level = None

    def __init__(self, threads: Executor, *args: Any, **options: Any) -> None:  # noqa: ANN401 - sqlite3.connect's
        self._threads = threads
        self._until = inf
        connection = sqlite3.connect(*args, **{**options, **OPTIONS})
        connection.set_progress_handler(lambda: monotonic() > self._until, STEPS)
        self._connection: Any = connection

    def cursor(self, server_side: bool = False) -> "SQLiteCursor":
        """A cursor; if `server_side`, it fetches rows only when asked for them."""
        return (StreamingCursor if server_side else SQLiteCursor)(self)

    def create_function(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - sqlite3's
        """Add a function to SQL."""
        self._connection.create_function(*args, **options)

    def rollback(self) -> None:
        """Undo the transaction."""
        self.run(self._connection.rollback)

    def commit(self) -> None:
        """Commit the transaction, in a thread: from time to time SQLite waits for the disk then."""
        self.run(self._connection.commit, thread=True)

    def close(self) -> None:
        """Close the connection, in a thread: the last one writes everything into the file."""
        self.run(self._connection.close, thread=True)

    def terminate(self) -> None:
        """Close the connection when nothing can be awaited."""
        self._connection.close()

    def run(
        self, call: Callable[[], Result], *, thread: bool = False, limited: bool = False
    ) -> Result:
        """Run a call here or in a thread. Raises sqlite3.Error.

        A `limited` call that takes longer than `LONG_SECONDS` is interrupted, and runs again in a
        thread.
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
        running = asyncio.get_running_loop().run_in_executor(self._threads, call)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            while not running.done():
                with suppress(asyncio.CancelledError):  # whoever is cancelled again waits, too
                    await asyncio.wait([running])
            raise


class SQLiteCursor(AsyncAdapt_dbapi_cursor):
    """A cursor that executes a statement and fetches its rows in one call."""

    __slots__ = ()

    def __init__(self, connection: SQLiteConnection) -> None:
        self._adapt_connection: Any = connection
        self._cursor: Any = connection.driver_connection.cursor()
        self._rows = deque()
        self._soft_closed_memoized = immutabledict()

    def execute(self, operation: str, parameters: Any = ()) -> None:  # noqa: ANN401 - as the base
        """Execute a statement."""
        call = partial(self._execute, operation, parameters or ())
        self._rows = self._adapt_connection.run(
            call,
            thread=operation.startswith(("DELETE", TRUNCATE_LOG)),
            limited=operation.startswith("SELECT"),
        )

    def executemany(self, operation: str, rows: Sequence[Any]) -> None:
        """Execute a statement once for each row."""
        call = partial(self._cursor.executemany, operation, rows)
        self._adapt_connection.run(call, thread=len(rows) > MANY)

    def close(self) -> None:
        """Forget the rows that nobody fetched."""
        self._rows.clear()
        self._cursor.close()

    def _execute(self, operation: str, parameters: Any) -> deque[Any]:  # noqa: ANN401
        self._cursor.execute(operation, parameters)
        return deque(self._cursor.fetchall() if self._cursor.description else ())

    async def _async_soft_close(self) -> None:
        """Do nothing: the rows are here already."""


class StreamingCursor(SQLiteCursor):
    """A cursor for more rows than should be in memory at once. It works in a thread."""

    __slots__ = ()
    server_side = True

    def execute(self, operation: str, parameters: Any = ()) -> None:  # noqa: ANN401 - as the base
        """Execute a statement, without fetching."""
        call = partial(self._cursor.execute, operation, parameters or ())
        self._adapt_connection.run(call, thread=True)

    def fetchone(self) -> Any:  # noqa: ANN401 - as the base
        """The next row; None if there is none."""
        return self._adapt_connection.run(self._cursor.fetchone, thread=True)

    def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        """The next rows."""
        call = partial(self._cursor.fetchmany, size or self.arraysize)
        rows: Sequence[Any] = self._adapt_connection.run(call, thread=True)
        return rows

    def fetchall(self) -> Sequence[Any]:
        """All rows that are left."""
        rows: Sequence[Any] = self._adapt_connection.run(self._cursor.fetchall, thread=True)
        return rows
