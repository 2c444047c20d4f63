"""What the demo's people did before the demo began is not undone by a visitor's “undo”."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from bot.playground import demo
from bot.playground.seed import seeder
from handlers.playbook.loader import load
from storage.conversation import offers
from storage.database.connection import Database
from storage.tables import Person
from tests import sqlite

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_visitor_has_nothing_to_undo_at_first(tmp_path: Path) -> None:
    file = tmp_path / "demo.sqlite3"
    await sqlite.migrated(file)
    database = Database(f"sqlite:///{file}")
    async with database.write() as session:
        await seeder(load())(session, demo.start(SUNDAY))
        for person in await session.exec(select(Person)):
            assert await offers.latest(session, person, LONG_AGO) is None
            assert await offers.set_aside_since(session, person, LONG_AGO) is None
    await database.close()
