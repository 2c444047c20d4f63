"""A desk at which people bring transcripts, for the tests that play them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database.connection import Database
from tests import sqlite
from tests.transcripts.desk import Desk


@pytest.fixture
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    """With the mark `guesses`, the question before the figures is left standing."""
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}")
    yield Desk(database, guesses=request.node.get_closest_marker("guesses") is not None)
    await database.close()
