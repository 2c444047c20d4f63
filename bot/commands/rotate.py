"""`python -m bot key rotate`: encrypt the database's secrets with the first of ENCRYPTION_KEYS."""

from bot.base.clock import SystemClock
from bot.commands.saying import complain, say
from bot.settings import Settings
from storage.database.connection import Database
from storage.database.upgrade import require
from storage.sealing import NoKey
from storage.upkeep.resealing import reseal_all

NO_KEYS = (
    "ENCRYPTION_KEYS is not set. `python -m bot key` prints a new key. If there is an old key, put "
    "it after the new one."
)


async def rotate(settings: Settings) -> int:
    """Encrypt all secrets with the first key, and report how many were changed.

    Secrets that were encrypted with the first key stay as they are, except old secrets that are not
    tied to their tenant. Attune can run at the same time. Return 1 if a key is missing, else 0.
    Raises DatabaseError.
    """
    database = Database(settings.database_url, settings.sealer)
    try:
        await require(database)
        done = await reseal_all(database, SystemClock().now())
    except NoKey:
        complain(settings, NO_KEYS)
        return 1
    finally:
        await database.close()
    if done.unreadable:
        complain(
            settings,
            f"Encrypted {_secrets(done.sealed)} again. {_secrets(done.unreadable).capitalize()} "
            "cannot be opened: ENCRYPTION_KEYS lacks the key. Add it after the first key, and run "
            "this again.",
        )
        return 1
    say(
        settings,
        f"Encrypted {_secrets(done.sealed)} again, with the first key. Older keys can be removed "
        "from ENCRYPTION_KEYS once every process of Attune has the new key as its first.",
    )
    return 0


def _secrets(number: int) -> str:
    return "one secret" if number == 1 else f"{number} secrets"
