"""Copies of what is kept: all of a person's, and the lines with a contact."""

import json
import tracemalloc
from errno import ENOSPC
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, insert
from sqlmodel import col, select

from bot.commands import contact_copy
from storage.database.connection import Database, DatabaseError
from storage.rights import export
from storage.tables import (
    Account,
    Contact,
    Draft,
    Reflection,
)
from tests import sqlite
from tests.command import run
from tests.rights.everybody import NOW, ONE, fill, one, rows


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


async def test_a_contact_gets_a_copy_of_only_the_lines_with_them(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=2, name="Jana Novak", email="jana@acme.example")
        session.add_all([jana, Contact(tenant=ONE, account_id=2, name="Ruth Amsel")])
        await session.flush()
        account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
        account.name, account.name_key = "Acme", "acme"
        reflection = (
            await session.exec(select(Reflection).where(col(Reflection.account_id) == 2))
        ).one()
        reflection.heard = "A private thought\nJana Novak said no"
        session.add(
            Reflection(
                tenant=ONE,
                call_id=2,
                account_id=2,
                author_id=1,
                called_at=NOW,
                written_at=NOW,
                goal_reached="yes",
                heard="It is my phone that rings\nRuth Amsel: Not mine",
                heard_from=jana.id,
            )
        )
    copy = ("account", "export", "Acme", "--contact", "Jana Novak")
    assert run(tmp_path, *copy)[0] == 1
    assert run(tmp_path, *copy, "--to", "jana.jsonl")[0] == 0
    written = (tmp_path / "jana.jsonl").read_text(encoding="utf-8")
    assert '"email": "jana@acme.example"' in written
    assert '{"what": "reflections", "text": "Jana Novak said no"}' in written
    assert '{"what": "reflections", "text": "It is my phone that rings"}' in written
    assert "Not mine" not in written
    assert "private thought" not in written
    assert "Bruno wrote" not in written.split("\n", 1)[1]
    exported = [row for row in (await rows(database))["audit"] if row["act"] == "exported"]
    assert [row["target_kind"] for row in exported] == ["contact"]
    await database.close()


def test_a_copy_that_cannot_be_written_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> str:
        raise OSError(ENOSPC, "No space left on device")

    file, found = tmp_path / "jana.jsonl", [{"what": "contact", "name": "Jana Novak"}]
    with monkeypatch.context() as patched:
        patched.setattr(json, "dumps", full)
        with pytest.raises(DatabaseError, match="No space left on device"):
            contact_copy.write(file, found)
    contact_copy.write(file, found)
    assert "Jana Novak" in file.read_text(encoding="utf-8")
