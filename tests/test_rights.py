"""Export, erasure and purge, with a row of everybody in every table there is."""

import asyncio
import json
import re
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Table, delete, insert, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select

from handlers.coaching.forgetting import forgetting
from handlers.nudges.schedule import replan_changed
from storage import accounts, insights, leavers, plan_changes, policies, workspaces
from storage.choices import AuditAct
from storage.database.connection import Database
from storage.outbox import transitions
from storage.outbox.transitions import Handover
from storage.retention import RetentionDays
from storage.rights import export, purge
from storage.rights.erasure.accounts import erase_in_steps
from storage.rights.erasure.contacts import erase_contact
from storage.rights.erasure.people import erase_again, erase_person
from storage.rights.holdings import HOLDINGS, NO_TENANT
from storage.sql import search
from storage.tables import (
    Account,
    AuditEntry,
    Call,
    CallContact,
    Contact,
    Draft,
    Insight,
    OpenTranscript,
    Outbox,
    Person,
    Reflection,
    Seat,
)
from storage.tables.types import Moment
from tests import sqlite
from tests.command import run
from tests.databases import ENGINES, database_on

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ONE, OTHER = "slack:T1", "slack:T2"
NAMES = {"Élodie": "Élodie Quint", "Bruno": "Bruno Abel", "Stranger": "Élodie Quint"}
# columns with a closed set of values
FIXED: dict[str, Any] = {
    "state": "open",
    "zone": "UTC",
    "rhythm": {},
    "role": "rep",
    "standing": "member",
    "kind": "ics",
}
EMPTY: dict[str, Any] = {"role_before": None, "channel_id": None, "claim": "c"}
EMPTY |= {"erased_at": None, "gone_at": None, "purged_at": None, "secret": "", "cursor": ""}
EMPTY |= {"token": None, "refresh_token": None}


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Two people in one tenant and one in another, each with a row in every table."""
    async with database_on(request.param, tmp_path) as made:
        await _fill(made)
        yield made


async def _fill(database: Database) -> None:
    async with database.write() as session:
        connection = await session.connection()
        for number, who in enumerate(NAMES, 1):
            for table in SQLModel.metadata.sorted_tables:
                shared = "tenant" in table.primary_key.columns and len(table.primary_key) == 1
                if (who == "Bruno" and shared) or (who != "Élodie" and table.name in NO_TENANT):
                    continue  # there is one row of it already
                row = {each.name: _value(table, each.name, number, who) for each in table.c}
                await connection.execute(insert(table).values(row))
        for number in range(1, 4):
            tenant = OTHER if number == 3 else ONE
            await search.index(session, tenant, number, f"words{number}")
        if connection.dialect.name == "postgresql":
            for table in SQLModel.metadata.sorted_tables:
                if "id" in table.c:
                    await connection.execute(
                        text(f"SELECT setval(pg_get_serial_sequence('{table.name}','id'), 10)")
                    )


def _value(table: Table, name: str, number: int, who: str) -> Any:  # noqa: ANN401 - any column
    column = table.c[name]
    fixed = EMPTY | FIXED | {"tenant": OTHER if who == "Stranger" else ONE}
    if name in fixed and not (table.name == "subscription" and name == "channel_id"):
        return fixed[name]
    if name == "id" or (name.endswith(("_id", "_by")) and str(column.type) == "BIGINT"):
        return number
    if table.name == "person" and name in ("external", "name", "email"):
        return {"external": f"U-{who}", "name": NAMES[who]}.get(name, f"{who}@x.example".lower())
    if table.name in ("measuredcall", "opentranscript") and name in ("labels", "figures"):
        return {NAMES["Élodie"]: "colleague", "of": who}
    return _typed(column.type, f"{who} wrote {table.name}.{name}", number)


def _typed(kind: Any, words: str, number: int) -> Any:  # noqa: ANN401 - any type of a column
    if isinstance(kind, Moment):
        return NOW
    return {
        "BIGINT": number,
        "INTEGER": number,
        "FLOAT": 1.0,
        "BOOLEAN": False,
        "JSON": {"words": [words]},
        "DATE": date(2026, 11, 24),
        "TIME": time(9),
    }.get(str(kind), words)


async def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    async with database.read() as session:
        connection = await session.connection()
        return {
            table.name: [
                dict(row)
                for row in (
                    await connection.execute(table.select().order_by(*table.primary_key.columns))
                ).mappings()
            ]
            for table in SQLModel.metadata.sorted_tables
        }


async def one(database: Database, number: int) -> Person:
    async with database.read() as session:
        return (await session.exec(select(Person).where(col(Person.id) == number))).one()


def test_every_table_is_listed() -> None:
    assert HOLDINGS.keys() == SQLModel.metadata.tables.keys()
    without = {name for name, each in SQLModel.metadata.tables.items() if "tenant" not in each.c}
    assert without == NO_TENANT
    for name, each in SQLModel.metadata.tables.items():
        columns = {
            key.parent.name for key in each.foreign_keys if key.column.table.name == "person"
        }
        stated = {link.column for link in HOLDINGS[name].person}
        # who took an ask on, and the account of a call, are not whose the row is
        assert columns - stated <= {"taken_by"}, name
        secret = {one.name for one in each.c if one.name in ("secret", "cursor", "refresh_token")}
        assert secret <= HOLDINGS[name].secret, name


async def test_nothing_of_who_was_erased_remains(database: Database) -> None:
    before = await rows(database)
    async with database.write() as session:
        elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
        reference = await erase_person(session, elodie, NOW, by=1)
    after = await rows(database)
    for name, found in after.items():
        holding = HOLDINGS[name]
        told = json.dumps(found, default=str, ensure_ascii=False)
        for mine in ("U-Élodie", "Élodie Quint", "élodie@x.example"):
            here = [row for row in found if row.get("tenant") != OTHER]
            assert mine not in json.dumps(here, default=str, ensure_ascii=False), name
        if holding.person and holding.erased != "unnamed":
            assert "Élodie wrote" not in told.replace("Élodie wrote calendarsignin.key", ""), name
        # what is Bruno's, and what is another tenant's, is whole
        others = [row for row in before[name] if not _is_of_elodie(name, row)]
        renamed = json.loads(
            json.dumps(others, default=str).replace("\\u00c9lodie Quint", "A former colleague")
            if name in ("measuredcall", "opentranscript")
            else json.dumps(others, default=str)
        )
        kept = json.loads(json.dumps(found, default=str))
        kept = [row for row in kept if not _is_of_elodie(name, row)]
        if name in ("measuredcall", "opentranscript"):  # the other tenant's keeps its name
            renamed = [row for row in renamed if row["tenant"] == ONE]
            kept = [row for row in kept if row["tenant"] == ONE]
        if name == "call":  # nobody else is in it, so no calendar needs its meeting
            gone_ids = {"source_id": None, "join_url": "", "meeting": ""}
            assert [row for row in kept if row["id"] == 1 and gone_ids.items() <= row.items()]
            renamed = [row | gone_ids if row["id"] == 1 else row for row in renamed]
        if name not in ("audit", "playgroundpost", "workspace"):
            assert kept == renamed, name
    (entry,) = [row for row in after["audit"] if row["act"] == "erased"]
    assert (entry["tenant"], entry["actor"], entry["target"]) == (ONE, 1, f"1 {reference}")
    assert re.fullmatch("[0-9a-f]{8}", reference)
    gone = await one(database, 1)
    assert gone.external.startswith("erased:")
    assert (gone.name, gone.erased_at, gone.standing) == ("A former colleague", NOW, "left")


def _is_of_elodie(name: str, row: dict[str, Any]) -> bool:
    columns = [link.column for link in HOLDINGS[name].person if not link.of]
    if name in ("metguest", "seenmeeting"):
        return bool(row["calendar_id"] == 1)
    return any(row[column] == 1 for column in columns)


async def test_the_id_of_a_meeting_with_colleagues_goes_when_no_calendar_needs_it(
    database: Database,
) -> None:
    async with database.write() as session:
        bruno = (await session.exec(select(Person).where(col(Person.id) == 2))).one()
        call = (await session.exec(select(Call).where(col(Call.id) == 1))).one()
        call.source_id, call.ends_at = "élodie@x.example/1", NOW + DAY
        call.join_url = "https://teams.example/OID-élodie"
        seat = Seat(tenant=ONE, call_id=1, account_id=1, person_id=bruno.id, starts_at=NOW)
        session.add(seat)
        await plan_changes.discard(session)
    async with database.write() as session:
        elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
        await erase_person(session, elodie, NOW)
        await plan_changes.discard(session)

    async def source_ids() -> list[str | None]:
        async with database.read() as session:
            return [*await session.exec(select(Call.source_id).order_by(col(Call.id)))]

    async def links() -> list[str]:
        async with database.read() as session:
            return [*await session.exec(select(Call.join_url).order_by(col(Call.id)))]

    before = await source_ids()
    assert (await links())[0] == "https://teams.example/OID-élodie"
    assert before[0] == "élodie@x.example/1"
    await erase_again(database, NOW + 3 * DAY)
    assert await source_ids() == before
    await erase_again(database, NOW + 40 * DAY)
    assert await source_ids() == [None, *before[1:]]
    assert (await links())[0] == ""


async def test_the_link_of_a_call_goes_with_the_person_if_no_colleague_takes_part(
    database: Database,
) -> None:
    async with database.write() as session:
        elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
        await erase_person(session, elodie, NOW)
        await plan_changes.discard(session)
    mine, colleagues = (await rows(database))["call"][:2]
    assert (mine["source_id"], mine["join_url"], mine["meeting"]) == (None, "", "")
    assert "Bruno wrote" in colleagues["join_url"]


async def test_who_is_erased_in_the_middle_of_a_send_gets_nothing(database: Database) -> None:
    async with database.write() as session:
        elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
        await erase_person(session, elodie, NOW)
    async with database.write() as session:  # the row was claimed before
        assert await transitions.hand_over(session, [Handover("c", {1: None})], now=NOW) == [False]
        session.add(Draft(tenant=ONE, person_id=1, account="late", made_at=NOW))
    before = await one(database, 1)
    # a request that was under way has added something
    await erase_again(database, NOW + timedelta(days=1))
    assert await one(database, 1) == before
    after = await rows(database)
    assert not [row for row in after["draft"] if row["person_id"] == 1]
    assert len([row for row in after["audit"] if row["act"] == "erased"]) == 1


async def test_people_who_have_left_are_erased_after_the_days_that_count_for_them(
    database: Database,
) -> None:
    async with database.write() as session:
        for one in (await session.exec(select(Person).order_by(col(Person.id)))).all():
            one.standing = "left"
            one.left_at = None if one.id == 2 else NOW  # an earlier release did not record it
        await policies.change(session, OTHER, NOW, by=None, retain={"leavers": 5})
    days = RetentionDays(leavers=10)
    erased = []
    for passed in (0, 4, 5, 9, 10, 15, 40):
        await leavers.erase_leavers(database, days, NOW + passed * DAY)
        async with database.read() as session:
            gone = select(Person.id).where(col(Person.erased_at).is_not(None))
            erased.append((await session.exec(gone.order_by(col(Person.id)))).all())
    assert erased == [[], [], [3], [3], [1, 2, 3], [1, 2, 3], [1, 2, 3]]
    assert not await leavers.erase_leavers(database, RetentionDays(leavers=0), NOW + 99 * DAY)


async def test_a_contact_and_an_account_are_erased(database: Database) -> None:
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=2, name="Jana Novak", email="jana@acme.example")
        session.add(jana)
        reflection = (
            await session.exec(select(Reflection).where(col(Reflection.account_id) == 2))
        ).one()
        reflection.heard = "Jana Novak said no"
        about: dict[str, Any] = {
            "tenant": ONE,
            "person_id": 2,
            "tool": "zoom",
            "made_at": NOW,
            "key": "k",
        }
        asked = [
            OpenTranscript(**about, digest=f"of {call}", call_id=call, labels={"Jana Novak": 1.0})
            for call in (2, 1, None)
        ]
        session.add_all(asked)
        await session.flush()
        await erase_contact(session, jana, NOW, forgetting, by=2)
    after = await rows(database)
    # another account may have a Jana Novak too, and so may a call that is not known yet
    questions = [row for row in after["opentranscript"] if "Novak" in str(row["labels"])]
    assert [row["call_id"] for row in questions] == [1, None]
    after["opentranscript"] = [row for row in after["opentranscript"] if row not in questions]
    told = json.dumps(after, default=str)
    assert "Jana" not in told
    assert "jana@" not in told
    assert "A former contact said no" in told
    async with database.write() as session:
        account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
        account.name = "24_%"
        typed = [
            Draft(tenant=ONE, person_id=1, account=each, made_at=NOW)
            for each in ("24_% at 3pm", "24 hours")
        ]
        session.add_all(typed)
        await session.flush()
    await erase_in_steps(database, account, NOW, replan_changed)
    after = await rows(database)
    for name in ("account", "contact", "call", "reflection", "ask", "asknote", "finding", "seat"):
        assert [row for row in after[name] if "Bruno wrote" in str(row)] == [], name
    assert len(after["reflection"]) == 2
    assert {"24 hours", "24_% at 3pm"} & {row["account"] for row in after["draft"]} == {"24 hours"}
    acts: list[tuple[AuditAct, str]] = [
        (row["act"], row["target_kind"]) for row in after["audit"] if row["act"] == "erased"
    ]
    assert acts == [("erased", "contact"), ("erased", "account")]


async def test_an_erased_contact_goes_from_drafts_and_is_not_offered_again(
    database: Database,
) -> None:
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=2, name="Jana Novak", email="jana@acme.example")
        typed = [
            ("Bruno wrote account.name", "tomorrow 3pm with Jana, buyer"),
            ("", "3pm with Jana Novak"),
            ("Fabrikam", "3pm with Jana"),  # another account's, so it may be another Jana
        ]
        drafts = [
            Draft(tenant=ONE, person_id=1, account=account, time=time, made_at=NOW)
            for account, time in typed
        ]
        call = (await session.exec(select(Call).where(col(Call.id) == 2))).one()
        call.starts_at = NOW + DAY
        session.add_all([jana, *drafts])
        await session.flush()
        session.add(CallContact(tenant=ONE, call_id=2, contact_id=jana.id))
        account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
        before = account.name, account.name_key
        account.name = "Bruno wrote account.name"
        await erase_contact(session, jana, NOW, forgetting)
        account.name, account.name_key = before
        known = (await accounts.contacts(session, [2]))[2]
        assert jana.name == f"A former contact ({jana.id})"
        assert jana.name not in {one.name for one in known}
        assert await accounts.contact(session, account, jana.id) is None
        assert await accounts.add_attendee(session, call, jana.id) is None
        assert await accounts.contacts_named(session, ONE, [jana.name]) == []
        names = await accounts.names_elsewhere(session, ONE, 1, 100)
        assert jana.name not in {name for name, _ in names}
        coming = (await accounts.attendees(session, [2])).get(2, [])
        assert jana.id not in {one.id for one in coming}
    times = [row["time"] for row in (await rows(database))["draft"]][-3:]
    assert times == [
        "tomorrow 3pm with A former contact, buyer",
        "3pm with A former contact",
        "3pm with Jana",
    ]


async def test_an_erased_persons_name_goes_from_promises_and_asks_too(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await _fill(database)
    named = ("ask", "line"), ("commitment", "text"), ("finding", "text"), ("call", "title")
    async with database.write() as session:
        session.add(Contact(tenant=ONE, account_id=1, name="Élodie Marsh"))
        connection = await session.connection()
        for table, column in named:
            await connection.execute(
                text(f"UPDATE {table} SET {column} = :said WHERE tenant = :tenant"),  # noqa: S608
                {"said": "OKAPI5 Élodie Quint sends it, Quint said", "tenant": ONE},
            )
    command = ("person", "erase", "U-Élodie", "--tenant", ONE, "--confirm", "Élodie Quint")
    assert run(tmp_path, *command)[0] == 0
    after = await rows(database)
    await database.close()
    for table, column in named:
        said = [row[column] for row in after[table] if row["tenant"] == ONE]
        assert said
        assert set(said) == {"OKAPI5 a former colleague sends it, a former colleague said"}
    assert "Élodie Marsh" in json.dumps(after["contact"], ensure_ascii=False, default=str)


async def test_a_name_that_is_no_contact_is_taken_out_of_what_was_written(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await _fill(database)
    async with database.write() as session:
        connection = await session.connection()
        for table, column in (("reflection", "heard"), ("ask", "quote"), ("commitment", "text")):
            await connection.execute(
                text(f"UPDATE {table} SET {column} = :said WHERE account_id = 1"),  # noqa: S608
                {"said": "Rolf Thiemann: we stopped. Thiemann decides."},
            )
    command = ("account", "erase", "Élodie wrote account.name", "--contact", "Rolf Thiemann")
    before = await rows(database)
    asked = run(tmp_path, *command)
    assert asked[0] == 1
    assert "Rolf Thiemann is no contact of Élodie wrote account.name. Takes the name" in asked[1]
    assert "- promises: “Rolf Thiemann: we stopped. Thiemann decides.”\n" in asked[1]
    assert await rows(database) == before
    status, said, _ = run(tmp_path, *command, "--confirm", "Rolf Thiemann")
    assert status == 0
    number = asked[1].partition("Takes the name out of ")[2].partition(" text")[0]
    assert int(number) >= 3
    assert f"The name was in {number} texts." in said
    after = json.dumps(await rows(database), default=str)
    assert "Thiemann" not in after
    assert "A former contact: we stopped. A former contact decides." in after
    assert "nothing written about it contains it" in run(tmp_path, *command)[2]
    await database.close()


async def test_a_contact_with_a_short_name_goes_and_no_other_word_with_them(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await _fill(database)
    written = (
        "Jo Lind said that Jon and Joan major in jobs; Jo's plan is with Ana. Ana Roth agreed."
    )
    async with database.write() as session:
        session.add(Contact(tenant=ONE, account_id=1, name="Jo Lind", email="jo@acme.example"))
        session.add(Contact(tenant=ONE, account_id=1, name="Jo Berg"))
        session.add(Contact(tenant=ONE, account_id=1, name="Ana Roth"))
        connection = await session.connection()
        for table in ("reflection", "finding", "commitment", "insight"):
            column = {"reflection": "heard", "insight": "body"}.get(table, "text")
            await connection.execute(
                text(f"UPDATE {table} SET {column} = :written WHERE account_id = 1"),  # noqa: S608
                {"written": written},
            )
        await connection.execute(text("UPDATE commitment SET text_key = lower(text)"))
    command = ("account", "erase", "Élodie wrote account.name", "--contact")
    told = run(tmp_path, *command, "ana roth")[1]
    assert told.endswith("written about the account. Calls stay.\n")
    told = run(tmp_path, *command, "jo lind", "--confirm", "jo")[1]
    assert "a part of the name stands that somebody else has too (Jo Berg), it stays" in told
    assert run(tmp_path, *command, "Ana Roth", "--confirm", "Ana Roth")[0] == 0
    assert run(tmp_path, *command, "Jo Lind", "--confirm", "Jo Lind")[0] == 0
    said = json.dumps(await rows(database), default=str)
    await database.close()
    assert (
        "A former contact said that Jon and Joan major in jobs; Jo's plan is with A former contact."
        " A former contact agreed."
    ) in said
    for gone in ("Lind", "lind", "Roth", "roth", "jo@acme"):
        assert gone not in said, gone


async def test_a_tenant_is_purged_and_the_other_is_whole(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "STEP", 3)
    monkeypatch.setattr(purge, "PAUSE", 0)
    before = await rows(database)
    async with database.write() as session:
        for number in range(10):
            session.add(_open_row(number))
    await purge.purge_tenant(database, ONE, NOW)
    after = await rows(database)
    for name, found in after.items():
        if name in NO_TENANT:
            continue
        left = [row for row in found if row["tenant"] == ONE]
        assert len(left) == (name in ("audit", "workspace")), name
        assert [row for row in found if row["tenant"] == OTHER] == [
            row for row in before[name] if row["tenant"] == OTHER
        ]
    assert "lodie" not in json.dumps(
        [row for each in after.values() for row in each if row.get("tenant") == ONE], default=str
    )


async def test_deleted_insights_leave_no_words_in_the_index(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE", 0)
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=2, name="Jana Okapi")
        session.add(jana)
        (found,) = (await session.exec(select(Insight).where(col(Insight.account_id) == 2))).all()
        found.headline = "Jana Okapi decides"
        await insights.index(session, found)
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


async def test_a_tenant_is_purged_during_a_burst(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "STEP", 3)
    monkeypatch.setattr(purge, "PAUSE", 0)
    added = 0

    async def burst() -> None:
        nonlocal added
        with suppress(IntegrityError):  # until the person is gone
            for added in range(1_000):
                async with database.write() as session:
                    session.add(_open_row(added))
                await asyncio.sleep(0)

    await asyncio.gather(burst(), purge.purge_tenant(database, ONE, NOW))
    assert added > 1
    after = await rows(database)
    left = {name for name, found in after.items() for row in found if row.get("tenant") == ONE}
    assert left == {"audit", "workspace"}


async def test_a_tenant_that_is_gone_is_purged_after_the_grace_period(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE", 0)
    before = await rows(database)
    async with database.write() as session:
        gone = await workspaces.find(session, ONE)
        assert gone
        workspaces.leave(gone, "revoked", NOW)
    assert await purge.purge_due(database, NOW, NOW + DAY) == 0
    assert await purge.purge_due(database, None, NOW + DAY) == 0
    async with database.write() as session:  # they came back in time: nothing is lost
        await workspaces.save(session, ONE, NOW + DAY)
    assert await purge.purge_due(database, NOW + DAY, NOW + 2 * DAY) == 0
    after = await rows(database)
    assert {**after, "workspace": ()} == {**before, "workspace": ()}
    async with database.write() as session:
        gone = await workspaces.find(session, ONE)
        assert gone
        workspaces.leave(gone, "revoked", NOW + 2 * DAY)
    assert await purge.purge_due(database, NOW + 3 * DAY, NOW + 33 * DAY) == 1
    assert await purge.purge_due(database, NOW + 3 * DAY, NOW + 33 * DAY) == 0
    after = await rows(database)
    here = {
        name: [row for row in found if row.get("tenant") == ONE] for name, found in after.items()
    }
    assert {name for name, found in here.items() if found} == {"audit", "workspace"}
    assert [row["act"] for row in here["audit"]] == ["purged"]
    (left,) = here["workspace"]
    assert (left["gone_why"], left["purged_at"]) == ("revoked", NOW + 33 * DAY)
    async with database.write() as session:  # a request was under way
        session.add(Person(tenant=ONE, external="ULATE", name="Lodie", zone="UTC"))
    for served, number in ((ONE, 0), ("slack", 0), (OTHER, 1), (OTHER, 0)):
        assert await purge.purge_due(database, None, NOW + 34 * DAY, [served]) == number
    after = await rows(database)
    assert not [row for row in after["person"] if row["tenant"] == ONE]
    assert [row for row in after["person"] if row["tenant"] == OTHER]
    async with database.write() as session:  # they come back afterwards, and begin from nothing
        assert (await workspaces.save(session, ONE, NOW + 40 * DAY)).purged_at is None


async def test_nobody_comes_back_in_the_middle_of_a_purge_and_one_that_stopped_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE", 0)
    delete, calls = purge._delete_all, 0

    async def until_it_is_killed(*arguments: Any) -> tuple[int, bool]:  # noqa: ANN401
        nonlocal calls
        calls += 1
        if calls == 9:
            raise KeyboardInterrupt
        return await delete(*arguments)

    monkeypatch.setattr(purge, "_delete_all", until_it_is_killed)
    with pytest.raises(KeyboardInterrupt):
        await purge.purge_tenant(database, ONE, NOW)
    with pytest.raises(workspaces.BeingPurged):
        async with database.write() as session:
            await workspaces.save(session, ONE, NOW)
    # another process does not take part, unless nothing is heard of this one for long
    assert await purge.purge_due(database, None, NOW) == 0
    assert await purge.purge_due(database, None, NOW + purge.HOLD) == 1
    found = await rows(database)
    assert not [row for row in found["person"] if row["tenant"] == ONE]
    assert [row["gone_why"] for row in found["workspace"] if row["tenant"] == ONE] == ["purged"]
    async with database.write() as session:
        await workspaces.save(session, ONE, NOW)


async def test_an_interrupted_purge_goes_on_with_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else goes on with the workspace of SLACK_BOT_TOKEN while no process runs."""
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await _fill(database)
    monkeypatch.setattr(purge, "PAUSE", 0)
    delete, left = purge._delete_all, [1, len(purge._tables())]

    async def until_it_is_killed(*arguments: Any) -> tuple[int, bool]:  # noqa: ANN401
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return await delete(*arguments)

    for after in (9, len(purge._tables()) + 1):  # the second time, only the end was missing
        left[0] = after
        monkeypatch.setattr(purge, "_delete_all", until_it_is_killed)
        with pytest.raises(KeyboardInterrupt):
            await purge.purge_tenant(database, ONE, NOW)
        monkeypatch.setattr(purge, "_delete_all", delete)
        status, said, complaint = run(tmp_path, "tenant", "purge", ONE)
        assert (status, said[:40]) == (1, "This was begun and is not finished. Dele")
        assert complaint.endswith(f'To go ahead, add --confirm "{ONE}".\n')
    assert run(tmp_path, "tenant", "purge", ONE, "--confirm", ONE)[0] == 0
    found = await rows(database)
    assert [row["gone_why"] for row in found["workspace"] if row["tenant"] == ONE] == ["purged"]
    assert [row["act"] for row in found["audit"] if row["tenant"] == ONE] == ["purged"]
    said = run(tmp_path, "tenant", "purge", ONE)[1]
    assert said == f"{ONE} was purged already. Only that stays on file.\n"
    await database.close()


