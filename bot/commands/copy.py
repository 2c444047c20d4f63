"""`python -m bot copy --to URL`: copy everything from Attune's database into the one at URL."""

from bot.commands.saying import say
from bot.doctor.database import where
from bot.settings import Settings
from storage.database.connection import Database
from storage.database.copying import copy_all
from storage.database.upgrade import bring_up_to_date, check, require


async def copy(settings: Settings, to: str) -> None:
    """Copy all rows to the database at the URL `to`, and print what to do next.

    If that database has no tables yet, create them. Raises DatabaseError if a database can't be
    read or has another schema version, or if there are people in the database at `to`.
    """
    source, target = Database(settings.database_url), Database(to)
    try:
        await require(source)  # before we create tables in the target
        if await check(target) is None:
            await bring_up_to_date(target)
        rows = await copy_all(source, target)
        say(settings, f"Copied {rows} rows from {where(source)} to {where(target)}.")
        say(settings, "Set DATABASE_URL to the new address, then start Attune.")
    finally:
        await source.close()
        await target.close()
