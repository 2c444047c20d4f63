"""Check the settings ADMINS and METRICS_TOKEN."""

import re
from collections.abc import Sequence

from bot.admin_ids import not_ids
from bot.platform.checks import Check
from bot.platform.setup import PlatformSetup, unbound
from bot.platforms import PLATFORMS, configured
from bot.settings import Settings

IN_A_HEADER = re.compile(r"[!-~]+")  # characters allowed in `Authorization: Bearer …`
MIN_LENGTH = 16  # characters; a shorter token can be guessed


def check_access(settings: Settings) -> list[Check]:
    """Check ADMINS, and METRICS_TOKEN if it is set. The result never contains the token.

    ADMINS is checked if real people use a configured platform (see `PlatformSetup.is_trial`). If no
    platform is configured, ADMINS is checked only if it is not empty.
    """
    found = [] if settings.metrics_token is None else [_token(settings)]
    platforms = configured(settings)
    # In the playground and in a trial, everybody can act as anybody.
    real = any(not each.is_trial(settings) for each in platforms)
    if real or (settings.admins and not platforms):
        found.insert(0, _admins(settings, platforms or PLATFORMS))
    return found


def _admins(settings: Settings, platforms: Sequence[PlatformSetup]) -> Check:
    how = " ".join(each.where_user_id for each in platforms)
    if not settings.admins:
        return _no_admins(settings, platforms)
    if wrong := not_ids(settings, platforms):
        return Check(False, wrong, how)
    if sentence := unbound(settings):
        fix = "Without that, these people could be admins in several workspaces or tenants."
        return Check(False, sentence, fix)
    return Check(True, "ADMINS has ids that look right.")


def _no_admins(settings: Settings, platforms: Sequence[PlatformSetup]) -> Check:
    first = "whoever installs Attune first in a Slack workspace is an admin there."
    others = [
        each
        for each in platforms
        if each.name != "slack" or settings.slack_bot_token or not settings.slack_installs
    ]
    if not others:
        return Check(True, f"ADMINS is empty: {first}")
    what = "only an existing admin can appoint marketers"
    what = f"{what}, but {first}" if settings.slack_installs else f"{what}."
    add = f"To be the first admin, add your own id. {' '.join(one.where_user_id for one in others)}"
    return Check(True, f"ADMINS is empty: {what}", add)


def _token(settings: Settings) -> Check:
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    make = "Make one with `openssl rand -hex 32`, and set it in Prometheus too."
    if not IN_A_HEADER.fullmatch(token):
        return Check(
            False,
            "METRICS_TOKEN has a character that a token cannot have, such as a space.",
            make,
        )
    if len(token) < MIN_LENGTH:
        return Check(False, "METRICS_TOKEN is short enough to be guessed.", make)
    return Check(True, "METRICS_TOKEN looks right.")