async def test_an_account_is_erased_in_short_steps_and_an_interrupted_erasure_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE", 0)
    async with database.read() as session:
        account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
    delete, steps, left = purge._delete, 0, 5

    async def in_a_step(*arguments: Any) -> int:  # noqa: ANN401
        nonlocal steps, left
        steps, left = steps + 1, left - 1
        if not left:
            raise asyncio.CancelledError
        return await delete(*arguments)

    monkeypatch.setattr(purge, "_delete", in_a_step)
    with pytest.raises(asyncio.CancelledError):
        await erase_in_steps(database, account, NOW, replan_changed)
    async with database.read() as session:
        assert (await session.exec(select(Account.id).where(col(Account.id) == 2))).one() == 2
    async with database.write() as session:
        session.add_all(
            Contact(tenant=ONE, account_id=2, name=f"Buyer {number}") for number in range(900)
        )
    steps = 0
    reference = await erase_in_steps(database, account, NOW, replan_changed)
    assert steps > 20  # transactions: the number of rows in each begins with one
    after = await rows(database)
    assert not [row for row in after["contact"] if row["account_id"] == 2]
    assert {row["id"] for row in after["account"]} == {1, 3}
    assert [row["target"] for row in after["audit"] if row["act"] == "erased"] == [f"2 {reference}"]


