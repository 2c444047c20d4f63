"""The HubSpot accounts that tenants have connected."""

from collections import OrderedDict

from yarl import URL

from bot.base.clock import Clock
from bot.crm.http import CrmClient
from bot.crm.hubspot import HubSpot
from bot.crm.hubspot_api import BASE, VERSION, HubSpotApi
from handlers.sources.crm.crm_records import CrmSignIn
from handlers.sources.crm_ports import CrmSystem

MAX_ACCOUNTS = 2_000  # accounts whose pace, stages and properties we remember


class HubSpotAccounts:
    """The accounts of all tenants in this process.

    All requests that a tenant sends with the same API key share one pace (`RequestPace`). `version`
    is the date in the paths of HubSpot's API.
    """

    def __init__(
        self, http: CrmClient, clock: Clock, *, version: str = VERSION, base: URL = BASE
    ) -> None:
        self._http = http
        self._clock = clock
        self._version = version
        self._base = base
        self._opened: OrderedDict[str, tuple[str, HubSpot]] = OrderedDict()

    def opened(self, sign_in: CrmSignIn) -> CrmSystem:
        """Return the account of a tenant, without sending a request."""
        secret, found = self._opened.get(sign_in.tenant, ("", None))
        if found is None or secret != sign_in.secret:
            found = HubSpot(
                HubSpotApi(
                    self._http,
                    sign_in.secret.strip(),
                    self._clock,
                    version=self._version,
                    base=self._base,
                )
            )
        self._opened[sign_in.tenant] = sign_in.secret, found
        self._opened.move_to_end(sign_in.tenant)
        if len(self._opened) > MAX_ACCOUNTS:
            self._opened.popitem(last=False)
        return found
