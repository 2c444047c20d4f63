"""What the Slack Marketplace asks for and only the code can show: docs/stores.md has the list."""

import re
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.manifest import AGENT, EVENTS, PROMPTS_SCOPE, SCOPES, manifest
from handlers import features
from handlers.registry import Registry

ROOT = Path(__file__).parent.parent.parent
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for folder in ("bot", "handlers")
    for path in (ROOT / folder).rglob("*.py")
}
METHOD = re.compile(r"\bclient\.([a-z]+_\w+)")
# The scopes that each method needs for what we do with it, by Slack's reference of the method.
METHODS = {
    "apps_connections_open": (),
    "auth_revoke": (),
    "auth_test": (),
    "api_call": (),  # oauth.v2.access
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_info": ("channels:read", "groups:read"),
    "conversations_join": ("channels:join",),
    "conversations_open": ("im:write",),
    "dnd_teamInfo": ("dnd:read",),
    "files_completeUploadExternal": ("files:write",),
    "files_getUploadURLExternal": ("files:write",),
    "files_info": ("files:read",),
    "usergroups_list": ("usergroups:read",),
    "usergroups_users_list": ("usergroups:read",),
    "users_info": ("users:read",),
    "views_open": (),
    "views_publish": (),
    "views_update": (),
}
# The scopes with which Slack sends each event.
BY_EVENT = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
    "user_guest_status_changed": ("users:read",),
}
BY_FEATURE = ("commands",)  # slash commands and shortcuts


def used() -> dict[str, str]:
    """What needs each scope: a method that is called, an event, or a feature of the manifest."""
    called = {
        method
        for path, text in SOURCES.items()
        if "slack" in path.parts
        for method in METHOD.findall(text)
        if callable(getattr(AsyncWebClient, method, None))
    }
    needs = [(method, METHODS[method]) for method in called]  # KeyError: say what a new one needs
    needs += [(event, BY_EVENT[event]) for event in EVENTS]
    needs.append(("slash_commands", BY_FEATURE))
    return {scope: name for name, scopes in needs for scope in scopes}


def test_the_scopes_are_exactly_those_that_are_used() -> None:
    assert used().keys() == SCOPES.keys()
    assert not PROMPTS_SCOPE.keys() & SCOPES.keys()


@pytest.mark.parametrize("scope", [*SCOPES, *PROMPTS_SCOPE])
def test_the_guide_explains_each_scope(scope: str) -> None:
    assert f"`{scope}`" in (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")


def test_group_conversations_are_neither_looked_at_nor_read() -> None:
    """`mpim:read` lets an app look at a group, and `mpim:history` lets it read the messages."""
    assert not {"mpim:read", "mpim:history"} & SCOPES.keys()
    assert "message.mpim" not in EVENTS
    assert "`mpim:read` (look at a group) and `mpim:history`" in (
        ROOT / "docs" / "slack.md"
    ).read_text(encoding="utf-8")


def test_nobody_is_called_by_a_mention_of_everybody() -> None:
    for path, text in SOURCES.items():
        assert not re.search(r"<!(channel|here|everyone)", text), path


def test_no_token_of_a_person_is_asked_for() -> None:
    made = manifest(features.registry(), url=None, socket_mode=True)
    assert made["oauth_config"]["scopes"].keys() == {"bot"}


def test_the_descriptions_are_short_and_menu_entries_begin_with_a_verb() -> None:
    made = manifest(features.registry(), url=None, socket_mode=True)
    assert len(made["display_information"]["description"].split()) <= 10
    assert len(AGENT.split()) <= 25
    verbs = {each["name"].split()[0] for each in made["features"]["shortcuts"]}
    assert verbs == {"Prepare", "Reflect", "Save"}
    assert made["settings"]["org_deploy_enabled"] is False
    assert "user" not in made["oauth_config"]["scopes"]


def test_each_command_has_a_description_and_what_may_follow_it() -> None:
    made = manifest(features.registry(), url=None, socket_mode=True, prefix="attune")
    for each in made["features"]["slash_commands"]:
        assert each["command"].startswith("/attune-")
        assert each["description"]
        assert each["usage_hint"]
    assert manifest(Registry(), url=None, socket_mode=True)["features"]["slash_commands"] == []