@pytest.mark.parametrize("by", ["person", "contact", "account", "tenant"])
async def test_nothing_of_what_was_erased_is_in_sqlites_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """While Attune goes on running: neither in the file nor in the log beside it."""
    monkeypatch.setattr(purge, "PAUSE", 0)
    file = await sqlite.migrated(tmp_path / "attune.sqlite3")
    database = Database(f"sqlite:///{file}")
    await _fill(database)
    async with database.write() as session:
        heard = "PANGOLIN " * 500  # more than a page
        session.add(Contact(tenant=ONE, account_id=2, name="Okapi Novak", email="okapi@x.example"))
        (found,) = (await session.exec(select(Insight).where(col(Insight.account_id) == 2))).all()
        found.headline = "Okapi Novak decides"
        await insights.index(session, found)
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


def test_a_purge_holds_nobody_up_for_long() -> None:
    """However many rows a step finds, it becomes shorter if it takes longer."""
    pace = purge._Pace()
    for _ in range(20):
        pace.adapt(purge.STEP_SECONDS / 10)
    assert pace.rows == purge.STEP
    for _ in range(20):
        pace.adapt(purge.STEP_SECONDS * 2)
    assert pace.rows == 1


def _open_row(number: int, tenant: str = ONE) -> Outbox:
    return Outbox(
        tenant=tenant,
        key=f"more {number}",
        kind="listen",
        person_id=2,
        day=NOW.date(),
        due_at=NOW,
        useful_until=NOW + timedelta(hours=1),
        next_at=NOW,
    )


