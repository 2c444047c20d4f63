"""Fixtures and hooks for all tests."""

import gc
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web_app
from hypothesis import settings
from sqlalchemy import Compiled
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.playbook.loader import Playbook, load
from storage import plan_changes
from storage.database import connection as database
from storage.database import sqlite as database_sqlite
from storage.database.wall import EVERY_TENANT
from tests import postgres, temporary
from tests.shipped import SHIPPED_PLAYBOOK

TESTS = str(Path(__file__).parent)

# No test depends on how busy the machine is, or on luck.
settings.register_profile("attune", deadline=None, derandomize=True)
settings.load_profile("attune")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the whole suite run most dialogues on one platform (tests/dialogues/one_platform.py)."""
    parser.addoption("--one-platform-each", action="store_true", dest="one_platform_each")


def pytest_collection_finish() -> None:
    """Hide loaded modules from the garbage collector, and let it run less often.

    A test makes so many objects that looking through them as often as Python does by itself would
    take a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure() -> None:
    """Leave no server and no folder behind. Each worker of pytest-xdist does so for itself."""
    postgres.stop()
    temporary.remove_all()


@pytest.fixture(autouse=True, scope="session")
def _statements_are_compiled_once() -> Iterator[None]:
    """Compile each SQL statement once for all tests.

    In production, one engine compiles each statement once. Here each test has its own engine, and
    compiling everything again would take a quarter of its time.
    """
    compiled: LRUCache[Any, Compiled] = LRUCache(5_000)
    make = database._engine

    def sharing(url: str) -> AsyncEngine:
        engine = postgres.engine(url, make)
        engine.sync_engine._compiled_cache = compiled
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_engine", sharing)
        # What is compiled is kept by dialect, of which every engine has its own too.
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_disk_is_waited_for() -> Iterator[None]:
    """Let SQLite leave it to the operating system when files are written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_sqlite, "PRAGMAS", (*database_sqlite.PRAGMAS, "synchronous=OFF"))
        yield


@pytest.fixture(autouse=True, scope="session")
def _the_playbook_is_loaded_once() -> Iterator[None]:
    """Load the shipped playbook once for all tests that build Attune."""

    def loaded(folder: Path | None = None) -> Playbook:
        return load(folder) if folder else SHIPPED_PLAYBOOK

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.build.load", loaded)
        yield


@pytest.fixture(autouse=True)
def _nothing_is_held_on_to() -> Iterator[None]:
    """Release the web application of a test, which aiohttp would keep."""
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def _forgotten_changes() -> Iterator[list[str]]:
    """Collect the places that commit plan changes which nobody has taken.

    Transactions that a test opens itself are left out: they set the scene.
    """
    write, found = database.Database.write, list[str]()

    @asynccontextmanager
    async def checked(
        self: database.Database, tenant: str, place: str
    ) -> AsyncIterator[AsyncSession]:
        async with write(self, tenant) as session:
            yield session
            await session.flush()
            if changes := plan_changes.take(session):
                found.append(f"{place}: {changes}")

    def watched(
        self: database.Database, tenant: str = EVERY_TENANT
    ) -> AbstractAsyncContextManager[AsyncSession]:
        caller = sys._getframe(1)
        place = f"{caller.f_code.co_filename}:{caller.f_lineno}"
        return write(self, tenant) if place.startswith(TESTS) else checked(self, tenant, place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.Database, "write", watched)
        yield found


@pytest.fixture(autouse=True)
def _no_plan_change_is_forgotten(_forgotten_changes: list[str]) -> Iterator[None]:
    """Fail a test in which a transaction commits changes after which nothing is planned again.

    Such a place has to call `handlers.nudges.schedule.replan_changed`, or
    `storage.plan_changes.discard` if the plan stays as it is.
    """
    yield
    forgotten = [*_forgotten_changes]
    _forgotten_changes.clear()
    assert not forgotten
