"""SQLite for the tests: files that are migrated once, then copied."""

from functools import cache
from pathlib import Path
from shutil import copyfile

from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from tests import temporary


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
    return temporary.folder() / "migrated.sqlite3"
