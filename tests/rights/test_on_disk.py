"""After an erasure, neither the files nor the index have the words."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from handlers.coaching.names.forgetting import forgetting
from handlers.nudges.schedule import replan_changed
from storage.database.connection import Database
from storage.marketing import insight_matches
from storage.rights import purge
from storage.rights.erasure.accounts import erase_in_steps
from storage.rights.erasure.contacts import erase_contact
from storage.rights.erasure.people import erase_person
from storage.tables import (
    Account,
    Contact,
    Insight,
    Person,
    Reflection,
)
from storage.upkeep.retention import prune
from storage.upkeep.retention_days import RetentionDays
from tests import sqlite
from tests.rights.everybody import DAY, NOW, ONE, fill, one


@pytest.mark.parametrize("by", ["person", "contact", "account", "tenant", "night"])
async def test_nothing_of_what_was_erased_is_in_sqlites_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """While Attune goes on running: neither in the file nor in the log beside it."""
    monkeypatch.setattr(purge, "PAUSE", 0)
    file = await sqlite.migrated(tmp_path / "attune.sqlite3")
    database = Database(f"sqlite:///{file}")
    await fill(database)
    async with database.write() as session:
        heard = "PANGOLIN " * 500  # more than a page
        session.add(Contact(tenant=ONE, account_id=2, name="Okapi Novak", email="okapi@x.example"))
        (found,) = (await session.exec(select(Insight).where(col(Insight.account_id) == 2))).all()
        found.headline = "Okapi Novak decides"
        await insight_matches.index(session, found)
        for reflection in (await session.exec(select(Reflection))).all():
            if reflection.tenant == ONE:
                reflection.heard = heard

    def inside() -> set[str]:
        files = b"".join(each.read_bytes() for each in tmp_path.glob("attune.sqlite3*"))
        return {one for one in ("Bruno", "PANGOLIN", "Okapi", "okapi") if one.encode() in files}

    assert inside() == {"Bruno", "PANGOLIN", "Okapi", "okapi"}
    gone = {"Okapi", "okapi"}
    if by == "tenant":
        await purge.purge_tenant(database, ONE, NOW)
        gone |= {"Bruno", "PANGOLIN"}
    elif by == "night":
        gone = {"PANGOLIN"}
        await prune(database, RetentionDays(), NOW + 731 * DAY)
    elif by == "account":
        async with database.read() as session:
            account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
        await erase_in_steps(database, account, NOW, replan_changed)
    elif by == "contact":
        async with database.write() as session:
            wanted = select(Contact).where(col(Contact.name) == "Okapi Novak")
            okapi = (await session.exec(wanted)).one()
            await erase_contact(session, okapi, NOW, forgetting)
    else:
        gone = {"PANGOLIN"}
        people = [await one(database, number) for number in (1, 2)]
        for person in people:  # somebody reads while the first is erased
            async with database.read() as reading, database.write() as session:
                await reading.exec(select(Person.id))
                await erase_person(session, await session.merge(person), NOW)
    assert not gone & inside()
    await database.close()


async def test_deleted_insights_leave_no_words_in_the_index(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE", 0)
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=2, name="Jana Okapi")
        session.add(jana)
        (found,) = (await session.exec(select(Insight).where(col(Insight.account_id) == 2))).all()
        found.headline = "Jana Okapi decides"
        await insight_matches.index(session, found)
    assert await _indexed(database) == {"okapi", "decid"}
    async with database.write() as session:
        (jana,) = (await session.exec(select(Contact).where(col(Contact.name) == jana.name))).all()
        await erase_contact(session, jana, NOW, forgetting)
    assert await _indexed(database) == {"decid"}
    await purge.purge_tenant(database, ONE, NOW)
    assert await _indexed(database) == set()


async def _indexed(database: Database) -> set[str]:
    """Which words are in the index of insights, even if they are marked as deleted."""
    async with database.read() as session:
        connection = await session.connection()
        sqlite = connection.dialect.name == "sqlite"
        wanted = "block FROM insight_words_data" if sqlite else "words::text FROM insight_words"
        blocks = (await connection.execute(text(f"SELECT {wanted}"))).scalars().all()
    return {each for each in ("okapi", "decid") if each in str(blocks)}
