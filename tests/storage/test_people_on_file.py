"""People and contacts on file: who is told, and whose address is at an account."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.choices import Role
from storage.customers import accounts, attendees, domains
from storage.database.connection import Database
from storage.tables import Call
from storage.workspace import people, people_roles
from tests import sqlite

ADMINS: tuple[Role, ...] = ("admin",)
TENANT = "slack:T1"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    yield opened
    await opened.close()


async def test_who_has_left_takes_nobodys_place_among_the_admins(database: Database) -> None:
    async with database.write() as session:
        for name in ("Ada", "Bo"):
            person = await people.ensure(session, TENANT, name, name, "Europe/Berlin")
            person.role = "admin"
            if name == "Ada":
                people.mark_left(person, NOW)
    async with database.read() as session:
        found = await people_roles.with_roles(session, TENANT, ADMINS, limit=1)
    assert [person.name for person in found] == ["Bo"]


async def test_a_domain_that_only_ends_alike_is_another_company(database: Database) -> None:
    async with database.write() as session:
        acme = await accounts.add(session, TENANT, "Acme", NOW)
        await domains.add(session, acme, "acme.example")
        call = Call(
            tenant=TENANT,
            account_id=acme.id,
            starts_at=NOW,
            ends_at=NOW + timedelta(minutes=30),
            planned_at=NOW,
            zone="Europe/Berlin",
        )
        session.add(call)
        await session.flush()
        emails = {
            "Cleo Outside": "cleo@notacme.example",
            "Ann Berg": "ann@acme.example",
            "Ben Roth": "ben@eu.acme.example",
        }
        await attendees.replace(session, call, dict.fromkeys(emails, ""), emails)
        coming = (await attendees.of_calls(session, [call.id]))[call.id]
    assert [one.name for one in coming] == ["Ann Berg", "Ben Roth", "Cleo Outside"]
