"""Check the configuration of Teams, build `TeamsApp`, and write the app package.

The modules that run Teams are imported inside functions, so that Attune loads them only if Teams is
configured.
"""
# ruff: noqa: PLC0415

import argparse
from typing import TYPE_CHECKING, ClassVar

from bot.base.clock import Clock
from bot.platform.checks import Check
from bot.platform.setup import ManifestCommand, PlatformContext, PlatformSetup, unbound
from bot.service_settings import TeamsSettings
from bot.settings import GUID, TEAMS, Settings
from bot.teams.manifest_options import add_options
from storage.command_line import command
from storage.database.connection import Database

if TYPE_CHECKING:
    from bot.teams.app import TeamsApp

WHERE_OBJECT_ID = (
    "For Teams, an id is at https://entra.microsoft.com: Users, then the person, then Object ID."
)


MANIFEST_READS = frozenset(
    {
        f"{TEAMS}CLIENTID",
        "PRIVACY_URL",
        "PUBLISHER",
        "SUPPORT_CONTACT",
        "TERMS_URL",
        "WEBSITE_URL",
    }
)


def _write_package(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.teams import manifest_command

    return manifest_command.run(parsed, settings)


class TeamsSetup(PlatformSetup):
    """Sets up Microsoft Teams, or an emulator of Teams on this machine."""

    name: ClassVar = "teams"
    user_id: ClassVar = GUID
    company_id: ClassVar = GUID
    where_user_id: ClassVar = WHERE_OBJECT_ID
    manifest: ClassVar = ManifestCommand(MANIFEST_READS, add_options, _write_package)

    def is_configured(self, settings: Settings) -> bool:
        return settings.teams is not None

    def refusal(self, settings: Settings) -> str | None:
        from bot.teams import local
        from bot.teams.check import address_refusal

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

    def build(self, settings: Settings, context: PlatformContext) -> "TeamsApp":
        from bot.teams.app import TeamsApp
        from bot.teams.entra_groups import EntraGroups

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
        from bot.teams.check import check

        return await check(_of(settings), clock, host=settings.host)

    async def check_stored(self, settings: Settings, database: Database) -> list[Check]:
        from bot.teams.check import check_stored

        return await check_stored(_of(settings), database)

    def is_trial(self, settings: Settings) -> bool:
        return settings.teams is not None and settings.teams.anonymous


def _of(settings: Settings) -> TeamsSettings:
    if settings.teams is None:
        raise ValueError("Teams is not configured")
    return settings.teams
