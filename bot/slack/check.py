"""Whether Slack is set up right, in plain words."""

import re

from pydantic import SecretStr

from bot.checks import Check
from bot.settings import Settings
from bot.slack.api import Api, ApiError
from bot.slack.manifest import SCOPES

BASICS = "It stands under Basic Information on your app's page at https://api.slack.com/apps."
OAUTH = "It stands under OAuth & Permissions on your app's page at https://api.slack.com/apps."


async def check(settings: Settings) -> list[Check]:
    """Everything about Slack, the most basic first. Never contains a secret."""
    bot, app = _value(settings.slack_bot_token), _value(settings.slack_app_token)
    found = [_bot_token(bot), *_way_in(_value(settings.slack_signing_secret), app)]
    if bot:
        found += await _ask_slack(bot, settings.slack_api_url)
    return found


def _bot_token(token: str) -> Check:
    if not token:
        return Check(False, "SLACK_BOT_TOKEN is not set.", f"Set it. {OAUTH}")
    if not token.startswith("xoxb-"):
        return Check(
            False,
            "SLACK_BOT_TOKEN is not a bot token.",
            f"Take the one that begins with xoxb-. {OAUTH}",
        )
    return Check(True, "SLACK_BOT_TOKEN is a bot token.")


def _way_in(secret: str, app_token: str) -> list[Check]:
    """How Slack reaches us: by HTTP with a signing secret, by Socket Mode with an app token."""
    if not secret and not app_token:
        return [
            Check(
                False,
                "Slack cannot reach Attune.",
                "Set SLACK_SIGNING_SECRET to be reached by HTTP, or SLACK_APP_TOKEN to be reached "
                f"by Socket Mode. {BASICS}",
            )
        ]
    return ([_secret(secret)] if secret else []) + ([_app_token(app_token)] if app_token else [])


def _secret(secret: str) -> Check:
    if re.fullmatch("[0-9a-f]{32}", secret):
        return Check(True, "SLACK_SIGNING_SECRET looks right.")
    return Check(
        False,
        "SLACK_SIGNING_SECRET is not a signing secret: that has 32 digits and letters a to f.",
        f"Copy it anew. {BASICS}",
    )


def _app_token(token: str) -> Check:
    if token.startswith("xapp-"):
        return Check(True, "SLACK_APP_TOKEN is an app token.")
    return Check(
        False,
        "SLACK_APP_TOKEN is not an app token.",
        f"Take the one that begins with xapp- and has the scope connections:write. {BASICS}",
    )


async def _ask_slack(token: str, base_url: str) -> list[Check]:
    api = Api(token, base_url)
    await api.start()
    try:
        answer = await api.ask(api.client.auth_test())
    except ApiError as error:
        return [Check(False, f"Slack does not accept the bot token: {error.code}.", _mend(error))]
    finally:
        await api.stop()
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    accepted = Check(True, f"Slack knows the bot as {answer['user']} in {answer['team']}.")
    return [accepted, *_scopes(granted)]


def _scopes(granted: set[str]) -> list[Check]:
    missing = [
        Check(
            False,
            f"The scope {scope} is missing: {why}.",
            "Paste the output of `python -m bot manifest slack` as the app's manifest, then "
            "install the app to the workspace again.",
        )
        for scope, why in SCOPES.items()
        if scope not in granted
    ]
    return missing or [Check(True, "All scopes are granted.")]


def _mend(error: ApiError) -> str:
    if error.code in ("unreachable", "timeout", "connection_broken"):
        return "Check that this machine reaches the address in SLACK_API_URL."
    return f"Copy the bot token anew, or install the app to the workspace again. {OAUTH}"


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
