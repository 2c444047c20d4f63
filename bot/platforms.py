"""The list of platforms.

The playground is not in the list, because it needs no settings and has its own clock.
"""

from collections.abc import Sequence

from bot.platform.setup import PlatformSetup
from bot.settings import Settings
from bot.slack.setup import SlackSetup
from bot.teams.setup import TeamsSetup

PLATFORMS: Sequence[PlatformSetup] = (SlackSetup(), TeamsSetup())


def configured(settings: Settings) -> list[PlatformSetup]:
    """Return the platforms to run: those with at least one setting."""
    return [each for each in PLATFORMS if each.is_configured(settings)]


def wants_playground(settings: Settings) -> bool:
    """Return the setting PLAYGROUND. By default, it is true if no platform is configured."""
    return not configured(settings) if settings.playground is None else settings.playground
