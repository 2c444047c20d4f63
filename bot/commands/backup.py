"""`python -m bot backup FOLDER`: write a dated copy of the SQLite database, and check it."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from storage.database.address import BadAddress, read_address
from storage.database.connection import DatabaseError, sqlite_file
from storage.database.faults import SENTENCES, WORDS, Fault

NAME = "attune-%Y%m%dT%H%M%SZ.sqlite3"
ALL = "attune-*Z.sqlite3"


def backup(database_url: str, folder: Path, keep: int, now: datetime) -> Path:
    """Write a consistent backup and return its path. `now` is UTC.

    This also works while Attune is running. After the backup, delete all but the newest `keep`
    backups in the folder. Raises DatabaseError if the backup fails, or if an old backup cannot be
    deleted.
    """
    try:
        source = sqlite_file(read_address(database_url)[0])
    except BadAddress as error:
        raise DatabaseError(str(error)) from error
    if source is None:
        raise DatabaseError(
            "This command backs up SQLite. For PostgreSQL use pg_dump; docs/operations.md says how."
        )
    if not source.is_file():
        raise DatabaseError(f"There is no database at {source.absolute()}: nothing to back up.")
    made = folder / now.strftime(NAME)
    unchecked = made.with_suffix(".part")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy(source, unchecked)
        _check(unchecked)
        unchecked.rename(made)
    except sqlite3.Error as error:
        raise DatabaseError(_sentence(error)) from error
    except OSError as error:
        raise DatabaseError(f"{folder} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):  # after a success, there is no `.part` file any more
            unchecked.unlink()
    for old in sorted(folder.glob(ALL))[:-keep]:
        _delete(old, made)
    return made


def _delete(old: Path, made: Path) -> None:
    """Delete an old backup. Raises DatabaseError if it cannot be deleted."""
    try:
        old.unlink()
    except OSError as error:
        raise DatabaseError(
            f"Backed up to {made}, but {old} cannot be deleted: {error.strerror}."
        ) from error


def _copy(source: Path, to: Path) -> None:
    os.close(os.open(to, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    with closing(_open(source)) as database:
        database.execute("VACUUM INTO ?", (str(to),))


def _check(file: Path) -> None:
    """Raise DatabaseError or sqlite3.Error if the backup is damaged or has no migrations table."""
    with closing(_open(file)) as database:
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise DatabaseError("The backup does not pass SQLite's check: the database is damaged.")
        database.execute("SELECT version_num FROM alembic_version").fetchone()


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=rw", uri=True)


def _sentence(error: sqlite3.Error) -> str:
    text = str(error).lower()
    fault = next((fault for words, fault in WORDS.items() if words in text), Fault.NOT_A_DATABASE)
    return SENTENCES[fault]
