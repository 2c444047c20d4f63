"""What every test shares."""

import gc
from collections.abc import Iterator

import pytest
from aiohttp import web_app
from hypothesis import settings
from sqlmodel.main import default_registry

# No test depends on how busy the machine is, or on luck.
settings.register_profile("attune", deadline=None, derandomize=True)
settings.load_profile("attune")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again takes longer than tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_is_held_on_to() -> Iterator[None]:
    """Let go of what libraries keep of a test: its web application, what it asked its database.

    Statements are kept by the engine they were put together for, and each test has one of its own.
    """
    yield
    web_app._cached_build_middleware.cache_clear()
    for mapper in default_registry.mappers:
        mapper._compiled_cache.clear()
