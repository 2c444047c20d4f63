"""Setting Slack up: the manifest, and what the doctor finds."""

import argparse
import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from bot.base.clock import FixedClock, SystemClock
from bot.settings import Settings
from bot.slack import manifest_command
from bot.slack.check import check
from bot.slack.manifest import SCOPES, manifest
from bot.slack.setup import SlackSetup
from handlers.cards import Card, Reply
from handlers.commands import Command
from handlers.features import registry as all_features
from handlers.registry import Registry, Shortcut, Turn
from tests.slack import features
from tests.slack.driver import SECRET
from tests.slack.fake import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.slack.test_workspaces import oauth
from tests.slack.wire import Failure


def installable(**more: Any) -> Settings:  # noqa: ANN401 - values of settings
    """The settings with which people install Attune, and no token."""
    chosen = oauth() | {"slack_signing_secret": SecretStr(SECRET)} | more
    return Settings(_env_file=None, **chosen)


async def nothing(turn: Turn) -> Reply:
    return Card("", ())


def test_every_command_and_shortcut_is_in_the_manifest() -> None:
    made = manifest(features.registry(), url="https://attune.example/", socket_mode=False)
    assert made["features"]["slash_commands"][0] == {
        "command": "/plan",
        "description": "plans a call",
        "usage_hint": "[account]",
        "url": "https://attune.example/slack/events",
        "should_escape": False,
    }
    assert "usage_hint" not in made["features"]["slash_commands"][2]
    assert [each["command"] for each in made["features"]["slash_commands"]] == [
        "/plan",
        "/goal",
        "/no",
        "/boom",
    ]
    assert [(each["callback_id"], each["type"]) for each in made["features"]["shortcuts"]] == [
        ("capture", "message"),
        ("start", "global"),
    ]


def test_over_http_everything_is_sent_to_one_address() -> None:
    made = manifest(features.registry(), url="https://attune.example", socket_mode=False)
    where = "https://attune.example/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == where
    assert made["settings"]["interactivity"] == {"is_enabled": True, "request_url": where}
    assert made["settings"]["socket_mode_enabled"] is False


def test_socket_mode_needs_no_address() -> None:
    made = manifest(features.registry(), url="https://attune.example", socket_mode=True)
    assert "attune.example" not in json.dumps(made)
    assert made["settings"]["socket_mode_enabled"] is True


def test_the_home_and_messages_tabs_are_on() -> None:
    home = manifest(Registry(), url=None, socket_mode=True)["features"]["app_home"]
    assert home == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_only_the_scopes_that_are_explained_are_asked_for() -> None:
    made = manifest(Registry(), url=None, socket_mode=True)
    assert made["oauth_config"] == {"scopes": {"bot": list(SCOPES)}}


def test_prompts_are_suggested_on_request_and_each_is_understood() -> None:
    plain = manifest(Registry(), url=None, socket_mode=True)
    assert "assistant:write" not in plain["oauth_config"]["scopes"]["bot"]
    assert "agent_view" not in plain["features"]
    made = manifest(Registry(), url=None, socket_mode=True, prompts=True)
    assert made["oauth_config"]["scopes"]["bot"] == [*SCOPES, "assistant:write"]
    view = made["features"]["agent_view"]
    assert len(view["agent_description"].split()) <= 25
    assert 0 < len(view["suggested_prompts"]) <= 4
    for prompt in view["suggested_prompts"]:
        assert all_features().understood(prompt["message"])[0], prompt["title"]


def test_names_that_slack_does_not_take_are_refused() -> None:
    long_command, long_label = Registry(), Registry()
    long_command.command(Command("x" * 32, "", "x"), nothing)
    long_label.shortcut(Shortcut("x", "x" * 25), nothing)
    for registry in (long_command, long_label):
        with pytest.raises(ValueError, match="Slack allows"):
            manifest(registry, url=None, socket_mode=True)
    many = Registry()
    for number in range(51):
        many.command(Command(f"c{number}", "", "x"), nothing)
    with pytest.raises(ValueError, match="50 for commands"):
        manifest(many, url=None, socket_mode=True)


def settings(url: str, bot: str = BOT_TOKEN, secret: str = SECRET, app: str = "") -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(bot) if bot else None,
        slack_signing_secret=SecretStr(secret) if secret else None,
        slack_app_token=SecretStr(app) if app else None,
        slack_api_url=url,
    )