async def test_an_export_has_all_that_is_theirs_and_no_secret(database: Database) -> None:
    elodie, file = await one(database, 1), BytesIO()
    async with database.read() as session:
        number = await export.write(
            session, export.parts_of_person(elodie), file, {"made_at": NOW.isoformat()}
        )
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert (manifest["format"], manifest["made_at"]) == (2, NOW.isoformat())
        assert sum(each["rows"] for each in manifest["files"]) == number
        for each in manifest["files"]:
            lines = archive.read(each["file"])
            assert sha256(lines).hexdigest() == each["sha256"]
            found = [json.loads(line) for line in lines.splitlines()]
            assert len(found) == each["rows"]
            assert not {"secret", "cursor", "token"} & {key for row in found for key in row}
            assert {row["tenant"] for row in found} <= {ONE}
            assert "Bruno wrote" not in lines.decode(), each["file"]
        assert {each["file"] for each in manifest["files"] if not each["rows"]} == set()
        (reflection,) = [json.loads(line) for line in archive.read("reflection.jsonl").splitlines()]
        assert reflection["heard"] == "Élodie wrote reflection.heard"
        assert reflection["account"] == "Élodie wrote account.name"
        assert reflection["heard_from_name"] == "Élodie wrote contact.name"
        assert reflection["call"] == NOW.isoformat()
        told = archive.read("README.txt").decode()
        assert "reflection.jsonl: reflections (1)" in told
    async with database.write() as session:
        await session.exec(delete(Draft))
    async with database.read() as session:
        await export.write(session, export.parts_of_person(elodie), file := BytesIO(), {})
    assert "draft.jsonl" not in ZipFile(file).namelist()


