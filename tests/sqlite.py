"""SQLite for the tests: files that are migrated once, then copied; statements without a thread."""

import asyncio
import atexit
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from sqlite3 import ProgrammingError
from tempfile import mkdtemp
from typing import Any

import pytest
from aiosqlite import Connection

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date

_by_thread: Callable[..., Awaitable[Any]] = Connection._execute
AT_HAND = {"cursor", "fetchone", "fetchmany", "fetchall"}  # no other task would come between
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
        yield


async def _at_once(
    connection: Connection, function: Callable[..., Any], *args: object, **more: object
) -> Any:  # noqa: ANN401 - as the driver has it
    running = _in_thread[id(connection)]
    if not connection._running or not connection._connection:
        raise ValueError("Connection closed")
    if args[:1] != ("BEGIN IMMEDIATE",) and not running:
        try:
            return function(*args, **more)
        except ProgrammingError as error:  # SQLAlchemy lets one thread alone use a memory
            if "created in a thread" not in str(error):
                raise
        finally:
            if function.__name__ not in AT_HAND:
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
