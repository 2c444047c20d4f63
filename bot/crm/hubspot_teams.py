"""Read HubSpot's teams of users, from its list of owners.

HubSpot says which teams an owner is in, and which team is the owner's main team. HubSpot does not
say who leads a team. The list of owners does not name a team without owners, so such a team looks
deleted.
"""

from collections import defaultdict
from collections.abc import Sequence

from bot.crm.hubspot_api import HubSpotApi
from bot.crm.hubspot_records import listed
from bot.platform.payload import at, maybe
from handlers.sources.crm.crm_records import CrmTeam
from handlers.sources.crm_ports import CrmFailed

PAGE = "100"
MAX_PAGES = 100


async def teams(api: HubSpotApi) -> Sequence[CrmTeam]:
    """Return the teams that are the main team of at least one active owner, sorted by name."""
    account = (await api.account()).id
    names: dict[str, str] = {}
    members: dict[str, set[str]] = defaultdict(set)
    for owner in await _owners(api):
        team = _main_team(owner)
        address = maybe(owner, "email")
        if team and address:
            names[maybe(team, "id")] = maybe(team, "name")
            members[maybe(team, "id")].add(address)
    found = [CrmTeam(f"{account}:{id_}", names[id_], frozenset(members[id_])) for id_ in names]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


async def _owners(api: HubSpotApi) -> list[object]:
    """Return all active owners who are people. Raises CrmFailed if there are too many."""
    found: list[object] = []
    query = {"limit": PAGE, "archived": "false"}
    for _ in range(MAX_PAGES):
        body = await api.get("owners", "", **query)
        found += listed(body)
        after = maybe(body, "paging", "next", "after")
        if not after:
            return [one for one in found if _is_active_person(one)]
        query["after"] = after
    raise CrmFailed("refused")  # with only part of the list, people would seem to have left


def _is_active_person(owner: object) -> bool:
    return maybe(owner, "type") in ("PERSON", "") and at(owner, "archived") is not True


def _main_team(owner: object) -> object | None:
    """Return the owner's main team or, if none is marked as main, the owner's only team.

    Return None if the owner has no team, or if it is unclear which team is the main one.
    """
    found = [one for one in listed(owner, "teams") if maybe(one, "id")]
    main = [one for one in found if at(one, "primary") is True] or found
    return main[0] if len(main) == 1 else None
