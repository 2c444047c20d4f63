"""Old rows go in small steps, are found by their index, and stay if they are wanted again."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database.connection import Database
from storage.tables import Outbox
from storage.upkeep import old_rows, retention, retention_preview
from storage.upkeep.retention import prune
from storage.upkeep.retention_days import RetentionDays, Scope
from tests.postgres import migrated, until_one_waits_for_a_lock
from tests.retention.rows import DAY, DAYS, NOW, TENANT, _fill, keep, keys, pushed


async def test_every_kind_of_old_row_is_counted_under_the_days_that_govern_it(
    database: Database,
) -> None:
    async with database.read(TENANT) as session:
        none = await retention_preview.due(session, TENANT, RetentionDays(), NOW)
    names = {each.name for each in old_rows.old_rows(Scope(RetentionDays(), [TENANT]), NOW, ())}
    counted = {retention_preview.setting_of(name) for name in names} - {None}
    assert counted <= {each.name for each in fields(RetentionDays)}
    assert not none


async def test_it_goes_in_small_steps_and_no_further_than_its_limit(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (old_rows, retention):
        monkeypatch.setattr(module, "STEP", 3)
    monkeypatch.setattr(retention, "STEP_LIMIT", 3)
    await keep(database, *(pushed(f"k{number}", 91 * DAY, 91 * DAY) for number in range(10)))
    writes = []
    write = database.write

    def counted() -> AbstractAsyncContextManager[AsyncSession]:
        writes.append(1)
        return write()

    monkeypatch.setattr(database, "write", counted)
    for_outbox = RetentionDays(**{each.name: 0 for each in fields(RetentionDays)} | {"outbox": 90})
    assert await prune(database, for_outbox, NOW) == {"outbox": 9}
    # four for rows; gates, calendars, guests, answers about meetings, installs, posts, two for
    # transcripts, three for the language model, public texts, proposals about persons, insights
    assert len(writes) == 17
    assert await prune(database, for_outbox, NOW) == {"outbox": 1}
    assert await keys(database) == set()


async def test_a_row_that_is_wanted_again_meanwhile_stays() -> None:
    """PostgreSQL checks a row that it had to wait for again, but only the outer condition."""
    async with migrated() as url:
        database, other = Database(url), Database(url)
        await _fill(database)
        await keep(database, pushed("k", 91 * DAY, 91 * DAY, state="dropped", reason="muted"))
        async with other.write() as session:
            row = (await session.exec(select(Outbox))).one()
            row.state, row.settled_at = "open", None
            await session.flush()
            pruning = asyncio.create_task(prune(database, RetentionDays(), NOW))
            await until_one_waits_for_a_lock(url)
        assert await pruning == {}
        assert await keys(database) == {"k"}
        await database.close()
        await other.close()


async def test_old_rows_are_found_by_their_index(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
        for scope in (*await retention.scopes_of(database, DAYS), Scope(DAYS, [TENANT])):
            statement = old_rows._settled_rows(scope, NOW, ())
            asked = str(
                statement.compile(
                    database.engine.sync_engine, compile_kwargs={"literal_binds": True}
                )
            )
            plan = (await connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))).all()
            assert "outbox_old" in str(plan)
    await database.close()
