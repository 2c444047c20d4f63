"""A database with old rows, on both engines."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database.connection import Database
from tests.databases import ENGINES
from tests.retention.rows import filled


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A team of one person, with one account, one old call and one insight."""
    async with filled(request.param, tmp_path) as made:
        yield made
