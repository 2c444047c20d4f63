"""Check the CRM that the operator connected in the settings."""

from bot.base.clock import SystemClock
from bot.crm.http import CrmClient
from bot.crm.hubspot_accounts import HubSpotAccounts
from bot.crm.opening import CrmOpener
from bot.crm.salesforce_orgs import SalesforceOrgs
from bot.platform.checks import Check
from bot.service_settings import CrmSettings
from bot.settings import Settings
from handlers.sources.crm.crm_records import CrmSelf, CrmSignIn
from handlers.sources.crm_ports import CrmFailed, OpenCrm
from handlers.views.crm.crm_words import NAMES

_GUIDE = "docs/crm.md has every click."


async def check_crm(settings: Settings) -> list[Check]:
    """Check that the CRM accepts the key, and list what the CRM hides from Attune.

    The CRM is not changed. If no CRM is connected because Salesforce's settings are incomplete,
    say which are missing.
    """
    if settings.crm is None:
        return _incomplete(settings)
    clock = SystemClock()
    async with CrmClient() as client:
        accounts = HubSpotAccounts(client, clock, version=settings.hubspot_api)
        orgs = SalesforceOrgs(client, clock)
        opener = CrmOpener({"hubspot": accounts.opened, "salesforce": orgs.opened})
        return await check_key(settings.crm, opener)


async def check_key(own: CrmSettings, open_crm: OpenCrm) -> list[Check]:
    """Open the CRM with `open_crm`, and check that it accepts the key."""
    name = NAMES[own.kind]
    sign_in = CrmSignIn("", own.kind, own.base, own.secret.get_secret_value())
    try:
        return _permissions(name, await open_crm(sign_in).check())
    except CrmFailed as failed:
        return [Check(False, f"{name} can't be read: {failed.trouble}.", _GUIDE)]


def _permissions(name: str, found: CrmSelf) -> list[Check]:
    hidden = f"Not visible to Attune: {', '.join(found.hidden)}. {_GUIDE}" if found.hidden else ""
    checks = [Check(True, f"{name} answers.", hidden)]
    if not found.may_write:
        only_reads = f"The key may only read {name}, so reps can't send anything there."
        checks.append(Check(True, only_reads, _GUIDE))
    return checks


def _incomplete(settings: Settings) -> list[Check]:
    """Report Salesforce's missing settings. If Salesforce has no settings at all, return []."""
    given = {
        "SALESFORCE_URL": settings.salesforce_url,
        "SALESFORCE_CLIENT_ID": settings.salesforce_client_id,
        "SALESFORCE_CLIENT_SECRET": settings.salesforce_client_secret.get_secret_value(),
    }
    missing = [name for name, value in given.items() if not value]
    if len(missing) == len(given):
        return []
    be = "is" if len(missing) == 1 else "are"
    what = f"Salesforce is not connected: {' and '.join(missing)} {be} missing."
    return [Check(False, what, _GUIDE)]
