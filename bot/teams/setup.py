"""Configure, check and build Teams."""

from typing import ClassVar

from bot.base.clock import Clock
from bot.platform.checks import Check
from bot.platform.setup import ManifestCommand, PlatformContext, PlatformSetup, unbound
from bot.settings import GUID, Settings, TeamsSettings
from bot.teams import local, manifest_command
from bot.teams.app import TeamsApp
from bot.teams.check import WHERE_OBJECT_ID, address_refusal, check, check_stored
from bot.teams.entra_groups import EntraGroups
from storage.command_line import command
from storage.database.connection import Database


class TeamsSetup(PlatformSetup):
    """Sets up Microsoft Teams, or an emulator of Teams on this machine."""

    name: ClassVar = "teams"
    user_id: ClassVar = GUID
    where_user_id: ClassVar = WHERE_OBJECT_ID
    manifest: ClassVar = ManifestCommand(manifest_command.add_options, manifest_command.run)

    def is_configured(self, settings: Settings) -> bool:
        return settings.teams is not None

    def refusal(self, settings: Settings) -> str | None:
        teams = _of(settings)
        if teams.anonymous:
            refusal = local.refusal(teams, settings.host)
        elif not (teams.client_id and teams.tenant_id and teams.client_secret):
            refusal = (
                "Teams needs an app id, a client secret and a tenant id. "
                f"{command('doctor')} says which is missing."
            )
        else:
            refusal = None
        return refusal or address_refusal(teams) or unbound(settings)

    def build(self, settings: Settings, context: PlatformContext) -> TeamsApp:
        teams = _of(settings)
        reads_groups = settings.microsoft_groups and not teams.anonymous
        return TeamsApp(
            teams,
            context.conversation,
            context.database,
            context.clock,
            context.background,
            on_rejected=context.on_rejected,
            groups=EntraGroups(teams, context.clock) if reads_groups else None,
        )

    async def check(self, settings: Settings, clock: Clock) -> list[Check]:
        return await check(_of(settings), clock, host=settings.host)

    async def check_stored(self, settings: Settings, database: Database) -> list[Check]:
        return await check_stored(_of(settings), database)

    def is_trial(self, settings: Settings) -> bool:
        return settings.teams is not None and settings.teams.anonymous


def _of(settings: Settings) -> TeamsSettings:
    if settings.teams is None:
        raise ValueError("Teams is not configured")
    return settings.teams
