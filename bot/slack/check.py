"""Whether Slack is set up right, in plain words."""

import re
from email.utils import parsedate_to_datetime

from pydantic import SecretStr

from bot.checks import Check
from bot.clock import Clock
from bot.settings import Settings
from bot.slack.api import Api, ApiError
from bot.slack.manifest import SCOPES

BASICS = "It stands under Basic Information on your app's page at https://api.slack.com/apps."
NO_ANSWER = ("unreachable", "timeout", "connection_broken")
CLOCK_OFF = 30  # seconds
OAUTH = "It stands under OAuth & Permissions on your app's page at https://api.slack.com/apps."


async def check(settings: Settings, clock: Clock) -> list[Check]:
    """Everything about Slack, the most basic first. Never contains a secret."""
    bot, app = _value(settings.slack_bot_token), _value(settings.slack_app_token)
    secret = _value(settings.slack_signing_secret)
    found = [_bot_token(bot), *_way_in(secret, app)]
    if not bot:
        return found
    api = Api(bot, settings.slack_api_url)
    await api.start()
    try:
        found += await _ask_slack(api, clock, _manifest(over_http=not app))
        if app.startswith("xapp-"):
            found.append(await _ask_for_socket(api, app))
    finally:
        await api.stop()
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


async def _ask_slack(api: Api, clock: Clock, manifest: str) -> list[Check]:
    try:
        answer = await api.ask(api.client.auth_test())
    except ApiError as error:
        return [
            Check(False, f"Slack does not accept the bot token: {error.code}.", _how_to_fix(error))
        ]
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    accepted = Check(True, f"Slack knows the bot as {answer['user']} in {answer['team']}.")
    return [accepted, *_clock(headers.get("date", ""), clock), *_scopes(granted, manifest)]


async def _ask_for_socket(api: Api, token: str) -> Check:
    try:
        await api.ask(api.client.apps_connections_open(app_token=token))
    except ApiError as error:
        if error.code in NO_ANSWER:
            return Check(False, f"Slack does not answer: {error.code}.", _how_to_fix(error))
        return Check(
            False,
            f"Slack does not accept the app token: {error.code}.",
            f"Make one with the scope connections:write, and switch Socket Mode on. {BASICS}",
        )
    return Check(True, "Slack accepts the app token for Socket Mode.")


def _clock(date: str, clock: Clock) -> list[Check]:
    """Whether this machine's clock is right, by the time of Slack's answer."""
    try:
        off = (clock.now() - parsedate_to_datetime(date)).total_seconds()
    except (TypeError, ValueError):  # an answer without a date tells nothing
        return []
    if abs(off) <= CLOCK_OFF:
        return [Check(True, "This machine's clock is right.")]
    way = "ahead" if off > 0 else "behind"
    return [
        Check(
            False,
            f"This machine's clock is {abs(off):.0f} seconds {way} of Slack's.",
            "Set it, and keep it right with NTP: nudges leave by it, and from five minutes on "
            "nothing that Slack sends is let in.",
        )
    ]


def _manifest(*, over_http: bool) -> str:
    """The command that prints the manifest for how this Attune is reached."""
    url = " --url https://YOUR-ADDRESS" if over_http else ""
    return f"`python -m bot manifest slack{url}`"


def _scopes(granted: set[str], manifest: str) -> list[Check]:
    missing = [
        Check(
            False,
            f"The scope {scope} is missing: {why}.",
            f"Paste the output of {manifest} as the app's manifest, then install the app to the "
            "workspace again.",
        )
        for scope, why in SCOPES.items()
        if scope not in granted
    ]
    return missing or [Check(True, "All scopes are granted.")]


def _how_to_fix(error: ApiError) -> str:
    if error.code in NO_ANSWER:
        return "Check that this machine reaches the address in SLACK_API_URL."
    return f"Copy the bot token anew, or install the app to the workspace again. {OAUTH}"


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
