"""Copying from SQLite to PostgreSQL and back: all rows, the search index, and new ids."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from bot.base.clock import FixedClock
from bot.build import build
from bot.commands.copy import copy
from bot.playground.seed import seeder
from bot.settings import Settings
from storage.database.connection import Database, DatabaseError
from storage.database.copying import copy_all
from storage.database.upgrade import HEAD, bring_up_to_date, check
from storage.marketing import insight_matches
from storage.tables import Insight, Person
from tests.postgres import migrated

NOW = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)


async def filled(url: str) -> None:
    """The demo's people, calls and insights."""
    attune = await build(Settings(_env_file=None, database_url=url), FixedClock(NOW))
    assert attune.playground
    await attune.playground.open(seeder(attune.playbook))
    await attune.stop()


async def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    async with database.read() as session:
        connection = await session.connection()
        return {
            table.name: [
                tuple(row)
                for row in await connection.execute(
                    table.select().order_by(*table.primary_key.columns)
                )
            ]
            for table in SQLModel.metadata.sorted_tables
        }


async def test_there_and_back(tmp_path: Path) -> None:
    await filled(f"sqlite:///{tmp_path}/a.sqlite3")
    first, third = (Database(f"sqlite:///{tmp_path}/{name}.sqlite3") for name in "ac")
    async with migrated() as url:
        second = Database(url)
        await bring_up_to_date(third)
        before = await rows(first)
        assert len([name for name, found in before.items() if found]) > 8
        copied = await copy_all(first, second)
        assert copied == sum(map(len, before.values()))
        assert await rows(second) == before
        await _can_go_on(second, "new in the second")
        await copy_all(second, third)
        await _can_go_on(third, "new in the third")
        for database in (first, second, third):
            await database.close()


async def _can_go_on(database: Database, external: str) -> None:
    """Check that new rows get new ids, and that an insight is found by its words."""
    async with database.write() as session:
        session.add(Person(tenant="t:1", external=external, name="New", zone="UTC"))
        await session.flush()
        one = (await session.exec(select(Insight))).first()
        assert one
        word = max(one.headline.split(), key=len)
        assert one.id in await insight_matches.with_words(session, one.tenant, [word], limit=50)


async def test_nobody_is_overwritten(tmp_path: Path) -> None:
    await filled(f"sqlite:///{tmp_path}/a.sqlite3")
    first = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    async with migrated() as url:
        second = Database(url)
        await copy_all(first, second)
        before = await rows(second)
        with pytest.raises(DatabaseError, match="not empty"):
            await copy_all(first, second)
        assert await rows(second) == before
        async with second.write() as session:
            await (await session.connection()).execute(
                text("UPDATE alembic_version SET version_num = '0001'")
            )
        with pytest.raises(DatabaseError, match=r"Run `.+ -m bot migrate`"):
            await copy_all(first, second)
        await second.close()
    await first.close()


async def test_the_command_makes_the_tables_of_an_empty_database(tmp_path: Path) -> None:
    source, target = f"sqlite:///{tmp_path}/a.sqlite3", f"sqlite:///{tmp_path}/b.sqlite3"
    database = Database(source)
    await bring_up_to_date(database)
    await database.close()
    await copy(Settings(_env_file=None, database_url=source), target)
    database = Database(target)
    assert await check(database) == HEAD
    await database.close()