async def test_all_is_well(fake: FakeSlack) -> None:
    found = await check(settings(fake.url, app=APP_TOKEN), SystemClock())
    assert all(each.ok for each in found)
    assert "Slack knows the bot as attune in Acme." in [each.what for each in found]


async def test_missing_scopes_are_named_with_what_stops(fake: FakeSlack) -> None:
    fake.scopes = "commands,chat:write,im:write,users:read"
    wrong = [each for each in await check(settings(fake.url), SystemClock()) if not each.ok]
    missing = [scope for scope in SCOPES if scope not in fake.scopes.split(",")]
    assert missing == [
        "app_mentions:read",
        "im:history",
        "dnd:read",
        "usergroups:read",
        "channels:read",
        "groups:read",
        "channels:join",
        "channels:history",
        "groups:history",
        "files:read",
        "files:write",
    ]
    assert [each.what for each in wrong] == [
        f"The scope {scope} is missing. Attune needs it for {SCOPES[scope]}." for scope in missing
    ]
    assert all("install the app" in each.fix for each in wrong)


@pytest.mark.parametrize(
    ("bot", "secret", "app", "said"),
    [
        ("", SECRET, "", "SLACK_BOT_TOKEN is not set"),
        ("xoxp-1", SECRET, "", "SLACK_BOT_TOKEN is not a bot token"),
        ("xoxb-…", SECRET, "", "SLACK_BOT_TOKEN is not a bot token"),
        (BOT_TOKEN, SECRET, "xapp-…", "SLACK_APP_TOKEN is not an app token"),
        (BOT_TOKEN, "", "", "Slack cannot reach Attune"),
        (BOT_TOKEN, "abc", "", "SLACK_SIGNING_SECRET is not a signing secret"),
        (BOT_TOKEN, SECRET.upper(), "", "SLACK_SIGNING_SECRET is not a signing secret"),
        (BOT_TOKEN, SECRET, "xoxb-1", "SLACK_APP_TOKEN is not an app token"),
    ],
)
async def test_what_is_missing_or_mistaken_is_said_with_a_fix(
    fake: FakeSlack, bot: str, secret: str, app: str, said: str
) -> None:
    wrong = [
        each
        for each in await check(settings(fake.url, bot, secret, app), SystemClock())
        if not each.ok
    ]
    assert said in wrong[0].what
    assert wrong[0].fix


async def test_over_http_it_is_that_manifest_which_has_the_scopes(fake: FakeSlack) -> None:
    fake.scopes = "commands"
    for app, said in (("", "manifest slack --url https://"), (APP_TOKEN, "manifest slack`")):
        found = await check(settings(fake.url, app=app), SystemClock())
        missing = [each for each in found if "is missing" in each.what]
        assert missing
        assert all(said in each.fix for each in missing)


@pytest.mark.parametrize(
    ("secret", "app", "said"),
    [
        (SECRET, "", "over HTTP, at your https address followed by /slack/events"),
        ("", APP_TOKEN, "by Socket Mode, with SLACK_APP_TOKEN."),
        (SECRET, APP_TOKEN, "if that is switched on for the app, and otherwise over HTTP"),
    ],
)
async def test_which_way_slack_comes_in_is_said(
    fake: FakeSlack, secret: str, app: str, said: str
) -> None:
    found = await check(settings(fake.url, secret=secret, app=app), SystemClock())
    (way,) = [each for each in found if each.what.startswith("Slack reaches Attune")]
    assert (way.ok, said in way.what) == (True, True)
    assert bool(way.fix) == bool(secret and app)


async def test_admins_whom_slack_does_not_know(fake: FakeSlack) -> None:
    fake.add_user("U0KNOWN", "Ana", "UTC")
    fake.add_user("U0GONE", "Bea", "UTC", deleted=True)
    named = frozenset({"U0KNOWN", "U0GONE", "U0NOBODY", "@ana"})
    found = await check(settings(fake.url).model_copy(update={"admins": named}), SystemClock())
    assert [each.what for each in found if not each.ok] == [
        "ADMINS has U0GONE, whose account is deactivated.",
        "ADMINS has U0NOBODY, which Slack does not know.",
    ]


