"""Find out how to sign in to a tenant's CRM: with an admin's secret, or the operator's settings."""

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.crm.crm_records import CrmSignIn
from storage.sealing import NoKey
from storage.sources import crm_connections
from storage.tables import CrmConnection


def sign_in(session: AsyncSession, row: CrmConnection, own: CrmSignIn | None) -> CrmSignIn:
    """Return how to sign in to a CRM. `own` is the sign-in in the operator's settings, or None.

    - If the connection stores a secret, use that secret, or "" if we can't decrypt it.
    - Otherwise, use the secret in `own`. If `own` is None, or is for another CRM, use "".
    """
    try:
        secret = crm_connections.secret(session, row)
    except NoKey:
        secret = ""
    if secret is None:
        ours = own is not None and (own.kind, own.base) == (row.kind, row.base)
        secret = own.secret if own is not None and ours else ""
    return CrmSignIn(row.tenant, row.kind, row.base, secret)
