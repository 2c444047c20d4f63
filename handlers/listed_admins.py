"""The people in the setting ADMINS, for each tenant."""

from collections.abc import Collection


def admins_of(tenant: str, listed: Collection[str]) -> frozenset[str]:
    """Return the platform's ids of the people in ADMINS who belong to a tenant (`slack:T1`).

    A person is listed as `T1:U1`, or as `U1` if the platform has only one tenant.
    """
    found = set()
    for each in listed:
        where, _, who = each.rpartition(":")
        if where in ("", tenant.partition(":")[2]):
            found.add(who)
    return frozenset(found)