async def test_an_export_needs_little_memory(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "ROWS", 100)
    elodie = await one(database, 1)
    async with database.read() as session:  # SQLAlchemy keeps what it builds for each statement
        await export.write(session, export.parts_of_person(elodie), BytesIO(), {})
    async with database.write() as session:
        connection = await session.connection()
        words = "x" * 5_000
        for _ in range(8):
            made = [
                {"tenant": ONE, "person_id": 1, "account": words, "time": "", "made_at": NOW}
                for _ in range(1_000)
            ]
            await connection.execute(insert(Draft), made)
    whole = BytesIO()
    tracemalloc.start()
    async with database.read() as session:
        number = await export.write(session, export.parts_of_person(elodie), whole, {})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    file, parts = BytesIO(), export.parts_of_person(elodie)
    async with database.read() as session:  # one for a chat stops early
        with pytest.raises(export.ExportTooLarge):
            await export.write(session, parts, file, {}, max_bytes=3_000)
    assert file.tell() < 20_000 < whole.tell()
    assert number > 8_000
    assert most < 8_000_000, most  # the rows alone are 40 MB


async def test_the_audit_log_has_no_words(database: Database) -> None:
    async with database.write() as session:
        elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
        await erase_person(session, elodie, NOW)
    async with database.read() as session:
        (entry,) = (
            await session.exec(select(AuditEntry).where(col(AuditEntry.act) == "erased"))
        ).all()
        assert "Quint" not in str(entry)


