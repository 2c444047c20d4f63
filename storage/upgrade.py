"""Brings a database to the version this code knows, or says in one sentence why it cannot."""

import os
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, DatabaseError

HEAD = "0013"  # the newest file in migrations/versions
MIGRATIONS = Path(__file__).parent / "migrations"

REASONS = {
    "unable to open": "The database file cannot be opened: its folder is missing or closed to us.",
    "readonly": "The database is read-only. Attune needs to write to it.",
    "read-only": "The database is read-only. Attune needs to write to it.",
    "locked": "The database is locked by another program. Stop that one, then start Attune again.",
    "not a database": "The file that DATABASE_URL names is not a database.",
    "disk is full": "The disk is full: the database cannot be written.",
    "disk I/O": "The disk that holds the database reports errors.",
}


async def make_ready(database: Database) -> None:
    """Bring SQLite up to date; another engine waits for `migrate`, which its fleet shares.

    Raises DatabaseError.
    """
    if database.engine.dialect.name == "sqlite":
        await bring_up_to_date(database)
        return
    version = await check(database)
    if version != HEAD:
        raise DatabaseError(
            f"The database is at version {version or 'none'}, not {HEAD}. "
            "Run `python -m bot migrate`."
        )


async def bring_up_to_date(database: Database) -> None:
    """Run the migrations that are missing. Raises DatabaseError."""
    _check_folder(database)
    try:
        async with database.write() as session:
            connection = await session.connection()
            await connection.run_sync(_upgrade)
    except (DBAPIError, OSError) as error:
        raise DatabaseError(sentence(error)) from error


async def check(database: Database) -> str | None:
    """The database's version; None if it is empty. Raises DatabaseError if it cannot be read."""
    _check_folder(database)
    try:
        async with database.read() as session:
            connection = await session.connection()
            return await connection.run_sync(_version)
    except (DBAPIError, OSError) as error:
        raise DatabaseError(sentence(error)) from error


def sentence(error: Exception) -> str:
    """Why the database cannot be used, in plain words."""
    said = str(getattr(error, "orig", error)).lower()
    known = (words for mark, words in REASONS.items() if mark.lower() in said)
    return next(known, "The database does not answer. Is DATABASE_URL right, and is it running?")


def _check_folder(database: Database) -> None:
    """Refuse a SQLite file that cannot be made, before a connection to it fails half-way."""
    url = database.engine.url
    file = url.database or ""
    if url.get_backend_name() != "sqlite" or file in ("", ":memory:") or file.startswith("file:"):
        return
    folder = Path(file).parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise DatabaseError(REASONS["unable to open"])


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
    # Imported here: a start that has nothing to migrate does not pay for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise DatabaseError(
            f"The database is of a newer version of Attune ({version}) than this one ({HEAD}). "
            "Start the newer Attune, or restore the backup made before it."
        )
    command.upgrade(config, "head")
