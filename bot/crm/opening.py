"""Open the CRM of a tenant: HubSpot or Salesforce."""

from collections.abc import Mapping

from handlers.sources.crm.crm_records import CrmSignIn
from handlers.sources.crm_ports import CrmFailed, CrmSystem, OpenCrm
from storage.choices import CrmKind


class CrmOpener:
    """Opens a CRM with the function for its kind. Implements `OpenCrm`."""

    def __init__(self, by_kind: Mapping[CrmKind, OpenCrm] | None = None) -> None:
        self.by_kind = dict(by_kind or {})

    def __call__(self, sign_in: CrmSignIn) -> CrmSystem:
        """Return the CRM that a sign-in is for. This sends no request: only the CRM's methods do.

        Raises CrmFailed if there is no function for this kind of CRM.
        """
        if sign_in.kind not in self.by_kind:
            raise CrmFailed("no permission")
        return self.by_kind[sign_in.kind](sign_in)