async def test_an_app_token_that_slack_does_not_accept(fake: FakeSlack) -> None:
    found = await check(settings(fake.url, app="xapp-another"), SystemClock())
    assert "Slack does not accept the app token: invalid_auth." in [
        each.what for each in found if not each.ok
    ]


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (0, "clock is right"),
        (600, "600 seconds ahead of Slack's"),
        (-600, "600 seconds behind Slack's"),
    ],
)
async def test_the_clock_is_held_against_slacks(fake: FakeSlack, off: int, said: str) -> None:
    # The stand-in's answers carry the time that its web server reads.
    clock = FixedClock(SystemClock().now() + timedelta(seconds=off))
    found = [each for each in await check(settings(fake.url), clock) if "clock" in each.what]
    assert [(each.ok, said in re.sub(r"(599|601)", "600", each.what)) for each in found] == [
        (off == 0, True)
    ]


async def test_a_token_that_slack_does_not_accept(fake: FakeSlack) -> None:
    found = await check(settings(fake.url, "xoxb-another"), SystemClock())
    assert "Slack does not accept the bot token: invalid_auth." in [each.what for each in found]


async def test_a_slack_that_is_not_there(fake: FakeSlack) -> None:
    fake.fail("auth.test", Failure(drop="before"))
    fake.fail("apps.connections.open", Failure(drop="before"))
    told = settings(fake.url, app=APP_TOKEN)
    wrong = [each for each in await check(told, SystemClock()) if not each.ok]
    assert len(wrong) == 1
    assert wrong[0].what.startswith("Slack does not answer")
    assert f"reaches {urlsplit(fake.url).netloc}," in wrong[0].fix


@pytest.mark.parametrize("method", ["auth.test", "users.info", "apps.connections.open"])
@pytest.mark.parametrize("form", ["text/html", "text/plain"])
async def test_a_page_that_stands_in_for_slack(fake: FakeSlack, method: str, form: str) -> None:
    page = "<html>Sign in to this network</html>"
    fake.fail(method, Failure(text=page, headers={"Content-Type": form}))
    told = settings(fake.url, app=APP_TOKEN).model_copy(update={"admins": {"U0ANA"}})
    fake.add_user("U0ANA", "Ana", "UTC")
    (wrong,) = [each for each in await check(told, SystemClock()) if not each.ok]
    assert wrong.what.startswith("Something between this machine and Slack may have answered")
    assert "token" not in wrong.fix


async def test_no_secret_is_ever_said(fake: FakeSlack) -> None:
    found = await check(settings(fake.url, "xoxb-hidden", "hidden", "hidden"), SystemClock())
    assert "hidden" not in str(found)


async def test_with_an_app_that_people_install_no_token_is_needed(clock: FixedClock) -> None:
    found = await check(installable(), clock)
    assert [each.ok for each in found] == [True, True, True]
    assert "in T1, T2, at https://attune.example.com/slack/install" in found[-1].what


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("slack_oauth_client_id", ""),
        ("slack_oauth_client_secret", SecretStr("")),
        ("slack_teams", ""),
        ("public_url", ""),
        ("public_url", "http://localhost"),
        ("encryption_keys", ""),
    ],
)
async def test_each_setting_for_installing_is_needed(
    setting: str, value: object, clock: FixedClock
) -> None:
    wrong = installable(**{setting: value})
    said = [each.what for each in await check(wrong, clock) if setting.upper() in each.what]
    assert said == [SlackSetup().refusal(wrong)]


def test_people_who_install_it_come_back_to_an_address_in_the_manifest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    manifest_command.run(argparse.Namespace(prefix=None, url=None), installable())
    printed = json.loads(capsys.readouterr().out)
    assert printed["oauth_config"]["redirect_urls"] == ["https://attune.example.com/slack/oauth"]
    # pasting it must not take an app that is reached over HTTP off it
    assert printed["settings"]["socket_mode_enabled"] is False
    reached = printed["settings"]["interactivity"]["request_url"]
    assert reached == "https://attune.example.com/slack/events"
    by_socket = installable(slack_signing_secret=None, slack_app_token=SecretStr(APP_TOKEN))
    manifest_command.run(argparse.Namespace(prefix=None, url=None), by_socket)
    assert json.loads(capsys.readouterr().out)["settings"]["socket_mode_enabled"] is True
