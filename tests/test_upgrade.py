"""Migrations: what they make is what the tables say."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel

from storage import outbox
from storage.database import Database
from storage.upgrade import HEAD, MIGRATIONS, bring_up_to_date, check


def config(connection: Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    return made


def test_head_is_the_newest_file() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


async def test_a_migrated_schema_equals_a_fresh_one(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    await bring_up_to_date(database)
    async with database.engine.connect() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(
                MigrationContext.configure(sync, opts={"include_name": _ours}), SQLModel.metadata
            )
        )
    await database.close()
    assert differences == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """The search index keeps tables of its own, which no table of ours describes."""
    return kind != "table" or not str(name).startswith("insight_words")


async def test_every_index_of_the_tables_is_made_with_its_condition(tmp_path: Path) -> None:
    migrated, fresh = (Database(f"sqlite:///{tmp_path}/{name}.sqlite3") for name in "ab")
    await bring_up_to_date(migrated)
    async with fresh.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    assert await indexes(migrated) == await indexes(fresh)
    await migrated.close()
    await fresh.close()


async def indexes(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        found = await connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
            "AND (type = 'index' OR name = 'insight_words')"
        )
        return {
            " ".join(row[0].replace('"', "").replace("IF NOT EXISTS ", "").split()) for row in found
        }


async def test_it_can_be_taken_back(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    await bring_up_to_date(database)
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), "base"))
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert left == ["alembic_version"]
    await bring_up_to_date(database)
    assert await check(database) == HEAD
    await database.close()


async def test_what_was_planned_before_channels_is_still_planned(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "0001"))
        await connection.exec_driver_sql(
            "INSERT INTO person (id, tenant, external, name, zone, role, rhythm) "
            "VALUES (1, 'slack:T1', 'U1', 'Lena', 'UTC', 'rep', '{}')"
        )
        await connection.exec_driver_sql(
            "INSERT INTO outbox (id, tenant, key, kind, person_id, day, due_at, useful_until, "
            "next_at, state, doubt, attempts) "
            "VALUES (7, 'slack:T1', 'k', 'agenda', 1, '2026-11-23', 1, 2, 1, 'open', 0, 3)"
        )
    await bring_up_to_date(database)
    async with database.read() as session:
        (row,) = await outbox.open_rows(session, "slack:T1")
    assert (row.id, row.person_id, row.channel_id, row.attempts) == (7, 1, None, 3)
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), "0001"))
        kept = await connection.exec_driver_sql("SELECT id, person_id, attempts FROM outbox")
        assert [tuple(row) for row in kept] == [(7, 1, 3)]
    await database.close()
