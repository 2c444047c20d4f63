"""Fixtures and hooks for all tests."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web_app
from hypothesis import settings
from sqlalchemy import Compiled
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from storage.database import connection as database

# No test depends on how busy the machine is, or on luck.
settings.register_profile("attune", deadline=None, derandomize=True)
settings.load_profile("attune")


def pytest_collection_finish() -> None:
    """Hide loaded modules from the garbage collector, which would scan them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _statements_are_compiled_once() -> Iterator[None]:
    """Compile each SQL statement once for all tests.

    In production, one engine compiles each statement once. Here each test has its own engine, and
    compiling everything again would take a quarter of its time.
    """
    compiled: LRUCache[Any, Compiled] = LRUCache(5_000)
    make = database._engine

    def sharing(url: str) -> AsyncEngine:
        engine = make(url)
        engine.sync_engine._compiled_cache = compiled
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_engine", sharing)
        # What is compiled is kept by dialect, of which every engine has its own too.
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(autouse=True)
def _nothing_is_held_on_to() -> Iterator[None]:
    """Release the web application of a test, which aiohttp would keep."""
    yield
    web_app._cached_build_middleware.cache_clear()
