"""The database of the tests about people's rights."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database.connection import Database
from tests.databases import ENGINES, database_on
from tests.rights.everybody import fill


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Two people in one tenant and one in another, each with a row in every table."""
    async with database_on(request.param, tmp_path) as made:
        await fill(made)
        yield made
