"""Check the settings for calendars, and whether the connected calendars can be read."""

from collections.abc import Collection

from bot.calendars import providers
from bot.platform.checks import Check
from bot.platforms import configured
from bot.settings import Settings
from storage import mail
from storage.command_line import command
from storage.database.connection import Database
from storage.meetings import calendars

EACH_OWN = "Attune uses the domain of each person's own calendar."
IF_ONE_COMPANY = (
    "Set it only if all workspaces and tenants belong to one company: whoever has an address at "
    "one of the domains counts as a colleague in all of them."
)
KEYS, DOMAINS = "ENCRYPTION_KEYS", "COMPANY_DOMAINS"


def check_calendars(settings: Settings, mistaken: Collection[str] = ()) -> list[Check]:
    """Check the encryption keys, the company's domains, and the settings of Google and Microsoft.

    `mistaken` has the names of settings that are known to be wrong. They are not checked. The
    result never contains a secret.
    """
    wrong = [one for one in providers.mistakes(settings) if not one.startswith(tuple(mistaken))]
    found = [] if KEYS in mistaken else _key(settings, wrong)
    found += [] if DOMAINS in mistaken else _domains(settings)
    found += [Check(False, sentence) for sentence in wrong]
    return found if wrong else [*found, *_providers(settings)]


def _key(settings: Settings, wrong: Collection[str]) -> list[Check]:
    if any(one.startswith(KEYS) for one in wrong):
        return []
    if settings.encryption_keys:
        number = len(settings.encryption_keys)
        which = f"{number} keys, and the first one is used to encrypt" if number > 1 else "a key"
        return [Check(True, f"People can connect calendars: {KEYS} has {which}.")]
    how = f"{command('key')} prints a key for {KEYS}. docs/calendars.md has the other steps."
    if configured(settings):
        return [Check(True, f"Nobody can connect a calendar: {KEYS} is not set.", how)]
    # Only the playground runs without a platform. It makes a new key at each start.
    forgets = "Calendars that visitors connect have to be connected again after each start."
    return [Check(True, forgets, how)]


def _domains(settings: Settings) -> list[Check]:
    written = settings.company_domains
    if not written:
        if not settings.encryption_keys:
            return []
        if settings.serves_several:
            return [Check(True, f"{DOMAINS} is not set: {EACH_OWN}", IF_ONE_COMPANY)]
        return [
            Check(
                True,
                f"{DOMAINS} is not set: in people's calendars, colleagues look like customers.",
                "Set it to your company's mail domains, separated by commas.",
            )
        ]
    found = []
    if shared := sorted(one for one in settings.own_domains if mail.is_shared(one)):
        found.append(
            Check(
                False,
                f"{DOMAINS} has a domain that many companies or people share: {', '.join(shared)}.",
                "Remove it: a customer with such an address would count as a colleague.",
            )
        )
    if addresses := sorted(one for one in written if "@" in one):
        domains = sorted({mail.domain_in(one) or "" for one in addresses})
        found.append(
            Check(
                True,
                f"{DOMAINS} has an address in it: {', '.join(addresses)}.",
                f"Everybody at {', '.join(domains)} counts as a colleague. Write the domain alone.",
            )
        )
    if found:
        return found
    return [Check(True, f"{DOMAINS}: {', '.join(sorted(settings.own_domains))}.")]


def _providers(settings: Settings) -> list[Check]:
    found = providers.configured(settings)
    base = providers.redirect_base(settings) if found else ""
    return [
        Check(
            True,
            f"People can sign in with {one.name}, if the settings are right.",
            f"The redirect address to register there: {base}/calendar/{one.kind}/callback",
        )
        for one in found.values()
    ]


async def check_connected(settings: Settings, database: Database) -> list[Check]:
    """Say how many calendars are connected, and how many of them fail.

    The database must have the newest schema. Leave out the playground's calendars, because the
    playground may lose its key when it stops.
    """
    platforms = [setup.name for setup in configured(settings)]
    if not platforms:
        return []
    async with database.read() as session:
        connected = await calendars.count(session, platforms)
    return [_connected(connected)] if connected.number else []


def _connected(count: calendars.CalendarCount) -> Check:
    are = "One calendar is" if count.number == 1 else f"{count.number} calendars are"
    if count.failing_since is None:
        return Check(True, f"{are} connected.")
    since = f"{count.failing_since:%Y-%m-%d %H:%M} UTC"
    several = f"{count.failing} have been unreadable, the first"
    fails = "One has been unreadable" if count.failing == 1 else several
    return Check(
        True,
        f"{are} connected. {fails} since {since}.",
        "Attune tells each owner what to do. If many fail at once, docs/calendars.md says why.",
    )
