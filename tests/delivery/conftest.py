"""One world for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.delivery.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Everything but the platform is real, and time stands still."""
    made = World(tmp_path)
    await made.start()
    yield made
    await made.database.close()
