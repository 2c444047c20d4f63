"""Find what changed in HubSpot, although its search lags and ends after 10,000 results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.crm.hubspot_api import HubSpotApi
from bot.crm.hubspot_records import HubSpotObject, hubspot_object, listed, milliseconds, moment
from bot.platform.payload import Json, maybe
from handlers.sources.crm.crm_records import CrmChanges
from handlers.sources.crm_ports import CrmFailed

# HubSpot's search may miss changes of the last minutes before a read. So the next read asks for the
# changes of these minutes again.
LAG = timedelta(minutes=2)
PAGE = 200
MAX_RESULTS = 10_000  # HubSpot returns at most this many results of one search
MAX_IDS = 10_000  # we read at most about this many changed objects of a kind at once
MAX_AT_ONE_TIME = 500_000  # we read at most this many objects that changed in one millisecond
MILLISECOND = timedelta(milliseconds=1)
CHANGED = {  # the property with the time of the last change
    "companies": "hs_lastmodifieddate",
    "deals": "hs_lastmodifieddate",
    "contacts": "lastmodifieddate",
}
LINKS = 500  # we look up at most about this many companies for one contact or deal


@dataclass(frozen=True)
class Changed:
    """The ids of changed objects.

    `ids` may lack objects that changed at `until` (UTC) or later. If `until` is None, `ids` lacks
    none.
    """

    ids: frozenset[str]
    until: datetime | None


async def changes(api: HubSpotApi, since: datetime) -> CrmChanges:
    """Return the companies that changed at or after `since`, or whose contacts or deals did."""
    until = max(api.clock.now() - LAG, since)
    companies: set[str] = set()
    for kind in CHANGED:
        found = await _changed_if_seen(api, kind, since)
        until = min(until, found.until or until)
        companies |= await _companies(api, kind, sorted(found.ids, key=int))
    return CrmChanges(frozenset(companies), until)


async def _changed_if_seen(api: HubSpotApi, kind: str, since: datetime) -> Changed:
    """Return what changed.

    If the key lacks the permission to read contacts or deals, they count as unchanged.
    """
    try:
        return await _changed(api, kind, since)
    except CrmFailed as failed:
        if failed.trouble == "no permission" and kind != "companies":
            return Changed(frozenset(), None)
        raise


async def _companies(api: HubSpotApi, kind: str, ids: Sequence[str]) -> set[str]:
    """Return the ids of the companies that these objects belong to."""
    if kind == "companies":
        return set(ids)
    linked = await api.linked(kind, ids, "companies", LINKS)
    return {company for found in linked.values() for company in found}


async def _changed(api: HubSpotApi, kind: str, since: datetime) -> Changed:
    """Read changes in the order of their times.

    A search ends after 10,000 results. We then search again, from the time of the last result. We
    stop when there are no more results, or when we have `MAX_IDS` ids.
    """
    ids: set[str] = set()
    while len(ids) < MAX_IDS:
        found, complete = await _first_results(api, kind, _filter(CHANGED[kind], "GTE", since))
        ids |= {one.id for one in found}
        if complete:
            return Changed(frozenset(ids), None)
        last = moment(found[-1][CHANGED[kind]])
        if last is None:
            raise CrmFailed("refused")
        if last > since:
            since = last
        else:  # more objects changed at this time than one search returns
            ids |= await _at_one_time(api, kind, since)
            since += MILLISECOND
    return Changed(frozenset(ids), since)


async def _first_results(
    api: HubSpotApi, kind: str, filter_: Json
) -> tuple[list[HubSpotObject], bool]:
    """Return the first 10,000 results in the order of their times, and whether these are all."""
    found: list[HubSpotObject] = []
    after = ""
    for _ in range(MAX_RESULTS // PAGE):
        body = _search(kind, [filter_], CHANGED[kind]) | ({"after": after} if after else {})
        answer = await api.search(kind, body)
        found += filter(None, map(hubspot_object, listed(answer)))
        after = maybe(answer, "paging", "next", "after")
        if not after or not found:
            return found, True
    return found, False


async def _at_one_time(api: HubSpotApi, kind: str, at_time: datetime) -> set[str]:
    """Read what changed in one millisecond, in the order of the ids. Return the ids."""
    ids: set[str] = set()
    last = "0"
    for _ in range(MAX_AT_ONE_TIME // PAGE):
        filters = [
            _filter(CHANGED[kind], "EQ", at_time),
            {"propertyName": "hs_object_id", "operator": "GT", "value": last},
        ]
        answer = await api.search(kind, _search(kind, filters, "hs_object_id"))
        found = [one.id for one in map(hubspot_object, listed(answer)) if one]
        if not found or int(found[-1]) <= int(last):
            break
        ids |= set(found)
        last = found[-1]
    return ids


def _search(kind: str, filters: Sequence[Json], sorted_by: str) -> Json:
    """Return the JSON of a search for changed objects."""
    return {
        "filterGroups": [{"filters": list(filters)}],
        "properties": [CHANGED[kind]],
        "sorts": [{"propertyName": sorted_by, "direction": "ASCENDING"}],
        "limit": PAGE,
    }


def _filter(name: str, operator: str, at_time: datetime) -> Json:
    value = str(milliseconds(at_time.astimezone(UTC)))
    return {"propertyName": name, "operator": operator, "value": value}
