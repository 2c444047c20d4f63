"""Check the configuration of Slack, build `SlackApp`, and print the app manifest.

The modules that run Slack are imported only where they are used. So Attune does not load them if
Slack is not configured.
"""
# ruff: noqa: PLC0415

import argparse
from typing import TYPE_CHECKING, ClassVar

from bot.base.clock import Clock
from bot.base.public_url import public_url
from bot.platform.checks import Check
from bot.platform.setup import ManifestCommand, PlatformContext, PlatformSetup, unbound
from bot.settings import TEAM, Settings
from bot.slack.manifest_options import add_options
from bot.slack.member_ids import MEMBER_ID, WHERE_MEMBER_ID
from bot.slack.oauth_settings import mistakes
from storage.command_line import command

if TYPE_CHECKING:
    from bot.slack.app import SlackApp


MANIFEST_READS = frozenset(
    {
        "COMMAND_PREFIX",
        "PUBLIC_URL",
        "SLACK_APP_TOKEN",
        "SLACK_OAUTH_CLIENT_ID",
        "SLACK_PROMPTS",
        "SLACK_SIGNING_SECRET",
    }
)


def _print_manifest(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.slack import manifest_command

    return manifest_command.run(parsed, settings)


class SlackSetup(PlatformSetup):
    """Sets up Slack."""

    name: ClassVar = "slack"
    user_id: ClassVar = MEMBER_ID
    company_id: ClassVar = TEAM
    where_user_id: ClassVar = WHERE_MEMBER_ID
    manifest: ClassVar = ManifestCommand(MANIFEST_READS, add_options, _print_manifest)

    def is_configured(self, settings: Settings) -> bool:
        return settings.slack

    def refusal(self, settings: Settings) -> str | None:
        if wrong := next(mistakes(settings), None):
            return wrong
        if not settings.slack_bot_token and not settings.slack_installs:
            return f"SLACK_BOT_TOKEN is missing. {command('doctor')} says where to find it."
        if not (settings.slack_signing_secret or settings.slack_app_token):
            return "Slack needs SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode)."
        return unbound(settings)

    def build(self, settings: Settings, context: PlatformContext) -> "SlackApp":
        from bot.slack.app import SlackApp
        from bot.slack.install_pages import CALLBACK
        from bot.slack.installations import Installations
        from bot.slack.oauth_client import OAuthClient

        installations = None
        if settings.slack_installs:
            installations = Installations(context.database, settings.slack_admitted)
        app = SlackApp(
            settings,
            context.conversation,
            context.clock,
            context.background,
            on_rejected=context.on_rejected,
            installations=installations,
            database=context.database,
        )
        if installations:
            address = public_url(settings.public_url, "PUBLIC_URL")
            client = OAuthClient(
                settings.slack_oauth_client_id,
                settings.slack_oauth_client_secret,
                address + CALLBACK,
                prompts=settings.slack_prompts,
            )
            app.let_people_install(client, installations, context.database, address)
        return app

    async def check(self, settings: Settings, clock: Clock) -> list[Check]:
        from bot.slack.check import check

        return await check(settings, clock)
