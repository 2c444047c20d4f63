"""Checks the settings for connecting calendars, and whether a key of theirs is missing."""

from bot.calendars import providers
from bot.platform.checks import Check
from bot.platforms import configured
from bot.settings import Settings
from storage import calendars
from storage.database.connection import Database


def check_calendars(settings: Settings) -> list[Check]:
    """Check PUBLIC_URL and the settings of Google and Microsoft, if any is set.

    The result never contains a secret.
    """
    wrong = [Check(False, sentence) for sentence in providers.mistakes(settings)]
    found = providers.configured(settings)
    if wrong or not found:
        return wrong
    base = providers.redirect_base(settings)
    return [
        Check(
            True,
            f"People can connect a {one.name} calendar, if the settings are right.",
            f"The redirect address to register there: {base}/calendar/{one.kind}/callback",
        )
        for one in found.values()
    ]


async def check_keys(settings: Settings, database: Database) -> list[Check]:
    """Check that the calendars in an up-to-date database can be opened; empty if all can.

    The playground's are left out: without ENCRYPTION_KEYS, it forgets its key when it stops.
    """
    platforms = [setup.name for setup in configured(settings)]
    if not platforms:
        return []
    async with database.read() as session:
        number = await calendars.count_without_key(session, platforms)
    if not number:
        return []
    which = "One calendar" if number == 1 else f"{number} calendars"
    return [
        Check(
            False,
            f"{which} can't be opened: ENCRYPTION_KEYS lacks the key.",
            "Add the earlier key to ENCRYPTION_KEYS, after the others. If it is lost, people have "
            "to connect their calendars again.",
        )
    ]
