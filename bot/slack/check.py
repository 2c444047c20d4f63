"""Check whether Slack is set up correctly, for `python -m bot doctor`."""

import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.base.clock import Clock
from bot.platform.checks import Check
from bot.settings import Settings
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.install_pages import INSTALL
from bot.slack.manifest import SCOPES
from bot.slack.member_ids import MEMBER_ID, WHERE_MEMBER_ID
from bot.slack.oauth_settings import mistakes
from storage.command_line import command

BASIC_PAGE = "under Basic Information on your app's page at https://api.slack.com/apps."
BASICS = f"It is {BASIC_PAGE}"
BOT_TOKEN = re.compile(r"xoxb-[0-9A-Za-z-]+")
APP_TOKEN = re.compile(r"xapp-[0-9A-Za-z-]+")
UNKNOWN = ("user_not_found", "user_not_visible")
MAX_CLOCK_ERROR = 30  # seconds
OAUTH = "It is under OAuth & Permissions on your app's page at https://api.slack.com/apps."

COPY_AGAIN = f"Copy the bot token again, or install the app to the workspace again. {OAUTH}"


async def check(settings: Settings, clock: Clock) -> list[Check]:
    """Check the setup of Slack, the most basic settings first.

    The checks that ask Slack are skipped in these cases:

    - The bot token does not look like a bot token.
    - People install Attune themselves, and no bot token is set.
    - Slack did not answer an earlier check.

    ADMINS is checked only if Slack accepts the token and has granted all scopes.
    """
    bot, app = _text_of(settings.slack_bot_token), _text_of(settings.slack_app_token)
    secret = _text_of(settings.slack_signing_secret)
    found = [*_check_connection(secret, app), *_check_installing(settings)]
    oauth = settings.slack_installs or _text_of(settings.slack_oauth_client_secret)
    if oauth and not bot:  # people install Attune themselves
        return found
    found.insert(0, _check_bot_token_format(bot))
    if not found[0].ok:
        return found
    api = SlackApi(bot, settings.slack_api_url)
    await api.start()
    try:
        host = urlsplit(settings.slack_api_url).netloc
        try:
            found += await _check_token(api, clock, _manifest(over_http=not app))
            if found[-1].ok:
                found += await _check_admins(api, settings.admins)
            if APP_TOKEN.fullmatch(app):
                found.append(await _check_socket_mode(api, app))
        except SlackCallError as error:
            found.append(_no_answer(error, host))
    finally:
        await api.stop()
    return found


def _check_installing(settings: Settings) -> list[Check]:
    wrong = [Check(False, each) for each in mistakes(settings)]
    if not settings.slack_installs and settings.slack_teams and not wrong:
        what = "SLACK_TEAMS has no effect, because SLACK_OAUTH_CLIENT_ID is not set."
        return [Check(True, what, "docs/slack.md says how people can install Attune themselves.")]
    if wrong or not settings.slack_installs:
        return wrong
    admitted = settings.slack_admitted
    where = "any workspace" if admitted is None else ", ".join(sorted(admitted))
    address = f"{settings.public_url.rstrip('/')}{INSTALL}"
    return [Check(True, f"People can install Attune in {where}, at {address}.")]


def _check_bot_token_format(token: str) -> Check:
    if not token:
        return Check(False, "SLACK_BOT_TOKEN is not set.", f"Set it. {OAUTH}")
    if not BOT_TOKEN.fullmatch(token):
        return Check(
            False,
            "SLACK_BOT_TOKEN is not a bot token.",
            f"Copy the whole token that begins with xoxb-. {OAUTH}",
        )
    return Check(True, "SLACK_BOT_TOKEN is a bot token.")


def _check_connection(secret: str, app_token: str) -> list[Check]:
    if not secret and not app_token:
        return [
            Check(
                False,
                "Slack cannot reach Attune.",
                "To be reached over HTTP, set SLACK_SIGNING_SECRET. To use Socket Mode, set "
                f"SLACK_APP_TOKEN. Both are {BASIC_PAGE}",
            )
        ]
    found = ([_check_secret_format(secret)] if secret else []) + (
        [_check_app_token_format(app_token)] if app_token else []
    )
    if not all(each.ok for each in found):
        return found
    return [*found, _how_slack_reaches_us(secret, app_token)]


def _how_slack_reaches_us(secret: str, app_token: str) -> Check:
    if secret and app_token:
        return Check(
            True,
            "Slack reaches Attune by Socket Mode (SLACK_APP_TOKEN) if that is switched on for the "
            "app, and otherwise over HTTP (SLACK_SIGNING_SECRET).",
            "Leave out the setting that you do not use.",
        )
    if app_token:
        return Check(True, "Slack reaches Attune by Socket Mode, with SLACK_APP_TOKEN.")
    return Check(
        True,
        "Slack reaches Attune over HTTP, at your https address followed by /slack/events; "
        "SLACK_SIGNING_SECRET shows which requests are from Slack.",
    )


