"""Checks whether ADMINS has valid ids, and METRICS_TOKEN can be sent and is hard to guess."""

import re

from bot.platform.checks import Check
from bot.settings import Settings
from bot.slack.check import MEMBER_ID, WHERE_MEMBER_ID
from bot.teams.check import GUID, WHERE_OBJECT_ID

IN_A_HEADER = re.compile(r"[!-~]+")  # what `Authorization: Bearer …` can carry
SHORTEST = 16  # characters; a shorter one can be guessed


def check_access(settings: Settings) -> list[Check]:
    """Check ADMINS and METRICS_TOKEN. The result never contains the token."""
    found = [] if settings.metrics_token is None else [_token(settings)]
    # In the playground and with an emulator everybody can act as anybody, so ADMINS may be empty.
    real = settings.slack or (settings.teams and not settings.teams.anonymous)
    if real or (settings.admins and not settings.teams):
        found.insert(0, _admins(settings))
    return found


def _admins(settings: Settings) -> Check:
    platforms = []
    if settings.slack or not settings.teams:
        platforms.append((MEMBER_ID, WHERE_MEMBER_ID))
    if settings.teams or not settings.slack:
        platforms.append((GUID, WHERE_OBJECT_ID))
    how = " ".join(where for _, where in platforms)
    if not settings.admins:
        return Check(
            True,
            "ADMINS is empty: unless somebody is an admin already, nobody can name marketers.",
            f"To be the first admin, put your own id there. {how}",
        )
    wrong = [
        each
        for each in sorted(settings.admins)
        if not any(form.fullmatch(each) for form, _ in platforms)
    ]
    if wrong:
        return Check(False, f"ADMINS takes ids, and {', '.join(wrong)} is none.", how)
    return Check(True, "ADMINS has ids that look right.")


def _token(settings: Settings) -> Check:
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    make = "Make one with `openssl rand -hex 32`, and give it to Prometheus too."
    if not IN_A_HEADER.fullmatch(token):
        return Check(False, "METRICS_TOKEN has a character that cannot be sent in a header.", make)
    if len(token) < SHORTEST:
        return Check(False, "METRICS_TOKEN is short enough to be guessed.", make)
    return Check(True, "METRICS_TOKEN looks right.")
