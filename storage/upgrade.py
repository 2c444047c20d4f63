"""Brings a database to the version this code knows, or says in one sentence why it cannot."""

import os
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, DatabaseError
from storage.faults import SENTENCES, Fault, sentence
from storage.running import command

HEAD = "0012"  # the newest file in migrations/versions
MIGRATIONS = Path(__file__).parent / "migrations"
ROOM = 2**20  # bytes that must be free on SQLite's disk


async def make_ready(database: Database) -> None:
    """Bring SQLite up to date; another engine waits for `migrate`, which its fleet shares.

    Raises DatabaseError.
    """
    if database.engine.dialect.name == "sqlite":
        await bring_up_to_date(database)
        return
    version = await check(database)
    if version != HEAD:
        raise DatabaseError(other_version(version))


def is_newer(version: str | None) -> bool:
    """Whether a database was migrated by a newer Attune than this one.

    Migrations are numbered, and only add what an older Attune does without: one that is running
    goes on, but it cannot be started.
    """
    return version is not None and version > HEAD


def other_version(version: str | None) -> str:
    """What to do about a database that is not at this code's version, in a sentence."""
    if is_newer(version):
        return (
            f"The database is of a newer version of Attune ({version}) than this one ({HEAD}). "
            "Start the newer Attune, or restore the backup made before it."
        )
    told = "is empty" if version is None else f"is at version {version}, not {HEAD}"
    return f"The database {told}. Run {command('migrate')}."


async def bring_up_to_date(database: Database) -> None:
    """Run the migrations that are missing. Raises DatabaseError."""
    _check_folder(database)
    try:
        async with database.write() as session:
            connection = await session.connection()
            await connection.run_sync(_upgrade)
    except (DBAPIError, OSError) as error:
        raise DatabaseError(sentence(error, database.engine.url)) from error


async def check(database: Database) -> str | None:
    """The database's version; None if it is empty. Raises DatabaseError if it cannot be read."""
    _check_folder(database)
    try:
        async with database.read() as session:
            connection = await session.connection()
            return await connection.run_sync(_version)
    except (DBAPIError, OSError) as error:
        raise DatabaseError(sentence(error, database.engine.url)) from error


async def try_to_write(database: Database) -> None:
    """Find out whether the database can be written, without changing it. Raises DatabaseError."""
    _check_folder(database)
    try:
        async with database.write() as session:
            connection = await session.connection()
            # No row fits, but a database that is read-only, locked or not ours says so.
            await connection.execute(text("UPDATE outbox SET claim = claim WHERE 1 = 0"))
    except (DBAPIError, OSError) as error:
        raise DatabaseError(sentence(error, database.engine.url)) from error
    if (file := database.file) and is_full(file):
        raise DatabaseError(SENTENCES[Fault.FULL])


def is_full(file: Path) -> bool:
    """Whether the disk that holds a file has no room worth the name."""
    disk = os.statvfs(file.parent)
    return disk.f_bavail * disk.f_frsize < ROOM


def _check_folder(database: Database) -> None:
    """Refuse a SQLite file that cannot be made, before a connection to it fails half-way."""
    file = database.file
    if file and not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
        raise DatabaseError(SENTENCES[Fault.NOT_OPEN])


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return version


def _upgrade(connection: Connection) -> None:
    version = _version(connection)
    if version == HEAD:
        return
    if is_newer(version):
        raise DatabaseError(other_version(version))
    # Imported here: a start that has nothing to migrate does not pay for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
