"""Check the settings for installing Attune through OAuth."""

from collections.abc import Iterator

from bot.base.public_url import public_url
from bot.settings import Settings
from storage.command_line import command

WHERE = "It is under Basic Information on your app's page at https://api.slack.com/apps."


def mistakes(settings: Settings) -> Iterator[str]:
    """Yield a sentence for each missing or wrong setting, without secrets."""
    has_secret = bool(settings.slack_oauth_client_secret.get_secret_value())
    if not settings.slack_installs:
        if has_secret:
            yield f"SLACK_OAUTH_CLIENT_ID is missing. {WHERE}"
        return
    if not has_secret:
        yield f"SLACK_OAUTH_CLIENT_SECRET is missing. {WHERE}"
    if not settings.slack_teams:
        yield (
            "SLACK_TEAMS is missing: set it to the ids of the workspaces in which Attune may be "
            'installed, separated by commas, or to the word "any".'
        )
    if not settings.encryption_keys:
        yield (
            "ENCRYPTION_KEYS is missing, so no workspace's token can be stored. "
            f"{command('key')} prints a new key."
        )
    if not settings.public_url:
        yield (
            "PUBLIC_URL is missing: Slack sends people back to it once they have installed Attune. "
            "Set it to the https address at which browsers reach Attune."
        )
        return
    try:
        public_url(settings.public_url, "PUBLIC_URL")
    except ValueError as error:
        yield str(error)
