"""Check whether `serve` could use the database, without changing it."""

import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from bot.doctor.calendars import check_connected
from bot.doctor.environment import others_may_use
from bot.doctor.keys import check_keys
from bot.doctor.transcripts import check_refused
from bot.doctor.workspaces import check_workspaces
from bot.platform.checks import Check
from bot.platforms import configured
from bot.settings import Settings
from storage.command_line import command
from storage.database import upgrade, wall
from storage.database.connection import Database, DatabaseError
from storage.database.faults import SENTENCES, Fault
from storage.database.upgrade import HEAD

CANNOT = "The database cannot be used."
NO_FILE = (
    "Everything would be lost when Attune stops. Set it to a file: sqlite:////folder/attune.sqlite3"
)
SQLITE = b"SQLite format 3\0"  # the first bytes of a database file
TRIAL = 2**16  # bytes of the temporary file that tests writing


async def check_database(settings: Settings, mistaken: Collection[str] = ()) -> list[Check]:
    """Check where the database is and whether it works. If it is up to date, also check its data.

    `mistaken` has the names of settings with wrong values. In `settings`, these have their default
    values. The result never contains a password.
    """
    try:
        database = Database(settings.database_url, settings.sealer)
    except DatabaseError as error:
        return [Check(False, CANNOT, str(error))]
    try:
        file = database.file
        if file is None and database.engine.dialect.name == "sqlite":
            return [Check(False, "DATABASE_URL names no file.", NO_FILE)]
        found = [Check(True, f"The database is {where(database)}.")]
        if file and not file.exists():
            return [*found, _can_be_made(file)]
        if file and file.is_dir():
            return [*found, Check(False, CANNOT, SENTENCES[Fault.FOLDER])]
        if file and not _is_sqlite(file):
            return [*found, Check(False, CANNOT, SENTENCES[Fault.NOT_A_DATABASE])]
        if file:
            found += _check_permissions(file)
        use = await _check_use(database)
        found.append(use)
        if use.ok and await upgrade.check(database) == HEAD:
            found += await check_connected(settings, database)
            found += await check_refused(settings, database)
            found += [] if "ENCRYPTION_KEYS" in mistaken else await check_keys(settings, database)
            found += await _check_wall(database)
            found += await check_workspaces(settings, database)
            for setup in [] if mistaken else configured(settings):
                found += await setup.check_stored(settings, database)
        return found
    finally:
        await database.close()


async def _check_wall(database: Database) -> list[Check]:
    """Check whether row-level security keeps tenants apart for the PostgreSQL role that we use."""
    if database.engine.dialect.name == "sqlite":
        return []
    async with database.read() as session:
        if await wall.is_enforced(session):
            return [Check(True, "PostgreSQL keeps tenants apart: Attune's role is ordinary.")]
    return [
        Check(
            False,
            "PostgreSQL doesn't keep tenants apart: Attune's role is a superuser or has BYPASSRLS.",
            "Use an ordinary role. docs/operations.md says how, under PostgreSQL.",
        )
    ]


def where(database: Database) -> str:
    """Return the database's file or address, without the password."""
    if database.file:
        return str(database.file.absolute())
    return database.engine.url.render_as_string(hide_password=True)


def _can_be_made(file: Path) -> Check:
    """Check whether a SQLite file could be created.

    Don't create it, because it would belong to the user who runs this check.
    """
    if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
        return Check(False, CANNOT, SENTENCES[Fault.NOT_OPEN])
    if problem := _no_room(file):
        return Check(False, CANNOT, problem)
    return Check(True, f"It does not exist yet: {command('serve')} creates it.")


def _is_sqlite(file: Path) -> bool:
    """Return whether a file is empty, a SQLite database, or unreadable.

    For an unreadable file, the attempt to connect reports the error.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE)) in (b"", SQLITE)
    except OSError:
        return True


def _check_permissions(file: Path) -> list[Check]:
    found = []
    files = [Path(f"{file.absolute()}{end}") for end in ("", "-wal", "-shm")]
    readable = [str(each) for each in files if each.exists() and others_may_use(each)]
    if readable:
        found.append(
            Check(
                False,
                "Others on this machine can read the database.",
                f"Run: chmod 600 {' '.join(readable)}",
            )
        )
    if os.geteuid() == 0 and file.stat().st_uid != 0:
        found.append(
            Check(
                True,
                "You are root, so this does not check whether Attune's own user may use the file.",
                "Run this as that user; docs/operations.md says how.",
            )
        )
    return found


async def _check_use(database: Database) -> Check:
    try:
        version = await upgrade.check(database)
        is_file = database.file is not None  # `serve` migrates a SQLite file itself
        if version != HEAD and (upgrade.is_unknown(version) or not is_file):
            return Check(False, CANNOT, upgrade.other_version(version))
        if version is not None:
            await upgrade.try_to_write(database)
    except DatabaseError as error:
        return Check(False, CANNOT, str(error))
    if database.file and (problem := _no_room(database.file)):
        return Check(False, CANNOT, problem)
    if version == HEAD:
        return Check(True, f"It is at version {HEAD} and can be written to.")
    if version is None:
        return Check(True, f"It is empty. {command('serve')} creates its tables.")
    return Check(
        True,
        f"It is at version {version}. {command('serve')} upgrades it to {HEAD}.",
        "Make a backup first: the upgrade cannot be undone.",
    )


def _no_room(file: Path) -> str:
    """Say why the folder of the database cannot be written to, or return ""."""
    try:
        if upgrade.is_full(file):
            return SENTENCES[Fault.FULL]
        with tempfile.TemporaryFile(dir=file.parent) as trial:
            trial.write(b"\0" * TRIAL)
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        return f"{file.parent} cannot be written to: {error.strerror}."
    return ""
