"""Build the manifest of the Slack app from the registry."""

from collections.abc import Collection

from bot.platform.fitting import check_length
from bot.platform.payload import Json
from bot.slack.prefix import Prefix
from handlers.commands import Command
from handlers.registry import Registry, Shortcut

# OAuth scopes, and why we need them.
SCOPES = {
    "commands": "slash commands and shortcuts",
    "chat:write": "answers and nudges",
    "app_mentions:read": "answering people who mention Attune in a channel",
    "im:write": "opening direct messages with people",
    "im:history": "reading direct messages to Attune, and finding out whether a nudge went out",
    "users:read": "people's names and time zones, and statuses that say somebody is away",
    "dnd:read": "sending nothing during somebody's do-not-disturb hours",
    "usergroups:read": "teams whose members come from a user group",
    "channels:read": "seeing whether a public channel is renamed or shared with another company",
    "groups:read": "seeing whether a private channel is renamed or shared with another company",
    "channels:join": "sending to a public channel that Attune was not invited to",
    "channels:history": "finding out whether a message to a public channel went out",
    "groups:history": "finding out whether a message to a private channel went out",
    "files:read": "reading transcripts that people drop in direct messages",
    "files:write": "showing figures as pictures, and giving people their own data or a playbook",
}


# Suggested prompts need one more scope.
PROMPTS_SCOPE = {"assistant:write": "suggesting what to ask, in an empty chat with Attune"}
PROMPTS = {  # title -> the text that is sent
    "Brief me on my next call": "prep",
    "What do I owe, and to whom?": "promises",
    "Which calls are coming up?": "calls",
    "What can you do?": "help",
}
AGENT = "Briefs you before each call with a customer, and keeps track of what both sides promised."
MAX_PROMPTS = 4


def scopes(*, prompts: bool) -> dict[str, str]:
    """Return the scopes that we ask for. The values say why we need them."""
    return {**SCOPES, **PROMPTS_SCOPE} if prompts else SCOPES


def missing_scopes(granted: Collection[str]) -> tuple[str, ...]:
    """Return the `SCOPES` that were not granted, in the manifest's order."""
    return tuple(scope for scope in SCOPES if scope not in granted)


EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_rename",
    "channel_shared",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "member_left_channel",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
    "user_guest_status_changed",
)

MAX_COMMANDS, MAX_SHORTCUTS = 50, 10
COMMAND, DESCRIPTION, USAGE = 32, 2_000, 1_000  # characters
SHORTCUT_NAME = 24  # characters


def manifest(
    registry: Registry,
    *,
    url: str | None,
    socket_mode: bool,
    prefix: str = "",
    redirect: str | None = None,
    prompts: bool = False,
) -> Json:
    """Build the manifest for an app at `url` (`https://…`, without a path) or for Socket Mode.

    `prefix` comes before each command's name, with a hyphen. `redirect` is where Slack sends
    people who install the app themselves, or None. With `prompts`, the app declares itself an
    agent, so that Slack suggests what to ask. Raises ValueError if Slack's limits are exceeded.
    """
    address = None if socket_mode or url is None else f"{url.rstrip('/')}/slack/events"
    request_url = {"request_url": address} if address else {}
    return {
        "display_information": {
            "name": "Attune",
            "description": "Keeps you in rhythm with your customers: prepare, listen, reflect.",
            "background_color": "#22433f",
        },
        "features": _features(registry, prefix, address, prompts=prompts),
        "oauth_config": {
            **({"redirect_urls": [redirect]} if redirect else {}),
            "scopes": {"bot": list(scopes(prompts=prompts))},
        },
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _features(registry: Registry, prefix: str, address: str | None, *, prompts: bool) -> Json:
    named = Prefix(prefix, registry.commands)
    commands = [_command(each, named, address) for each in registry.commands.values()]
    shortcuts = [_shortcut(each) for each in registry.shortcuts.values()]
    check_length("Slack", "commands", len(commands), MAX_COMMANDS)
    check_length("Slack", "shortcuts", len(shortcuts), MAX_SHORTCUTS)
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Attune", "always_online": True},
        "slash_commands": commands,
        "shortcuts": shortcuts,
        **({"agent_view": _agent_view()} if prompts else {}),
    }


def _agent_view() -> Json:
    check_length("Slack", "suggested prompts", len(PROMPTS), MAX_PROMPTS)
    prompts = [{"title": title, "message": message} for title, message in PROMPTS.items()]
    return {"agent_description": AGENT, "suggested_prompts": prompts}


def _command(command: Command, named: Prefix, address: str | None) -> Json:
    name = f"/{named.name(command.name)}"
    check_length("Slack", name, len(name), COMMAND)
    check_length("Slack", f"the summary of {name}", len(command.summary), DESCRIPTION)
    check_length("Slack", f"the usage of {name}", len(command.usage), USAGE)
    return {
        "command": name,
        "description": command.summary,
        **({"usage_hint": command.usage} if command.usage else {}),
        **({"url": address} if address else {}),
        "should_escape": False,
    }


def _shortcut(shortcut: Shortcut) -> Json:
    check_length("Slack", f"the label {shortcut.label!r}", len(shortcut.label), SHORTCUT_NAME)
    return {
        "name": shortcut.label,
        "type": "message" if shortcut.on_message else "global",
        "callback_id": shortcut.name,
        "description": shortcut.label,
    }
