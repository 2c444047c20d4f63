"""Which insights are considered for a call if many match: the best, not just the newest."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel

from storage.customers import accounts
from storage.database.connection import Database
from storage.marketing import insight_matches
from storage.tables import Insight
from storage.workspace import people

TENANT = "test:A"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("compared", [2_000, 10])
async def test_one_for_this_account_is_found_behind_many_newer_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compared: int
) -> None:
    monkeypatch.setattr(insight_matches, "COMPARED", compared)
    database = Database(f"sqlite:///{tmp_path / 'attune.sqlite3'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    async with database.write() as session:
        author = await people.ensure(session, TENANT, "tomas", "Tomas", "Europe/Berlin")
        account = await accounts.add(session, TENANT, "Northwind", NOW)
        session.add_all(
            Insight(
                tenant=TENANT,
                state="published",
                headline=f"Insight {age}",
                line="Ask one",
                industry="Logistics",
                account_id=account.id if age == 99 else None,
                author_id=author.id,
                owner_id=author.id,
                review_by=date(2027, 2, 1),
                published_at=NOW - timedelta(days=age),
                changed_at=NOW,
            )
            for age in reversed(range(100))
        )
        await session.flush()
        found = await insight_matches.matching(
            session,
            TENANT,
            today=NOW.date(),
            now=NOW,
            account_id=account.id,
            industry="logistics",
            heard="",
            roles="",
            ids=[],
            limit=60,
        )
    await database.close()
    # Of those about no account, the ten newest are compared.
    newest = [f"Insight {age}" for age in range(min(compared, 59))]
    assert [one.headline for one in found] == ["Insight 99", *newest]


async def test_words_are_searched_among_the_newest(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'attune.sqlite3'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    async with database.write() as session:
        author = await people.ensure(session, TENANT, "tomas", "Tomas", "Europe/Berlin")
        made = [
            Insight(
                tenant=TENANT,
                headline=f"Drivers switch planner {number} off",
                line="Ask one",
                author_id=author.id,
                owner_id=author.id,
                review_by=date(2027, 2, 1),
                changed_at=NOW,
            )
            for number in range(20)
        ]
        session.add_all(made)
        await session.flush()
        for each in made:
            await insight_matches.index(session, each)
        every = await insight_matches.with_words(session, TENANT, {"drivers"}, 60)
        newest = await insight_matches.with_words(session, TENANT, {"drivers"}, 60, newest=5)
        ids = [each.id for each in made]
    await database.close()
    assert (sorted(every), sorted(newest)) == (ids, ids[-5:])


async def test_only_those_that_are_compared_are_read(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'attune.sqlite3'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    ran: list[tuple[str, Any]] = []
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda *args: ran.append((args[2], args[3])),
    )
    async with database.read() as session:
        await insight_matches.matching(
            session,
            TENANT,
            today=NOW.date(),
            now=NOW,
            account_id=1,
            industry="logistics",
            heard="",
            roles="",
            ids=[1, 2],
            limit=60,
        )
        (asked,) = [each for each in ran if each[0].startswith("SELECT insight.id")]
        connection = await session.connection()
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}", asked[1])
        steps = [row.detail for row in plan if " insight " in row.detail]
    await database.close()
    index = "SEARCH insight USING COVERING INDEX insight_by_account (tenant=? AND account_id=?)"
    assert steps == [index, index, "SEARCH insight USING INTEGER PRIMARY KEY (rowid=?)"]
