"""A diary, for the tests that read calendars."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sources.diary import Diary, opened


@pytest.fixture(params=["sqlite", "postgresql"])
async def diary(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Diary]:
    """An empty diary, on both databases."""
    async with opened(request.param, tmp_path) as made:
        yield made
