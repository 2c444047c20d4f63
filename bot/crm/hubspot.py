"""HubSpot as a CRM: what Attune reads from a company's HubSpot account and writes to it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from bot.crm import hubspot_changes, hubspot_teams, hubspot_writes
from bot.crm.amounts import amount
from bot.crm.hubspot_api import HIDDEN, HubSpotApi
from bot.crm.hubspot_records import (
    COMPANY,
    CONTACT,
    DEAL,
    FIELDS,
    READ,
    HubSpotObject,
    day,
    domains,
    hubspot_object,
    listed,
    moment,
    person,
    stages,
)
from bot.platform.payload import Json, at, maybe
from handlers.sources.crm.crm_records import (
    CrmChanges,
    CrmDealRecord,
    CrmDetails,
    CrmName,
    CrmOrder,
    CrmPerson,
    CrmSelf,
    CrmStage,
    CrmTeam,
)
from handlers.sources.crm_ports import CrmFailed
from storage.choices import CrmFieldKind

MAX_COMPANIES = 10  # we return at most this many of the companies that have a given domain
MAX_PEOPLE = 200  # we read at most this many contacts of a company
MAX_DEALS = 200  # we read at most this many of a company's newest deals, open and closed
MAX_LINKS = 2_000  # we look for the newest deals among about this many deals of a company


class HubSpot:
    """One HubSpot account. Implements `CrmSystem`. Every method may raise CrmFailed."""

    def __init__(self, api: HubSpotApi) -> None:
        self._api = api

    async def check(self) -> CrmSelf:
        """Try the token. Return the account's number, and what we may not see.

        `may_write` means that we may change deals and notes, and may see contacts. The right to see
        contacts covers notes too. Without this right, we could not find the notes that we wrote.
        """
        self._api.forget()
        account = await self._api.account()
        hidden = [name for kind in READ for name in await self._hidden(kind)]
        try:
            await self._api.get("owners", "", limit="1")
        except CrmFailed as failed:
            if failed.trouble != "no permission":
                raise
            hidden.append("owners.email")
        may_write = "contacts.*" not in hidden and all(
            [await self._may_change(kind) for kind in ("deals", "notes")]
        )
        label = f"account {account.id}" if account.id else ""
        return CrmSelf(label, tuple(hidden), may_write=may_write)

    async def _hidden(self, kind: str) -> list[str]:
        """Return the fields that Attune wants to read, but that its token does not let it see.

        If the token does not let us see any deals, for example, return "deals.*". Raises CrmFailed
        if it does not let us see any companies.
        """
        try:
            seen = await self._api.properties(kind)
            # The right to see a kind's properties does not include the right to see its objects.
            await self._api.get("objects", f"/{kind}", limit="1")
        except CrmFailed as failed:
            if failed.trouble != "no permission" or kind == "companies":
                raise
            return [f"{kind}.*"]
        return [f"{kind}.{name}" for name in READ[kind] if name not in seen]

    async def _may_change(self, kind: str) -> bool:
        """Return whether we may change objects of this kind.

        To find out, try to change an object that cannot exist. HubSpot refuses the change, and says
        whether the right to change is missing.
        """
        try:
            await self._api.change("PATCH", f"/{kind}/0", {"properties": {}})
        except CrmFailed as failed:
            if failed.trouble not in ("no permission", "gone", "refused"):
                raise
            return failed.trouble != "no permission"
        return True

    async def companies_at(self, domain: str) -> Sequence[CrmName]:
        """Return the companies with this domain, at most ten."""
        domain = domain.strip().casefold()
        filters = [_filter("domain", domain), _filter("domain", f"www.{domain}")]
        if "hs_additional_domains" in await self._api.properties("companies"):
            filters.append(_filter("hs_additional_domains", domain, "CONTAINS_TOKEN"))
        groups: list[Json] = [{"filters": [one]} for one in filters]
        body: Json = {
            "filterGroups": groups,
            "properties": ["name", "domain", "hs_additional_domains"],
            "limit": MAX_COMPANIES * 2,
        }
        found = map(hubspot_object, listed(await self._api.search("companies", body)))
        return [
            CrmName(one.id, one["name"])
            for one in found
            if one and domain in {name.removeprefix("www.") for name in domains(one)}
        ][:MAX_COMPANIES]

    async def company(self, company_id: str) -> CrmDetails | None:
        """Return a company with contacts and open deals, or None if it was deleted or merged."""
        found = await self._api.get_object("companies", company_id, COMPANY)
        if found is None:
            return None
        deals = await self._deals(found.id)
        return CrmDetails(
            id=found.id,
            name=found["name"],
            domains=domains(found),
            industry=found["industry"],
            last_activity_at=moment(found["notes_last_updated"]),
            people=tuple(await self._people(found.id, [one.id for one in deals])),
            deals=tuple([await self._deal(one) for one in deals]),
        )

    async def _deals(self, company_id: str) -> list[HubSpotObject]:
        """Return a company's open deals, or none if we may not see deals."""
        try:
            linked = await self._api.linked("companies", [company_id], "deals", MAX_LINKS)
            newest = sorted(linked[company_id], key=int, reverse=True)[:MAX_DEALS]
            found = await self._api.get_objects("deals", newest, DEAL)
        except CrmFailed as failed:
            if failed.trouble in HIDDEN:
                return []
            raise
        closed = {(one.pipeline_id, one.id) for one in await self.stages() if one.closed}
        return [
            one
            for one in found
            if one["hs_is_closed"] != "true" and (one["pipeline"], one["dealstage"]) not in closed
        ]

    async def _people(self, company_id: str, deals: Sequence[str]) -> list[CrmPerson]:
        """Return the contacts of open deals, and then the company's other contacts.

        Return none if we may not see contacts.
        """
        roles: dict[str, list[str]] = defaultdict(list)
        try:
            for links in (await self._api.linked("deals", deals, "contacts", MAX_PEOPLE)).values():
                for id_, label in links.items():
                    roles[id_].append(label)
            linked = await self._api.linked("companies", [company_id], "contacts", MAX_PEOPLE)
            ids = list(dict.fromkeys([*roles, *linked[company_id]]))[:MAX_PEOPLE]
            found = await self._api.get_objects("contacts", ids, CONTACT)
        except CrmFailed as failed:
            if failed.trouble in HIDDEN:
                return []
            raise
        return [person(one, roles[one.id]) for one in found]

    async def _deal(self, found: HubSpotObject) -> CrmDealRecord:
        account, zone = await self._api.account(), await self._api.zone()
        owner_name, owner_email = await self._api.owner(found["hubspot_owner_id"])
        return CrmDealRecord(
            id=found.id,
            name=found["dealname"],
            stage_id=found["dealstage"],
            stage_name=await self._stage_name(found["pipeline"], found["dealstage"]),
            pipeline_id=found["pipeline"],
            amount=amount(found["amount"]),
            currency=found["deal_currency_code"] or account.currency,
            closes_on=day(found["closedate"], zone),
            owner_name=owner_name,
            owner_email=owner_email,
            next_step=found["hs_next_step"],
            last_activity_at=moment(found["notes_last_updated"]),
        )

    async def _stage_name(self, pipeline: str, stage: str) -> str:
        found = (
            one for one in await self.stages() if (one.pipeline_id, one.id) == (pipeline, stage)
        )
        return next((one.name for one in found), "")

    async def changed(self, since: datetime) -> CrmChanges:
        """Return what changed at or after `since` (UTC)."""
        return await hubspot_changes.changes(self._api, since)

    async def owner(self, email: str) -> str:
        """Return the id of the active user with this address, or "" if there is not exactly one."""
        address = email.strip().casefold()
        found = listed(await self._api.get("owners", "", email=address, limit="10"))
        ids = [
            maybe(one, "id")
            for one in found
            if maybe(one, "email").casefold() == address
            and maybe(one, "type") in ("PERSON", "")
            and at(one, "archived") is not True
        ]
        return ids[0] if len(ids) == 1 else ""

    async def teams(self) -> Sequence[CrmTeam]:
        """Return the teams that are the main team of at least one active owner."""
        return await hubspot_teams.teams(self._api)

    async def stages(self) -> Sequence[CrmStage]:
        """Return the stages of all pipelines, in their order."""
        return stages(await self._api.pipelines())

    async def value(self, deal_id: str, kind: CrmFieldKind) -> str:
        """Return the current value of a deal's field. The value of a stage is its id."""
        found = await self._api.get_object("deals", deal_id, [FIELDS[kind]])
        if found is None:
            raise CrmFailed("gone")
        return found[FIELDS[kind]]

    async def write(self, order: CrmOrder) -> str:
        """Write a note, a task or a field. Return the id of the note, the task or the deal."""
        return await hubspot_writes.write(self._api, order)

    async def written(self, order: CrmOrder) -> str:
        """Return the id of the note, task or deal that an earlier attempt has written, or ""."""
        return await hubspot_writes.written(self._api, order)

    async def undo(self, order: CrmOrder, written_id: str) -> None:
        """Delete a note or a task, or put back the value that the rep saw before the change."""
        await hubspot_writes.undo(self._api, order, written_id)


def _filter(name: str, value: str, operator: str = "EQ") -> Json:
    return {"propertyName": name, "operator": operator, "value": value}
