"""Build the manifest of the Teams app from the registry."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from bot.base.public_url import public_url
from bot.platform.fitting import check_length
from bot.platform.payload import Json
from bot.teams.talk import HOME
from handlers.commands import Command
from handlers.registry import Registry, Shortcut
from handlers.request import Means

# The version of Microsoft's manifest schema. Newer versions only relax limits that we do not reach.
SCHEMA = "1.19"
SCOPES = ("personal", "team", "groupChat")
ACCENT = "#22433f"
MEETING_PERMISSION = "OnlineMeeting.ReadBasic.Chat"

MAX_COMMANDS = 10  # also the limit for menu entries
TITLE, DESCRIPTION = 32, 128  # characters of a command; TITLE also applies to a menu entry
MENU_ID, URL, VERSION = 64, 2_048, 256  # characters
NUMBERS = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", re.ASCII)

SHORT = "Keeps you in rhythm with your customers: prepare, listen, reflect."
FULL = (
    "Tell Attune about a call: prep Northwind tomorrow 3pm. It answers with a brief: who is coming,"
    " what they said last time, what was promised, and what nobody on your side knows yet. Ten"
    " minutes before the call you get one thing to listen for. Afterwards you tap how it went and"
    " write one line, and Attune keeps track of what both sides promised.\n\n"
    "Insights from marketing reach your brief, and what buyers say reaches marketing. A reflection"
    " is yours alone until you share it. You can stop any kind of message."
)


@dataclass(frozen=True)
class Publisher:
    """Who offers Attune. If a web address is empty, the manifest has the bot's address instead."""

    name: str = "Attune"
    website: str = ""
    privacy: str = ""
    terms: str = ""
    support: str = ""


OURSELVES = Publisher()


def manifest(
    registry: Registry, *, app_id: str, url: str, version: str, publisher: Publisher = OURSELVES
) -> Json:
    """Build the manifest for the bot with this app id, at `url` (`https://…`, without a path).

    The Teams app gets the same id as the bot. Each operator of Attune has their own bot, and so
    their own Teams app.
    Teams accepts a changed manifest only if its `version`, such as 1.0.0, is higher than before.

    Raises ValueError, with a sentence, if an argument is invalid or Teams' limits are exceeded.
    """
    bot, domain = _app_id(app_id), _domain(url)
    return {
        "$schema": (
            "https://developer.microsoft.com/json-schemas/teams/"
            f"v{SCHEMA}/MicrosoftTeams.schema.json"
        ),
        "manifestVersion": SCHEMA,
        "version": _version(version),
        "id": bot,
        "developer": _developer(publisher, url),
        "name": {"short": "Attune", "full": "Attune, in rhythm with your customers"},
        "description": {"short": SHORT, "full": _full(publisher)},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "bots": [_bot(registry, bot)],
        **_menus(registry, bot),
        "validDomains": [domain],
        # With this permission, Teams tells us when a meeting starts and ends. When people add us to
        # a meeting, Teams asks them for the permission.
        "authorization": {
            "permissions": {
                "resourceSpecific": [{"name": MEETING_PERMISSION, "type": "Application"}]
            }
        },
        # An app that asks for a permission must have this entry. Teams accepts any `resource`.
        "webApplicationInfo": {"id": bot, "resource": url},
    }


def _developer(publisher: Publisher, url: str) -> Json:
    return {
        "name": publisher.name,
        "websiteUrl": publisher.website or url,
        "privacyUrl": publisher.privacy or url,
        "termsOfUseUrl": publisher.terms or url,
    }


def _bot(registry: Registry, bot: str) -> Json:
    return {
        "botId": bot,
        "scopes": list(SCOPES),
        "supportsFiles": True,
        "isNotificationOnly": False,
        "commandLists": _command_lists(registry),
    }


def _full(publisher: Publisher) -> str:
    return f"{FULL}\n\nHelp with Attune: {publisher.support}" if publisher.support else FULL


def _app_id(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError as error:
        raise ValueError(
            "Teams needs the Microsoft App ID of your Azure Bot "
            "(CONNECTIONS__SERVICE_CONNECTION__SETTINGS__CLIENTID, or --app-id), "
            f"not {value!r}."
        ) from error


def _domain(url: str) -> str:
    check_length("Teams", "an address", len(url), URL)
    return urlsplit(public_url(url)).hostname or ""


def _version(value: str) -> str:
    if NUMBERS.fullmatch(value) is None:
        raise ValueError(f"Teams needs a version such as 1.0.0 (--version), not {value!r}.")
    check_length("Teams", "a version", len(value), VERSION)
    return value


def _command_lists(registry: Registry) -> list[Json]:
    """Return the same commands for each scope, because Teams needs a list for each."""
    commands = [_command(each) for each in registry.commands.values()]
    if registry.find(Means.SCREEN, HOME):
        commands.append({"title": HOME, "description": "everything at a glance"})
    check_length("Teams", "commands", len(commands), MAX_COMMANDS)
    return [{"scopes": [scope], "commands": commands} for scope in SCOPES]


def _command(command: Command) -> Json:
    about = f"{command.usage} – {command.summary}" if command.usage else command.summary
    check_length("Teams", command.name, len(command.name), TITLE)
    check_length("Teams", f"what {command.name} does", len(about), DESCRIPTION)
    return {"title": command.name, "description": about}


def _menus(registry: Registry, bot: str) -> Json:
    entries = [_entry(each) for each in registry.shortcuts.values()]
    check_length("Teams", "menu entries", len(entries), MAX_COMMANDS)
    return {"composeExtensions": [{"botId": bot, "commands": entries}]} if entries else {}


def _entry(shortcut: Shortcut) -> Json:
    check_length("Teams", f"the name {shortcut.name!r}", len(shortcut.name), MENU_ID)
    check_length("Teams", f"the label {shortcut.label!r}", len(shortcut.label), TITLE)
    return {
        "id": shortcut.name,
        "type": "action",
        "title": shortcut.label,
        "description": shortcut.label,
        "context": ["message" if shortcut.on_message else "compose"],
        "fetchTask": True,
    }
