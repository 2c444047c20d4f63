"""Check whether Teams is set up correctly, for `python -m bot doctor`."""

import re

from bot.base.clock import Clock
from bot.platform.checks import Check
from bot.service_settings import TeamsSettings
from bot.settings import GUID, TEAMS
from bot.teams import local
from bot.teams.api import TokenSource
from bot.teams.cloud import cloud_of
from bot.teams.tenants import LEFT_ALONE, name_of, not_served
from bot.teams.tokens import NoToken, Tokens
from storage.database.connection import Database
from storage.workspace import people

PORTAL = "The id is under Configuration in your Azure Bot at https://portal.azure.com."
ADDRESS = re.compile(r"https://[a-z0-9.-]+/?", re.IGNORECASE)


async def check(
    settings: TeamsSettings,
    clock: Clock,
    tokens: TokenSource | None = None,
    *,
    host: str = "127.0.0.1",
) -> list[Check]:
    """Check the setup of Teams, the most basic settings first.

    If all settings look right, ask Microsoft for a token. In a local trial with Agents Playground,
    check only whether Attune would start with these settings and `host`, the address that Attune
    listens on.
    """
    if settings.anonymous:
        refusal = local.refusal(settings, host)
        return [Check(refusal is None, refusal or local.WARNING)]
    secret = settings.client_secret.get_secret_value()
    found = [
        _check_id("CLIENTID", "the app's id", settings.client_id),
        _check_id("TENANTID", "the tenant's id", settings.tenant_id),
        _check_secret(secret),
        *_check_others(settings),
    ]
    if refusal := address_refusal(settings):
        found.append(Check(False, refusal))
    if all(one.ok for one in found):
        tokens = tokens or Tokens(settings, cloud_of(settings.authority), clock)
        found.append(await _ask_microsoft(tokens))
    return [*found, _endpoint()]


async def check_stored(settings: TeamsSettings, database: Database) -> list[Check]:
    """Report the tenants in the database that the settings do not admit."""
    if settings.anonymous:
        return []
    async with database.read() as session:
        on_file = await people.tenants(session)
    left = not_served(on_file, set(map(name_of, settings.admitted)))
    if not left:
        return []
    what = f"The database has Teams tenants that are not admitted: {', '.join(left)}."
    return [Check(True, what, LEFT_ALONE)]


def address_refusal(settings: TeamsSettings) -> str | None:
    """Return a sentence if AUTHORITY or TEAMS_SERVICE_URL is wrong, else None."""
    if settings.authority and not ADDRESS.fullmatch(settings.authority):
        return (
            f"{TEAMS}AUTHORITY must be an https address without a path. In the public cloud leave "
            "it out; in GCC High and DoD it is https://login.microsoftonline.us."
        )
    cloud = cloud_of(settings.authority)
    if not settings.service or cloud.trusts(settings.service):
        return None
    return (
        "TEAMS_SERVICE_URL is not an address of Teams in your cloud. In GCC, set it to "
        "https://smba.infra.gcc.teams.microsoft.com/teams. In GCC High and DoD, set AUTHORITY too."
    )


def _check_id(name: str, what: str, value: str) -> Check:
    if not value:
        return Check(False, f"{TEAMS}{name} is not set.", f"Set it to {what}. {PORTAL}")
    if not GUID.fullmatch(value):
        fix = f"It has 32 characters (digits and a to f), in five groups. {PORTAL}"
        return Check(False, f"{TEAMS}{name} is not {what}.", fix)
    return Check(True, f"{TEAMS}{name} looks right.")


def _check_others(settings: TeamsSettings) -> list[Check]:
    others = len(settings.admitted) - 1
    if not others:
        return []
    return [
        Check(
            True,
            f"TEAMS_TENANTS admits {others} {'tenant' if others == 1 else 'tenants'} "
            "besides your own.",
        )
    ]


def _check_secret(secret: str) -> Check:
    name = f"{TEAMS}CLIENTSECRET"
    where = "Make one under Certificates & secrets in the app registration, and copy its value."
    if not secret:
        return Check(False, f"{name} is not set.", where)
    if GUID.fullmatch(secret):
        return Check(False, f"{name} is the secret's id, not its value.", where)
    return Check(True, f"{name} is set.")


async def _ask_microsoft(tokens: TokenSource) -> Check:
    try:
        await tokens.get()
    except NoToken as error:
        if error.refused:
            fix = (
                "Check that the id, secret and tenant belong together, and that the secret has not "
                "expired."
            )
            return Check(False, "Microsoft does not issue Attune a token.", fix)
        fix = (
            "Check that this machine reaches https://login.microsoftonline.com; in GCC High and "
            "DoD, https://login.microsoftonline.us."
        )
        return Check(False, "Microsoft's sign-in gave no usable answer.", fix)
    return Check(True, "Microsoft knows the app and issues it a token.")


def _endpoint() -> Check:
    """Say what the endpoint must be. We cannot check it, as we can't read the bot's settings."""
    return Check(
        True,
        "The messaging endpoint of your Azure Bot must be your public https address, followed by "
        "/api/messages.",
    )
