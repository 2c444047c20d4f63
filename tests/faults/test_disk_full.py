"""The database's disk is full."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import select

from storage.database.connection import Database
from storage.tables import Insight
from tests.faults.office import Office, office

FULL = "PRAGMA max_page_count = 1"  # SQLite makes it as many as there are
ROOM = "PRAGMA max_page_count = 1000000"
HEADLINE = "Drivers keep a planner they helped to set up"
LONG = "ä" * 2_900  # more than fits into what is left of any page


@asynccontextmanager
async def full(database: Database) -> AsyncIterator[None]:
    """Writes that need another page fail, as on a full disk."""

    def limit(connection: Any, _record: Any, _proxy: Any) -> None:  # noqa: ANN401 - the driver's
        cursor = connection.cursor()
        cursor.execute(limits[-1])
        cursor.close()

    await _fill_free_pages(database)
    limits = [FULL]
    event.listen(database.engine.sync_engine, "checkout", limit)
    yield
    limits.append(ROOM)


async def _fill_free_pages(database: Database) -> None:
    """Use the pages that migrations left free in the file. A full disk has none."""
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE filler (content)")
        while (await connection.exec_driver_sql("PRAGMA freelist_count")).scalar_one():
            await connection.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(4000))")


async def test_the_person_is_told_and_what_they_typed_stays(tmp_path: Path) -> None:
    async with asyncio.timeout(60), office(f"sqlite:///{tmp_path}/attune.sqlite3") as made:
        await made.lena.types("/insight")
        await made.lena.fills(headline=HEADLINE, line="Ask who tried it.")
        await made.lena.submits()
        await made.lena.presses("Edit or add more")
        await made.lena.fills(body=LONG)
        async with full(made.attune.database):
            await made.lena.submits()
            assert "Your words are still here" in next(iter(made.lena.problems.values()))
            assert made.lena.form
            assert await insights(made) == [""]
        await made.lena.submits()
        assert made.lena.problems == {}
        assert await insights(made) == [LONG]


async def insights(made: Office) -> list[str]:
    """The insights on file."""
    async with made.attune.database.read() as session:
        return [one.body for one in (await session.exec(select(Insight))).all()]
