"""Who changed a field of a deal after a rep's own change."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.knowledge import crm_standing
from handlers.knowledge.crm_standing import ChangedBy
from storage.customers import accounts
from storage.database.connection import Database
from storage.tables import CrmDeal, CrmWrite
from storage.workspace import people
from tests import sqlite

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TENANT = "slack:T1"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}")
    yield made
    await made.close()


@pytest.mark.parametrize(("hours", "by_lena"), [(-1, False), (1, True)])
async def test_only_a_later_change_can_have_replaced_a_value(
    database: Database, hours: int, by_lena: bool
) -> None:
    async with database.write() as session:
        lena, tomas = [
            await people.ensure(session, TENANT, who, who, "Europe/Berlin")
            for who in ("Lena", "Tomas")
        ]
        account = await accounts.add(session, TENANT, "Northwind", NOW)
        of_lena, of_tomas = [
            CrmWrite(
                tenant=TENANT,
                key=text,
                person_id=person.id,
                account_id=account.id,
                kind="next_step",
                deal="7",
                text=text,
                state="written",
                approved_at=at,
                next_at=at,
                settled_at=at,
            )
            for person, text, at in (
                (lena, "A demo", NOW + timedelta(hours=hours)),
                (tomas, "A pilot", NOW),
            )
        ]
        deal = CrmDeal(
            tenant=TENANT,
            crm_id="7",
            account_id=account.id,
            name="D",
            next_step="A demo",
            read_at=NOW,
        )
        session.add_all([of_lena, of_tomas, deal])
        await session.flush()
        found = await crm_standing.of_write(session, of_tomas)
        assert found.value == "A demo"
        assert found.by == (ChangedBy("Lena", NOW + timedelta(hours=1)) if by_lena else None)
