"""Brings a database to the version this code knows, or says in one sentence why it cannot."""

import os
import secrets
from pathlib import Path

import structlog
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage.database import Database, DatabaseError
from storage.faults import SENTENCES, Fault, fault_of, sentence
from storage.running import command

HEAD = "0012"  # the newest file in migrations/versions
MIGRATIONS = Path(__file__).parent / "migrations"
SHOWN = 3  # names of tables in a sentence
ROOM = 2**20  # bytes that must be free on SQLite's disk

log = structlog.get_logger()


async def make_ready(database: Database) -> None:
    """Bring SQLite up to date; another engine waits for `migrate`, which its fleet shares.

    Raises DatabaseError.
    """
    if database.engine.dialect.name == "sqlite":
        await bring_up_to_date(database)
        return
    await require(database)


async def require(database: Database) -> None:
    """Refuse a database that is not there, or not at this version, and leave it as it is.

    Raises DatabaseError.
    """
    if (file := database.file) and not file.exists():
        raise DatabaseError(f"There is no database at {file.absolute()}.")
    version = await check(database)
    if version != HEAD:
        raise DatabaseError(other_version(version))


def is_newer(version: str | None) -> bool:
    """Whether a database was migrated by a newer Attune than this one.

    Migrations are numbered, and only add what an older Attune does without: one that is running
    goes on, but it cannot be started.
    """
    return version is not None and version > HEAD


def is_unknown(version: str | None) -> bool:
    """Whether a database is at a step that this code does not have: it cannot be brought on."""
    return version is not None and not any((MIGRATIONS / "versions").glob(f"{version}_*.py"))


def other_version(version: str | None) -> str:
    """What to do about a database that is not at this code's version, in a sentence."""
    if is_unknown(version):
        return (
            f"The database was made by another version of Attune: this one, which goes up to "
            f"{HEAD}, does not know its step {version}. Start the version that made it, or restore "
            "a backup of this one's."
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
        raise _refusal(error, database) from error


async def check(database: Database) -> str | None:
    """The database's version; None if it is empty. Raises DatabaseError if it cannot be read."""
    _check_folder(database)
    try:
        async with database.read() as session:
            connection = await session.connection()
            return await connection.run_sync(_version)
    except (DBAPIError, OSError) as error:
        raise _refusal(error, database) from error


async def try_to_write(database: Database) -> None:
    """Find out whether the database can be written, without changing it. Raises DatabaseError."""
    _check_folder(database)
    try:
        async with database.write() as session:
            connection = await session.connection()
            # No row fits, but a database that is read-only, locked or not ours says so.
            await connection.execute(text("UPDATE outbox SET claim = claim WHERE 1 = 0"))
    except (DBAPIError, OSError) as error:
        raise _refusal(error, database) from error
    if (file := database.file) and is_full(file):
        raise DatabaseError(SENTENCES[Fault.FULL])


def is_full(file: Path) -> bool:
    """Whether the disk that holds a file has no room worth the name."""
    disk = os.statvfs(file.parent)
    return disk.f_bavail * disk.f_frsize < ROOM


def _check_folder(database: Database) -> None:
    """Refuse a SQLite file that cannot be made, before a connection to it fails half-way."""
    file = database.file
    if file and file.is_dir():
        raise DatabaseError(SENTENCES[Fault.FOLDER])
    if file and not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
        raise DatabaseError(SENTENCES[Fault.NOT_OPEN])


def _version(connection: Connection) -> str | None:
    found = inspect(connection)
    if not found.has_table("alembic_version"):
        _check_tables(connection, set(found.get_table_names()))
        return None
    version: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return version


def _check_tables(connection: Connection, found: set[str]) -> None:
    """Refuse a database that is somebody else's, or of an Attune before its first release.

    A SQLite file has one owner. In PostgreSQL an extension may have put tables beside ours.
    """
    strange = sorted(
        found if connection.dialect.name == "sqlite" else found & set(SQLModel.metadata.tables)
    )
    if strange:
        more = ", …" if len(strange) > SHOWN else ""
        raise DatabaseError(
            "The database has tables that this Attune did not make: "
            f"{', '.join(strange[:SHOWN])}{more}. Set DATABASE_URL to a new one, for Attune alone."
        )


def _refusal(error: DBAPIError | OSError, database: Database) -> DatabaseError:
    """Why a step failed, in a sentence. What no sentence foresees is in the log, under an id."""
    if fault_of(error):
        return DatabaseError(sentence(error, database.engine.url))
    reference = secrets.token_hex(4)
    said = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
    log.error("the database refused a step", reference=reference, because=said)
    return DatabaseError(
        "The database answers, but refuses a step of Attune's. Its tables may have been changed by "
        "hand or by another version: restore a backup, or set DATABASE_URL to a new database. The "
        f"log has the cause under {reference}."
    )


def _upgrade(connection: Connection) -> None:
    version = _version(connection)
    if version == HEAD:
        return
    if is_unknown(version):
        raise DatabaseError(other_version(version))
    # Imported here: a start that has nothing to migrate does not pay for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
