"""Which insights are considered for a call if many match: the best, not just the newest."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import SQLModel

from storage import accounts, insights, people
from storage.database.connection import Database
from storage.tables import Insight

TENANT = "test:A"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def test_one_for_this_account_is_found_behind_many_newer_ones(tmp_path: Path) -> None:
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
            for age in range(100)
        )
        await session.flush()
        found = await insights.matching(
            session,
            TENANT,
            today=NOW.date(),
            now=NOW,
            account_id=account.id,
            industry="logistics",
            heard="",
            roles="",
            ids=[],
            limit=3,
        )
    await database.close()
    assert [one.headline for one in found] == ["Insight 99", "Insight 0", "Insight 1"]