async def test_the_only_admin_is_named_and_an_erased_row_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await _fill(database)
    async with database.write() as session:
        for person in (await session.exec(select(Person).where(col(Person.tenant) == ONE))).all():
            person.role = "admin" if person.id == 1 else "rep"
    erase = ("person", "erase", "U-Élodie", "--tenant", ONE)
    assert "- They are the only admin of the workspace." in run(tmp_path, *erase)[1]
    assert run(tmp_path, *erase, "--confirm", "Élodie Quint")[0] == 0
    before = await rows(database)
    for confirm in ((), ("--confirm", "A former colleague")):
        status, said, complaint = run(tmp_path, "person", "erase", "A former colleague", *confirm)
        assert (status, said) == (1, "")
        assert complaint.startswith("That is somebody who was erased already.")
    assert await rows(database) == before
    await database.close()


async def test_an_operator_exports_and_erases_and_is_told_first(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await _fill(database)
    async with database.write() as session:
        session.add(Contact(tenant=ONE, account_id=1, name="Jana Novak"))

    status, said, complaint = run(tmp_path, "person", "export", "U-Élodie", "--to", "mine.zip")
    assert (status, complaint) == (0, "")
    assert said.startswith("Exported 43 rows")
    assert (tmp_path / "mine.zip").stat().st_mode & 0o777 == 0o600
    again = run(tmp_path, "person", "export", "U-Élodie", "--to", "mine.zip")
    assert again[::2] == (1, "mine.zip cannot be written: File exists.\n")
    assert "--to FILE.zip" in run(tmp_path, "tenant", "export", ONE)[2]
    assert (
        "Several people have it: slack:T1 U-Élodie, slack:T2 U-Stranger."
        in run(tmp_path, "person", "erase", "Élodie Quint")[2]
    )

    deletions: list[tuple[tuple[str, ...], str, str]] = [
        (
            ("person", "erase", "U-Élodie"),
            "Élodie Quint",
            "- 1 open promises to customers or from them: colleagues find them in /promises\n",
        ),
        (
            ("account", "erase", "Élodie wrote account.name", "--contact", "jana novak"),
            "Jana Novak",
            "Calls stay",
        ),
        (
            ("account", "erase", "Élodie wrote account.name"),
            "Élodie wrote account.name",
            "calls: 1",
        ),
        (("tenant", "purge", ONE), ONE, "Nothing more is sent to it"),
    ]
    for arguments, name, told in deletions:
        before = await rows(database)
        tenant = () if arguments[0] == "tenant" else ("--tenant", ONE)
        for confirm in ((),) if tenant else ((), ("--confirm", "somebody")):
            status, said, complaint = run(tmp_path, *arguments, *tenant, *confirm)
            assert status == 1
            assert told in said
            other = f"“somebody” is not “{name}”. " if confirm else ""
            assert complaint == (
                f'{other}Nothing was deleted yet. To go ahead, add --confirm "{name}".\n'
            )
        assert await rows(database) == before
        status, said, complaint = run(tmp_path, *arguments, *tenant, "--confirm", name)
        assert (status, complaint) == (0, "")
        if tenant:
            (reference,) = re.findall(r"^Erased \(reference (\w{8})\)\.", said)
            noted = [row["target"].split()[-1] for row in (await rows(database))["audit"]]
            assert reference in noted
        assert await rows(database) != before
    assert {row["tenant"] for row in (await rows(database))["person"]} == {OTHER}
    before = await rows(database)
    again = run(tmp_path, "tenant", "purge", ONE, "--confirm", ONE)
    assert again[:2] == (0, f"{ONE} was purged already. Only that stays on file.\n")
    assert await rows(database) == before
    await database.close()


async def test_a_contact_gets_a_copy_of_only_the_lines_with_them(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await _fill(database)
    async with database.write() as session:
        session.add(Contact(tenant=ONE, account_id=2, name="Jana Novak", email="jana@acme.example"))
        account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
        account.name, account.name_key = "Acme", "acme"
        reflection = (
            await session.exec(select(Reflection).where(col(Reflection.account_id) == 2))
        ).one()
        reflection.heard = "A private thought\nJana Novak said no"
    copy = ("account", "export", "Acme", "--contact", "Jana Novak")
    assert run(tmp_path, *copy)[0] == 1
    assert run(tmp_path, *copy, "--to", "jana.jsonl")[0] == 0
    written = (tmp_path / "jana.jsonl").read_text(encoding="utf-8")
    assert '"email": "jana@acme.example"' in written
    assert '{"what": "reflections", "text": "Jana Novak said no"}' in written
    assert "private thought" not in written
    assert "Bruno wrote" not in written.split("\n", 1)[1]
    exported = [row for row in (await rows(database))["audit"] if row["act"] == "exported"]
    assert [row["target_kind"] for row in exported] == ["contact"]
    await database.close()
