"""Find out from the id of a group whether the group is in a CRM. Pure.

The id of a group in a CRM begins with the kind of the CRM: "hubspot:62515:178588". The platforms'
own ids have no colon.
"""

from typing import get_args

from storage.choices import CrmKind

KINDS: tuple[CrmKind, ...] = get_args(CrmKind)


def in_crm(kind: CrmKind, id_: str) -> str:
    """Return the id of a group in a CRM of this kind. `id_` is the CRM's own id."""
    return f"{kind}:{id_}"


def crm_of(group: str | None) -> CrmKind | None:
    """Return the kind of the CRM that a group is in, or None if it is not in a CRM."""
    kind, colon, _ = (group or "").partition(":")
    return next((one for one in KINDS if colon and one == kind), None)
