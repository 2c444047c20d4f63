"""Check a database's version and migrate it, or say why that is impossible."""

import os
import secrets
from pathlib import Path

import structlog
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage.command_line import command
from storage.database.connection import Database, DatabaseError
from storage.database.faults import SENTENCES, Fault, fault_of, sentence

HEAD = "0043"  # the number of the newest file in migrations/versions
MIGRATIONS = Path(__file__).parents[1] / "migrations"
SHOWN = 3  # how many tables a sentence lists
ROOM = 2**20  # SQLite's disk must have this many bytes free

log = structlog.get_logger()


async def make_ready(database: Database) -> None:
    """Migrate a SQLite database, or check that a PostgreSQL database is migrated.

    Other processes may be using a PostgreSQL database, so only the command `migrate` migrates it.
    Raises DatabaseError if the migration fails, or if a PostgreSQL database is not at version HEAD.
    """
    if database.engine.dialect.name == "sqlite":
        await bring_up_to_date(database)
        return
    await require(database)


async def require(database: Database) -> None:
    """Check that a database exists and is at version HEAD.

    Raises DatabaseError if it is missing, is at another version or can't be read.
    """
    if (file := database.file) and not file.exists():
        raise DatabaseError(f"There is no database at {file.absolute()}.")
    version = await check(database)
    if version != HEAD:
        raise DatabaseError(other_version(version))


def is_newer(version: str | None) -> bool:
    """Return whether a newer Attune has migrated the database.

    If so, processes of this release that are already running continue to work (docs/operations.md
    has the rule). But no further process of this release can start on this database.
    """
    return version is not None and version > HEAD


def is_unknown(version: str | None) -> bool:
    """Return whether this Attune lacks the migration to this version.

    If so, this Attune can't migrate the database.
    """
    return version is not None and not any((MIGRATIONS / "versions").glob(f"{version}_*.py"))


def other_version(version: str | None) -> str:
    """Say what to do about a database whose version differs from HEAD."""
    if is_unknown(version):
        return (
            f"The database is at version {version}, which this Attune does not know: the "
            f"newest that it knows is {HEAD}. Start the Attune that upgraded the database, or "
            "restore a backup that this Attune made."
        )
    told = "is empty" if version is None else f"is at version {version}, not {HEAD}"
    return f"The database {told}. Run {command('migrate')}."


async def bring_up_to_date(database: Database) -> None:
    """Run the missing migrations. Raises DatabaseError if they can't be run."""
    _check_folder(database)
    try:
        async with database.write() as session:
            connection = await session.connection()
            await connection.run_sync(_upgrade)
    except (DBAPIError, OSError) as error:
        raise _refusal(error, database) from error


async def check(database: Database) -> str | None:
    """Return the database's version, or None if it is empty.

    Raises DatabaseError if the database can't be read, or if it has tables but no version.
    """
    _check_folder(database)
    try:
        async with database.read() as session:
            connection = await session.connection()
            return await connection.run_sync(_version)
    except (DBAPIError, OSError) as error:
        raise _refusal(error, database) from error


async def try_to_write(database: Database) -> None:
    """Check that we can write to the database, without changing it.

    Raises DatabaseError if we can't write, or if the disk is full.
    """
    _check_folder(database)
    try:
        async with database.write() as session:
            connection = await session.connection()
            # Changes no row. Fails if the database is read-only, locked or not ours.
            await connection.execute(text("UPDATE outbox SET claim = claim WHERE 1 = 0"))
    except (DBAPIError, OSError) as error:
        raise _refusal(error, database) from error
    if (file := database.file) and is_full(file):
        raise DatabaseError(SENTENCES[Fault.FULL])


def is_full(file: Path) -> bool:
    """Return whether a file's disk has less than `ROOM` bytes free."""
    disk = os.statvfs(file.parent)
    return disk.f_bavail * disk.f_frsize < ROOM


def _check_folder(database: Database) -> None:
    """Raise DatabaseError if SQLite can't have its file at this path.

    The cases are:

    - The path is a folder.
    - The folder of the file is missing or read-only.
    """
    file = database.file
    if file and file.is_dir():
        raise DatabaseError(SENTENCES[Fault.FOLDER])
    if file and not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
        raise DatabaseError(SENTENCES[Fault.NOT_OPEN])


def _version(connection: Connection) -> str | None:
    """Return the database's version, or None if it is empty.

    Raises DatabaseError if the database has no version, and has tables that Attune did not make.
    """
    found = inspect(connection)
    if not found.has_table("alembic_version"):
        _check_tables(connection, set(found.get_table_names()))
        return None
    version: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return version


def _check_tables(connection: Connection, found: set[str]) -> None:
    """Raise DatabaseError if the tables of an unmigrated database leave no place for Attune's.

    - In SQLite, any table is an error.
    - In PostgreSQL, extensions may have added tables. So a table is an error only if it has the
      name of one of Attune's tables.
    """
    strange = sorted(
        found if connection.dialect.name == "sqlite" else found & set(SQLModel.metadata.tables)
    )
    if strange:
        more = ", …" if len(strange) > SHOWN else ""
        raise DatabaseError(
            "The database has tables that this Attune did not make: "
            f"{', '.join(strange[:SHOWN])}{more}. Set DATABASE_URL to a new database, for "
            "Attune alone."
        )


def _refusal(error: DBAPIError | OSError, database: Database) -> DatabaseError:
    """Say why a step failed. If the cause is unknown, log the error under a reference id."""
    if fault_of(error):
        return DatabaseError(sentence(error, database.engine.url))
    reference = secrets.token_hex(4)
    said = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
    log.error("the database refused a step", reference=reference, because=said)
    return DatabaseError(
        "The database answers, but refuses one of Attune's statements. Its tables may have been "
        "changed by hand or by another version: restore a backup, or set DATABASE_URL to a new "
        f"database. The log has the cause under {reference}."
    )


def _upgrade(connection: Connection) -> None:
    """Run the missing migrations. Raises DatabaseError if the version is unknown."""
    version = _version(connection)
    if version == HEAD:
        return
    if is_unknown(version):
        raise DatabaseError(other_version(version))
    # Imported here, because most starts have nothing to migrate.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
