"""Backing up while Attune runs, and restoring: the very commands that docs/operations.md gives."""

import os
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlmodel import select

from bot.commands.backup import backup
from storage.database.connection import Database, DatabaseError
from storage.database.faults import SENTENCES, Fault
from storage.database.upgrade import HEAD, bring_up_to_date, check
from storage.tables import Draft, Person
from tests.postgres import PROGRAMS, empty, migrated

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "operations.md"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
DAY = timedelta(days=1)


def command(mark: str) -> str:
    """The only block of commands in the guide that contains this."""
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    (found,) = [block for block in blocks if mark in block]
    return str(found)


def run(commands: str, folder: Path, **environment: str) -> str:
    """Run commands of the guide in a folder; returns their output."""
    done = subprocess.run(  # noqa: S603
        ["/bin/sh", "-e", "-c", commands],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def write(database: Database, *numbers: int) -> None:
    async with database.write() as session:
        for number in numbers:
            session.add(Draft(tenant="t:1", person_id=1, account=f"{number}", made_at=NOW))


async def kept(database: Database) -> set[str]:
    async with database.read() as session:
        return set((await session.exec(select(Draft.account))).all())


async def person(database: Database) -> None:
    async with database.write() as session:
        session.add(Person(id=1, tenant="t:1", external="U1", name="Lena", zone="UTC"))


def here(commands: str, folder: Path) -> str:
    """The guide's commands with its example paths moved to this folder, without sudo."""
    user = f"-o {os.geteuid()} -g {os.getegid()}"
    for theirs, ours in (
        ("sudo -u attune ", ""),
        ("sudo ", ""),
        ("/opt/attune/.venv/bin/python", sys.executable),
        ("/var/lib/attune", str(folder)),
        ("-o attune -g attune", user),
        ("systemctl", ": systemctl"),
    ):
        commands = commands.replace(theirs, ours)
    return f'attune() {{ {sys.executable} -m bot "$@"; }}\n{commands}'


async def test_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/attune.sqlite3"
    database = Database(url)
    await bring_up_to_date(database)
    await person(database)
    await write(database, 1, 2)
    environment = {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    async with database.write() as session:  # in the middle of a change
        session.add(Draft(tenant="t:1", person_id=1, account="half", made_at=NOW))
        await session.flush()
        said = run(here(command("--keep 14"), tmp_path), tmp_path, **environment)
    (made,) = files(tmp_path / "backups")
    assert str(made) in said
    await write(database, 3)
    await database.close()
    restoring = here(command("attune.sqlite3-wal"), tmp_path).replace(
        "attune-20261124T020000Z.sqlite3", made.name
    )
    run(restoring, tmp_path)
    assert mode(tmp_path / "attune.sqlite3") == 0o600
    restored = Database(url)
    assert await check(restored) == HEAD
    assert await kept(restored) == {"1", "2"}
    await write(restored, 4)
    await restored.close()


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


async def test_backups_are_dated_private_and_only_some_stay(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/attune.sqlite3"
    database = Database(url)
    await bring_up_to_date(database)
    await database.close()
    folder = tmp_path / "made" / "here"
    made = [backup(url, folder, 3, NOW + number * DAY) for number in range(5)]
    assert files(folder) == made[2:]
    assert made[0].name == "attune-20261124T000000Z.sqlite3"
    assert {mode(each) for each in made[2:]} == {0o600}


async def test_an_old_backup_that_cannot_be_deleted_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/attune.sqlite3"
    database = Database(url)
    await bring_up_to_date(database)
    await database.close()
    folder = tmp_path / "made"
    old = folder / "attune-20200101T000000Z.sqlite3"
    old.mkdir(parents=True)  # a file system may refuse for other reasons
    with pytest.raises(DatabaseError) as why:
        backup(url, folder, 1, NOW)
    made = folder / "attune-20261124T000000Z.sqlite3"
    assert str(why.value).startswith(f"Backed up to {made}, but {old} cannot be deleted: ")
    assert made.is_file()


def refused(url: str, folder: Path) -> str:
    with pytest.raises(DatabaseError) as why:
        backup(url, folder, 3, NOW)
    return str(why.value)


async def test_a_backup_that_is_none_is_no_success(tmp_path: Path) -> None:
    """A wrong folder, a missing or foreign database, or a target that cannot be written."""
    folder = tmp_path / "backups"
    assert "nothing to back up" in refused("sqlite:///elsewhere.sqlite3", folder)
    assert "pg_dump" in refused("postgresql://attune@localhost/attune", folder)
    (tmp_path / "diary").write_text("Dear diary, " * 200)
    assert refused(f"sqlite:///{tmp_path}/diary", folder) == SENTENCES[Fault.NOT_A_DATABASE]
    with sqlite3.connect(tmp_path / "empty") as other:
        other.execute("CREATE TABLE other (id INTEGER)")
    other.close()
    assert refused(f"sqlite:///{tmp_path}/empty", folder) == SENTENCES[Fault.NOT_A_DATABASE]
    assert files(folder) == []
    assert "cannot be written" in refused(f"sqlite:///{tmp_path}/empty", tmp_path / "diary")


async def test_postgresql(tmp_path: Path) -> None:
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    async with migrated() as url, empty() as other:
        database = Database(url)
        await person(database)
        await write(database, 1, 2)
        async with database.write() as session:  # in the middle of a change
            session.add(Draft(tenant="t:1", person_id=1, account="half", made_at=NOW))
            await session.flush()
            run(command("pg_dump --enable-row-security"), tmp_path, PATH=path, DATABASE=_libpq(url))
        await write(database, 3)
        await database.close()
        (made,) = files(tmp_path)
        assert mode(made) == 0o600
        restoring = command("pg_restore --no-owner").replace(
            "attune-20261124T020000Z.dump", made.name
        )
        run(restoring, tmp_path, PATH=path, DATABASE=_libpq(other))
        restored = Database(other)
        assert await check(restored) == HEAD
        assert await kept(restored) == {"1", "2"}
        await write(restored, 4)  # its ids go on where they were
        assert await kept(restored) == {"1", "2", "4"}
        await restored.close()


def _libpq(url: str) -> str:
    """The address as PostgreSQL's own programs take it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
