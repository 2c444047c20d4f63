"""How a tenant's CRM is signed in to: with what an admin gave, or with the operator's settings."""

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.crm_records import CrmSignIn
from storage import crm
from storage.sealing import NoKey
from storage.tables import CrmConnection


def sign_in(session: AsyncSession, row: CrmConnection, own: CrmSignIn | None) -> CrmSignIn:
    """Return what opens the CRM of a connection. `own` is what the operator's settings have.

    The secret is "" if its key is lost, or if the settings name another CRM by now.
    """
    try:
        secret = crm.secret(session, row)
    except NoKey:
        secret = ""
    if secret is None:
        ours = own is not None and (own.kind, own.base) == (row.kind, row.base)
        secret = own.secret if own is not None and ours else ""
    return CrmSignIn(row.tenant, row.kind, row.base, secret)
