"""Build Attune from the settings, ready to start."""

from functools import partial

from bot.app import Attune
from bot.base.clock import Clock, SystemClock
from bot.calendars import providers
from bot.platform.setup import PlatformContext
from bot.platforms import configured, wants_playground
from bot.playground.guard import check_bind
from bot.playground_setup import add_playground
from bot.serving import add_platform
from bot.settings import Settings
from bot.teams import entra_groups
from bot.transcripts.sources import setup as transcript_setup
from handlers.playbook.loader import load
from storage.database.connection import Database
from storage.database.upgrade import make_ready
from storage.sealing import Sealer, new_key


class NotConfigured(Exception):
    """Attune cannot start with these settings. The message says how to correct them."""


async def build(settings: Settings, clock: Clock | None = None) -> Attune:
    """Build Attune with everything that is configured, ready to start.

    Raises NotConfigured, NotLoopback, PlaybookError or DatabaseError, with a message for people.
    """
    clock = clock or SystemClock()
    _check(settings)
    playbook = load(settings.playbook_dir)
    attune = Attune(settings, clock, Database(settings.database_url, _sealer(settings)), playbook)
    try:
        await make_ready(attune.database)
        await attune.upkeep.read_playbooks()
    except Exception:
        await attune.database.close()
        raise
    for setup in configured(settings):
        context = PlatformContext(
            attune.conversation(),
            attune.database,
            clock,
            attune.background,
            partial(attune.metrics.refused, setup.name),
        )
        add_platform(attune, setup.name, setup.build(settings, context))
    if wants_playground(settings):
        add_playground(attune, clock)
    # From now on, note database faults. The caller of `build` reports earlier database errors.
    attune.database.on_fault = attune.faults.note
    return attune


def _check(settings: Settings) -> None:
    """Raise NotConfigured or NotLoopback for the first mistake in the settings."""
    for setup in configured(settings):
        if refusal := setup.refusal(settings):
            raise NotConfigured(refusal)
    mistakes = (providers.mistakes, transcript_setup.mistakes, entra_groups.mistakes)
    for mistake in (sentence for found in mistakes for sentence in found(settings)):
        raise NotConfigured(mistake)
    if wants_playground(settings):
        check_bind(settings.host, settings.playground is True)


def _sealer(settings: Settings) -> Sealer:
    """Return the sealer from the settings.

    If only the playground runs and no key is set, make a key that lasts until Attune stops.
    """
    alone = wants_playground(settings) and not configured(settings)
    return settings.sealer or (Sealer([new_key()]) if alone else Sealer())
