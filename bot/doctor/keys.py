"""Check whether ENCRYPTION_KEYS can decrypt the secrets in the database."""

from bot.platform.checks import Check
from bot.platforms import configured
from bot.settings import Settings
from storage.database.connection import Database
from storage.upkeep.resealing import count_without_key

KINDS = {  # what the secrets in each table belong to
    "workspace": "Slack workspaces",
    "calendarconnection": "calendars",
    "calendarsignin": "calendar sign-ins",
    "transcriptconsent": "transcripts",
    "crmconnection": "CRMs",
}
FIX = (
    "Add the key that encrypted them to ENCRYPTION_KEYS, after the others, separated by a comma. "
    "If that key is lost, people have to connect those calendars, transcripts and CRMs again, and "
    "install Attune in those workspaces again."
)


async def check_keys(settings: Settings, database: Database) -> list[Check]:
    """Check whether we have a key for each secret in the database.

    The database must have the newest schema. Check nothing if only the playground runs, because the
    playground makes its own key.
    """
    if not configured(settings):
        return []
    async with database.read() as session:
        closed = await count_without_key(session)
    if not closed:
        return []
    number = closed.total()
    secrets = "one stored secret" if number == 1 else f"{number} stored secrets"
    what = f"{secrets} ({', '.join(KINDS[name] for name in closed)})"
    if settings.encryption_keys:
        return [Check(False, f"No key in ENCRYPTION_KEYS opens {what}.", FIX)]
    return [Check(False, f"ENCRYPTION_KEYS is missing, and is needed to open {what}.", FIX)]
