"""SQLite for the tests: files that are migrated once, then copied; statements without a thread."""

import asyncio
import atexit
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from sqlite3 import ProgrammingError
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, cast

import pytest
from aiosqlite import Connection, Cursor
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_cursor
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection as Adapted,
)
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_cursor as AdaptedCursor,
)
from sqlalchemy.util import immutabledict
from sqlalchemy.util.concurrency import await_

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date

if TYPE_CHECKING:
    from sqlalchemy.connectors.asyncio import AsyncIODBAPICursor

WAITS = "BEGIN IMMEDIATE"  # for a lock
_by_thread: Callable[..., Awaitable[Any]] = Connection._execute
_in_thread: defaultdict[int, set[object]] = defaultdict(set)  # by connection: what runs there


async def migrated(file: Path) -> Path:
    """Make an up-to-date database, unless the file exists."""
    template = _template()
    if not _there(template):
        database = Database(f"sqlite:///{template}")
        await bring_up_to_date(database)
        await database.close()
    if not _there(file):
        copyfile(template, file)
    return file


@contextmanager
def without_threads(on: bool = True) -> Iterator[None]:
    """Run statements in the event loop's own thread; `on=False` takes that back meanwhile.

    The driver sends each statement to a thread and waits for it, which takes longer than most
    statements. Here it runs at once, and its result comes one turn of the loop later, so that
    tasks take turns as before. What may wait for a lock goes to the thread.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "_execute", _at_once if on else _by_thread)
        patch.setattr(Adapted, "cursor", _cursor_of if on else _cursor_by_thread)
        yield


_cursor_by_thread = Adapted.cursor


def _cursor_of(adapted: Adapted, server_side: bool = False) -> AsyncAdapt_dbapi_cursor:
    try:
        return CursorAtOnce(adapted)
    except ProgrammingError as error:  # SQLAlchemy lets one thread alone use a memory
        if "created in a thread" not in str(error):
            raise
        return _cursor_by_thread(adapted, server_side)


class CursorAtOnce(AdaptedCursor):
    """A cursor that executes a statement and fetches its rows in one go."""

    __slots__ = ("_real",)

    def __init__(self, adapted: Adapted) -> None:
        self._adapt_connection, self._connection = adapted, adapted._connection
        connection = cast("Connection", adapted._connection)
        try:
            self._real = connection._conn.cursor()
        except ValueError as error:  # it is closed
            adapted._handle_exception(error)
        self._cursor = cast("AsyncIODBAPICursor", Cursor(connection, self._real))
        self._soft_closed_memoized = immutabledict()
        self._rows = deque()

    def execute(self, operation: str, parameters: Any = None) -> Any:  # noqa: ANN401 - as the driver has it
        """Execute a statement; others take their turn before its result comes."""
        if operation == WAITS or _in_thread[id(self._connection)]:
            return super().execute(operation, parameters)
        try:
            self._real.execute(operation, parameters or ())
            if self._real.description:
                self._rows = deque(self._real.fetchall())
        except Exception as error:  # noqa: BLE001 - raised again, as the driver's own
            self._adapt_connection._handle_exception(error)
        finally:
            await_(asyncio.sleep(0))
        return self._cursor

    def close(self) -> None:
        """Close it at once."""
        self._rows.clear()
        self._real.close()

    async def _async_soft_close(self) -> None:
        self._soft_closed_memoized = immutabledict(description=self._cursor.description)
        self._real.close()


async def _at_once(
    connection: Connection, function: Callable[..., Any], *args: object, **more: object
) -> Any:  # noqa: ANN401 - as the driver has it
    running = _in_thread[id(connection)]
    if not connection._running or not connection._connection:
        raise ValueError("Connection closed")
    if args[:1] != (WAITS,) and not running:
        try:
            return function(*args, **more)
        except ProgrammingError as error:  # SQLAlchemy lets one thread alone use a memory
            if "created in a thread" not in str(error):
                raise
        finally:
            await asyncio.sleep(0)

    def run() -> Any:  # noqa: ANN401
        try:
            return function(*args, **more)
        finally:
            running.discard(run)

    running.add(run)
    return await _by_thread(connection, run)


def _there(file: Path) -> bool:
    return file.exists()


@cache
def _template() -> Path:
    folder = Path(mkdtemp(prefix="attune-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder / "migrated.sqlite3"