def _check_secret_format(secret: str) -> Check:
    if re.fullmatch("[0-9a-f]{32}", secret):
        return Check(True, "SLACK_SIGNING_SECRET looks right.")
    return Check(
        False,
        "SLACK_SIGNING_SECRET is not a signing secret, which has 32 digits and letters (a to f).",
        f"Copy it again. {BASICS}",
    )


def _check_app_token_format(token: str) -> Check:
    if APP_TOKEN.fullmatch(token):
        return Check(True, "SLACK_APP_TOKEN is an app token.")
    return Check(
        False,
        "SLACK_APP_TOKEN is not an app token.",
        "Copy the whole token that begins with xapp-. It needs the scope connections:write. "
        f"{BASICS}",
    )


def _no_answer(error: SlackCallError, host: str) -> Check:
    if error.got_no_answer:
        return Check(
            False,
            f"Slack does not answer: {error.code}.",
            f"Check that this machine reaches {host}, through a proxy if you have one.",
        )
    return Check(
        False,
        f"Something between this machine and Slack may have answered instead: {error.code}.",
        f"Check that this machine reaches {host}: a firewall, a proxy or a network with a "
        "sign-in page may be in between.",
    )


async def _check_token(api: SlackApi, clock: Clock, manifest: str) -> list[Check]:
    try:
        answer = await api.ask(api.client.auth_test())
    except SlackCallError as error:
        if error.got_no_answer or error.is_not_from_slack:
            raise
        what = f"Slack does not accept the bot token: {error.code}."
        return [Check(False, what, COPY_AGAIN)]
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    accepted = Check(True, f"Slack knows the bot as {answer['user']} in {answer['team']}.")
    return [
        accepted,
        *_check_clock(headers.get("date", ""), clock),
        *_check_scopes(granted, manifest),
    ]


async def _check_admins(api: SlackApi, named: Iterable[str]) -> list[Check]:
    found: list[Check] = []
    for each in sorted(named):
        # Skip an id that names its workspace (T0123:U0456), because the token may be for
        # another workspace. A different check reports malformed ids.
        if not MEMBER_ID.fullmatch(each):
            continue
        try:
            profile = (await api.ask(api.client.users_info(user=each)))["user"]
        except SlackCallError as error:
            if error.got_no_answer or error.is_not_from_slack:
                raise
            if error.code not in UNKNOWN:
                what = f"Slack does not let Attune look up the ids in ADMINS: {error.code}."
                return [*found, Check(False, what, COPY_AGAIN)]
            what = f"ADMINS has {each}, which Slack does not know."
            found.append(Check(False, what, WHERE_MEMBER_ID))
            continue
        if profile.get("deleted"):
            what = f"ADMINS has {each}, whose account is deactivated."
            found.append(Check(False, what, "Remove that id."))
    return found


async def _check_socket_mode(api: SlackApi, token: str) -> Check:
    try:
        await api.ask(api.client.apps_connections_open(app_token=token))
    except SlackCallError as error:
        if error.got_no_answer or error.is_not_from_slack:
            raise
        return Check(
            False,
            f"Slack does not accept the app token: {error.code}.",
            "Switch Socket Mode on, and make an app token with the scope connections:write. "
            f"{BASICS}",
        )
    return Check(True, "Slack accepts the app token for Socket Mode.")


def _check_clock(date: str, clock: Clock) -> list[Check]:
    try:
        off = (clock.now() - parsedate_to_datetime(date)).total_seconds()
    except (TypeError, ValueError):  # the answer has no date
        return []
    if abs(off) <= MAX_CLOCK_ERROR:
        return [Check(True, "This machine's clock is right.")]
    direction = "ahead of" if off > 0 else "behind"
    return [
        Check(
            False,
            f"This machine's clock is {abs(off):.0f} seconds {direction} Slack's.",
            "Set it, and keep it right with NTP: nudges are sent by this clock, and if it is off "
            "by more than five minutes, nothing that Slack sends over HTTP is accepted.",
        )
    ]


def _manifest(*, over_http: bool) -> str:
    url = " --url https://YOUR-ADDRESS" if over_http else ""
    return command(f"manifest slack{url}")


def _check_scopes(granted: set[str], manifest: str) -> list[Check]:
    missing = [
        Check(
            False,
            f"The scope {scope} is missing. Attune needs it for {why}.",
            f"Paste the output of {manifest} as the app's manifest, then install the app to the "
            "workspace again.",
        )
        for scope, why in SCOPES.items()
        if scope not in granted
    ]
    return missing or [Check(True, "All scopes are granted.")]


def _text_of(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
