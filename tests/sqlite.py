"""SQLite for the tests: files that are migrated once, then copied."""

import atexit
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date


async def migrated(file: Path) -> Path:
    """Make an up-to-date database, unless the file exists."""
    template = _template()
    if not _there(template):
        database = Database(f"sqlite:///{template}")
        await bring_up_to_date(database)
        await database.close()
    if not _there(file):
        copyfile(template, file)
    return file


def _there(file: Path) -> bool:
    return file.exists()


@cache
def _template() -> Path:
    folder = Path(mkdtemp(prefix="attune-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder / "migrated.sqlite3"
