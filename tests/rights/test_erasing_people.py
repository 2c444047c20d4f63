"""Erasing people, with a row of everybody in every table there is."""

import json
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from storage import plan_changes
from storage.customers import suppressed_names
from storage.database.connection import Database
from storage.outbox import transitions
from storage.outbox.transitions import Handover
from storage.rights.erasure.people import erase_again, erase_person
from storage.rights.holdings import HOLDINGS
from storage.tables import (
    AuditEntry,
    Call,
    Contact,
    Draft,
    MeetingAnswer,
    Person,
    Seat,
)
from storage.upkeep import leavers
from storage.upkeep.retention_days import RetentionDays
from storage.workspace import policies
from tests import sqlite
from tests.command import run
from tests.rights.everybody import DAY, NAMES, NOW, ONE, OTHER, fill, one, rows


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
        if name == "themename":  # a name may have a word of theirs, so that all of them go
            renamed = [row for row in renamed if row["tenant"] == OTHER]
        if name == "call":  # nobody else is in it, so no calendar needs its meeting
            gone_ids = {"source_id": None, "join_url": "", "meeting": ""}
            assert [row for row in kept if row["id"] == 1 and gone_ids.items() <= row.items()]
            renamed = [row | gone_ids if row["id"] == 1 else row for row in renamed]
        if name == "suppressedname":  # hashes of the platform's id, the name and the address
            assert len(kept) == len(renamed) + 3
            renamed += [row for row in kept if row not in renamed]
            kept, renamed = (sorted(map(str, each)) for each in (kept, renamed))
        if name not in ("audit", "playgroundpost", "workspace"):
            assert kept == renamed, name
    (entry,) = [row for row in after["audit"] if row["act"] == "erased"]
    assert (entry["tenant"], entry["actor"], entry["target"]) == (ONE, 1, f"1 {reference}")
    assert re.fullmatch("[0-9a-f]{8}", reference)
    gone = await one(database, 1)
    assert gone.external.startswith("erased:")
    assert (gone.name, gone.erased_at, gone.standing) == ("A former colleague", NOW, "left")


def _is_of_elodie(name: str, row: dict[str, Any]) -> bool:
    columns = [link.column for link in HOLDINGS[name].person if not link.table]
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


async def test_an_erased_persons_name_goes_from_promises_and_asks_too(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
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


async def test_a_name_of_one_word_that_begins_with_an_accent_goes_too(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    async with database.write() as session:
        session.add(Contact(tenant=ONE, account_id=1, name="Élodie Marsh"))
        elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
        elodie.name = "Élodie"
        connection = await session.connection()
        await connection.execute(
            text("UPDATE commitment SET text = :said WHERE tenant = :tenant"),
            {"said": "Élodie Marsh signs, Élodie sends it", "tenant": ONE},
        )
        await plan_changes.discard(session)
    command = ("person", "erase", "U-Élodie", "--tenant", ONE, "--confirm", "Élodie")
    assert run(tmp_path, *command)[0] == 0
    after = await rows(database)
    await database.close()
    said = {row["text"] for row in after["commitment"] if row["tenant"] == ONE}
    assert said == {"Élodie Marsh signs, a former colleague sends it"}


async def test_the_reference_of_an_erasure_says_nothing_about_whom_it_is(
    database: Database,
) -> None:
    class UndoneError(Exception):
        pass

    references = []
    for _ in range(2):  # the same person, in the same state of the database
        with suppress(UndoneError):
            async with database.write() as session:
                elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
                references.append(await erase_person(session, elodie, NOW))
                raise UndoneError
    assert references[0] != references[1]


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
    await fill(database)
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
        assert complaint.startswith("This person has already been erased.")
    assert await rows(database) == before
    await database.close()


async def test_a_name_that_a_colleague_has_too_is_not_left_out(database: Database) -> None:
    async with database.write() as session:
        (await session.exec(select(Person).where(col(Person.id) == 2))).one().name = NAMES["Élodie"]
        elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
        elodie.rhythm = {"own_addresses": ["quint@home.example"]}
        await erase_person(session, elodie, NOW)
        former = await suppressed_names.recognizer(session, ONE)
        other = await suppressed_names.recognizer(session, OTHER)
    known = (NAMES["Élodie"], "élodie@x.example", "quint@home.example")
    assert [former(one) for one in known] == [None, "colleague", "colleague"]
    assert [other(one) for one in known] == [None] * 3


async def test_answers_of_colleagues_lose_the_addresses_of_who_was_erased(
    database: Database,
) -> None:
    gone = {"series:élodie@x.example/7", "meeting:quint@home.example/9"}
    async with database.write() as session:
        said: dict[str, Any] = {"tenant": ONE, "person_id": 2, "is_call": False, "answered_at": NOW}
        session.add_all([MeetingAnswer(about=about, **said) for about in gone | {"series:8"}])
        elodie = (await session.exec(select(Person).where(col(Person.id) == 1))).one()
        elodie.rhythm = {"own_addresses": ["quint@home.example"]}
        await session.flush()
        await erase_person(session, elodie, NOW)
    async with database.read() as session:
        left = {*(await session.exec(select(MeetingAnswer.about))).all()}
    assert gone.isdisjoint(left)
    assert "series:8" in left
