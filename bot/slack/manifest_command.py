"""`python -m bot manifest slack`: print the manifest for creating the Slack app."""
# ruff: noqa: T201 - this is the output of the command

import argparse
import json
import re
import sys

from bot.base.public_url import public_url
from bot.settings import COMMAND_PREFIX, Settings
from bot.slack.install_pages import CALLBACK
from bot.slack.manifest import manifest
from handlers import features


def _is_reached_over_http(settings: Settings) -> bool:
    secret, app_token = settings.slack_signing_secret, settings.slack_app_token
    return bool(settings.slack_installs and secret and not app_token)


def run(parsed: argparse.Namespace, settings: Settings) -> int:
    """Print the manifest and return the exit status."""
    prefix = settings.command_prefix if parsed.prefix is None else parsed.prefix
    if not re.fullmatch(COMMAND_PREFIX, prefix):
        print("A prefix has at most 20 lowercase letters, digits and underscores.", file=sys.stderr)
        return 1
    try:
        url = None if parsed.url is None else public_url(parsed.url)
        if url is None and settings.public_url and _is_reached_over_http(settings):
            url = public_url(settings.public_url, "PUBLIC_URL")
        redirect = None
        if settings.slack_installs and settings.public_url:
            redirect = public_url(settings.public_url, "PUBLIC_URL") + CALLBACK
        made = manifest(
            features.registry(),
            url=url,
            socket_mode=url is None,
            prefix=prefix,
            redirect=redirect,
            prompts=settings.slack_prompts,
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(made, indent=2))
    return 0
