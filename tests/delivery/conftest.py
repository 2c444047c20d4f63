"""A world for each test, on each database."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.delivery.world import World
from tests.postgres import migrated


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Everything but the platform is real, and the clock stands still."""
    async with AsyncExitStack() as left:
        url = await left.enter_async_context(migrated()) if request.param != "sqlite" else ""
        made = World(tmp_path, url)
        left.push_async_callback(made.database.close)
        await made.start()
        yield made
