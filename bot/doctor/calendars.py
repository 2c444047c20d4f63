"""Checks the settings for connecting calendars: their form, and whether one is missing."""

from bot.calendars import providers
from bot.platform.checks import Check
from bot.settings import Settings


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
