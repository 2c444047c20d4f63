"""The Salesforce orgs that tenants have connected."""

from collections import OrderedDict

from bot.base.clock import Clock
from bot.crm.http import CrmClient
from bot.crm.salesforce import Salesforce
from bot.crm.salesforce_api import SalesforceApi
from handlers.sources.crm.crm_records import CrmSignIn
from handlers.sources.crm_ports import CrmSystem

MAX_ORGS = 2_000  # how many opened orgs we keep


class SalesforceOrgs:
    """The opened orgs of all tenants. An opened org remembers its token and its fields.

    If a tenant's sign-in (`CrmSignIn`) changes, we open the tenant's org again.
    """

    def __init__(self, http: CrmClient, clock: Clock) -> None:
        self._http = http
        self._clock = clock
        self._opened: OrderedDict[str, tuple[CrmSignIn, Salesforce]] = OrderedDict()

    def opened(self, sign_in: CrmSignIn) -> CrmSystem:
        """Return the org of the tenant in `sign_in`. This sends nothing to Salesforce."""
        before, found = self._opened.get(sign_in.tenant, (None, None))
        if found is None or before != sign_in:
            client_id, _, secret = sign_in.secret.partition("\n")
            api = SalesforceApi(
                self._http, sign_in.base, client_id.strip(), secret.strip(), self._clock
            )
            found = Salesforce(api)
        self._opened[sign_in.tenant] = sign_in, found
        self._opened.move_to_end(sign_in.tenant)
        if len(self._opened) > MAX_ORGS:
            self._opened.popitem(last=False)
        return found
