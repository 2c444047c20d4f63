"""What colleagues do in the demo's week."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, func, select

from bot.playground import demo
from bot.playground.acting import REFLECTED_AFTER
from bot.playground.week import DemoWeek
from storage.customers import accounts
from storage.database.connection import Database
from storage.meetings import calendars
from storage.tables import Account, Ask, Call
from storage.workspace import people
from tests import sqlite
from tests.shipped import SHIPPED_PLAYBOOK

MONDAY = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
SATURDAY = MONDAY + timedelta(days=5)


async def test_what_happened_before_a_jump_to_the_weekend_is_dated_when_it_was(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    async with database.write() as session:
        await accounts.add(session, demo.TENANT, "Northwind", MONDAY)
        lena = await people.ensure(session, demo.TENANT, "lena", "Lena Brandt", "Europe/Berlin")
        await calendars.connect(session, lena, MONDAY, kind="ics", secret="", label=demo.DOMAIN)
    await DemoWeek(database, SHIPPED_PLAYBOOK).play(SATURDAY)
    async with database.read() as session:
        called = (await session.exec(select(col(Call.starts_at)))).all()
        added = (await session.exec(select(func.max(col(Account.created_at))))).one()
        asked = (await session.exec(select(col(Ask.asked_at)))).all()
    await database.close()
    assert added - called[0] == REFLECTED_AFTER  # not when the call began
    assert [moment.date().isoformat() for moment in (*called, *asked)] == ["2026-11-27"] * 2
