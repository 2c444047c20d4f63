"""What every test shares."""

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

from storage import database

# No test depends on how busy the machine is, or on luck.
settings.register_profile("attune", deadline=None, derandomize=True)
settings.load_profile("attune")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again takes longer than tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _statements_are_compiled_once() -> Iterator[None]:
    """Compile a statement for the first test that needs it, and keep it for all of them.

    In use, one engine compiles each statement once. Here every test has an engine of its own, and
    compiling everything again would be a quarter of its time.
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
    """Let go of what aiohttp keeps of a test: its web application."""
    yield
    web_app._cached_build_middleware.cache_clear()
