"""Read teams from Salesforce: the users with the same manager, and the users with the same role.

A manager leads the team of the users who report to them. For the users with a role, Salesforce
does not say who leads them.
"""

from collections import defaultdict
from collections.abc import Sequence

from bot.crm import soql
from bot.crm.salesforce_api import SalesforceApi
from bot.platform.payload import Json, maybe
from handlers.sources.crm.crm_records import CrmTeam
from handlers.sources.crm_ports import CrmFailed

USER = ("Id", "Name", "Email", "ManagerId", "UserRoleId")
BY = ("ManagerId", "UserRoleId")
MAX_PAGES = 200


async def teams(api: SalesforceApi) -> Sequence[CrmTeam]:
    """Return a team for each manager and for each role, ordered by name."""
    users = await _users(api)
    found = [*_of_managers(users), *_of_roles(users, await _role_names(api))]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


async def _users(api: SalesforceApi) -> list[Json]:
    """Return the active users who are people.

    Raises CrmFailed if we may not see the fields that we need, or if there are too many users.
    """
    seen = await api.describe("User")
    if seen is None or not {"Email", "IsActive"} <= seen.fields.keys():
        raise CrmFailed("no permission")
    wanted = [one for one in USER if one in seen.fields]
    if not any(one in wanted for one in BY):
        raise CrmFailed("no permission")
    where = "IsActive = true"
    if "UserType" in seen.fields:  # leaves out customers, partners and Salesforce's own processes
        where += " AND UserType = 'Standard'"
    found: list[Json] = []
    pages = 0
    async for page in api.pages(soql.select(wanted, "User", where, "Id")):
        found += page
        pages += 1
        if pages > MAX_PAGES:  # with a partial list, the missing users would seem to have left
            raise CrmFailed("refused")
    return found


async def _role_names(api: SalesforceApi) -> dict[str, str]:
    found = await api.select("UserRole", ["Id", "Name"])
    return {maybe(one, "Id"): maybe(one, "Name") for one in found}


def _of_managers(users: Sequence[Json]) -> list[CrmTeam]:
    """Return a team for each active manager."""
    by_id = {maybe(one, "Id"): one for one in users}
    return [
        CrmTeam(
            f"manager:{soql.long_id(id_)}",
            f"Reports to {maybe(by_id[id_], 'Name')}",
            members,
            leader=maybe(by_id[id_], "Email"),
        )
        for id_, members in _grouped(users, "ManagerId").items()
        if id_ in by_id
    ]


def _of_roles(users: Sequence[Json], names: dict[str, str]) -> list[CrmTeam]:
    return [
        CrmTeam(f"role:{soql.long_id(id_)}", f"Role {names[id_]}", members)
        for id_, members in _grouped(users, "UserRoleId").items()
        if names.get(id_)
    ]


def _grouped(users: Sequence[Json], field: str) -> dict[str, frozenset[str]]:
    """Return the email addresses of users by the value of a field.

    Leave out users without a value, and users without an email address.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for one in users:
        if (value := maybe(one, field)) and (address := maybe(one, "Email")):
            found[value].add(address)
    return {value: frozenset(addresses) for value, addresses in found.items()}
