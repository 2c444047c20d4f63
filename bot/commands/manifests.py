"""`python -m bot manifest slack|teams`: makes the manifest that a platform installs Attune from."""
# ruff: noqa: T201 - this is its output

import argparse
import json
import re
import sys

from bot.base.public_url import public_url
from bot.settings import COMMAND_PREFIX, Settings
from bot.slack.manifest import manifest
from bot.teams.package import package
from handlers import features


def print_manifest(parsed: argparse.Namespace, settings: Settings) -> int:
    """Print Slack's manifest, or write Teams' package. Returns the exit status."""
    return _teams(parsed, settings) if parsed.platform == "teams" else _slack(parsed, settings)


def _slack(parsed: argparse.Namespace, settings: Settings) -> int:
    prefix = settings.command_prefix if parsed.prefix is None else parsed.prefix
    if not re.fullmatch(COMMAND_PREFIX, prefix):
        print("A prefix has at most 20 small letters, digits and underscores.", file=sys.stderr)
        return 1
    try:
        url = None if parsed.url is None else public_url(parsed.url)
        made = manifest(features.registry(), url=url, socket_mode=url is None, prefix=prefix)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(made, indent=2))
    return 0


def _teams(parsed: argparse.Namespace, settings: Settings) -> int:
    app_id = parsed.app_id or settings.teams_client_id or ""
    if not parsed.url:
        print("Teams needs your address: --url https://attune.example.com", file=sys.stderr)
        return 1
    try:
        made = package(features.registry(), app_id=app_id, url=parsed.url, version=parsed.version)
        parsed.out.write_bytes(made)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{parsed.out} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(
        f"{parsed.out} is ready: upload it at https://admin.teams.microsoft.com, under Teams apps, "
        "Manage apps."
    )
    return 0
