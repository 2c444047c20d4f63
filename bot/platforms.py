"""The list of platforms, each a folder beside this file.

The playground is not one of them: it needs no settings, and has a clock of its own.
"""

from collections.abc import Sequence

from bot.platform.setup import PlatformSetup
from bot.settings import Settings
from bot.slack.setup import SlackSetup
from bot.teams.setup import TeamsSetup

PLATFORMS: Sequence[PlatformSetup] = (SlackSetup(), TeamsSetup())


def configured(settings: Settings) -> list[PlatformSetup]:
    """The platforms to run: those for which any setting is set."""
    return [each for each in PLATFORMS if each.is_configured(settings)]


def wants_playground(settings: Settings) -> bool:
    """Whether to run the playground. If PLAYGROUND is unset, only if no platform is configured."""
    return not configured(settings) if settings.playground is None else settings.playground
