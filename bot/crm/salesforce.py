"""Salesforce as a CRM: what Attune reads from a company's org and writes to the org."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.crm import salesforce_changes, salesforce_teams, salesforce_writes, soql
from bot.crm.salesforce_api import HIDDEN, SalesforceApi
from bot.crm.salesforce_records import (
    ACCOUNT,
    CONTACT,
    MAYBE,
    OPPORTUNITY,
    READ,
    ROLE,
    USER,
    day,
    host_of,
    number,
    start_of,
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
MAX_LIKE = 1_000  # we read at most this many companies whose website contains a domain
MAX_PEOPLE = 200  # we read at most this many contacts of a company
MAX_DEALS = 200  # we read at most this many of a company's newest open deals


class Salesforce:
    """One company's Salesforce. Implements `CrmSystem`. Every method may raise CrmFailed."""

    def __init__(self, api: SalesforceApi) -> None:
        self._api = api

    async def check(self) -> CrmSelf:
        """Try the sign-in. Return the company's name, what is hidden, and whether we may write."""
        self._api.forget()
        if await self._api.describe("Account") is None:
            raise CrmFailed("no permission")
        hidden = [name for kind in READ for name in await self._hidden(kind)]
        named = await self._api.select("Organization", ["Id", "Name"], limit=1)
        label = maybe(named[0], "Name") if named else ""
        task, deal = await self._api.describe("Task"), await self._api.describe("Opportunity")
        may_write = bool(
            task
            and task.creatable
            and deal
            and deal.changeable
            and all(
                name in deal.fields and deal.fields[name].changeable
                for name in salesforce_writes.FIELDS.values()
            )
        )
        return CrmSelf(label, tuple(hidden), may_write=may_write)

    async def _hidden(self, kind: str) -> list[str]:
        """Return the fields that Attune wants to read, but that Salesforce hides from us."""
        seen = await self._api.describe(kind)
        if seen is None:
            return [f"{kind}.*"]
        return [f"{kind}.{name}" for name in READ[kind] if name not in seen.fields]

    async def _sees(self, kind: str, *fields: str) -> bool:
        """Return whether a query may filter by these fields."""
        seen = await self._api.describe(kind)
        return seen is not None and all(name in seen.fields for name in fields)

    async def companies_at(self, domain: str) -> Sequence[CrmName]:
        """Return the companies whose website has this domain as its host, at most ten."""
        domain = domain.strip().casefold().removeprefix("www.")
        if not domain or not await self._sees("Account", "Website"):
            return []
        like = f"Website LIKE {soql.containing(domain)}"
        wanted = ["Id", "Name", "Website"]
        found = await self._api.select("Account", wanted, like, "Id", MAX_LIKE)
        return [
            CrmName(soql.long_id(maybe(one, "Id")), maybe(one, "Name"))
            for one in found
            if host_of(maybe(one, "Website")) == domain
        ][:MAX_COMPANIES]

    async def company(self, company_id: str) -> CrmDetails | None:
        """Return a company with contacts and open deals, or None if it was deleted or merged."""
        id_ = soql.long_id(company_id)
        found = await self._api.with_ids("Account", ACCOUNT, "Id", [id_])
        if not found:
            return None
        deals = await self._deals(id_)
        return CrmDetails(
            id=id_,
            name=maybe(found[0], "Name"),
            domains=tuple(filter(None, [maybe(found[0], "Website")])),
            industry=maybe(found[0], "Industry"),
            last_activity_at=start_of(maybe(found[0], "LastActivityDate")),
            people=tuple(await self._people(id_, [maybe(one, "Id") for one in deals])),
            deals=await self._deal_records(deals),
        )

    async def _deals(self, id_: str) -> list[Json]:
        """Return a company's open deals, or none if we may not see deals."""
        if not await self._sees("Opportunity", "AccountId", "IsClosed"):
            return []
        where = f"AccountId = {soql.quoted(id_)} AND IsClosed = false"
        wanted = [*OPPORTUNITY, *MAYBE]
        return await self._api.select("Opportunity", wanted, where, "Id DESC", MAX_DEALS)

    async def _people(self, id_: str, deals: Sequence[str]) -> list[CrmPerson]:
        """Return the people with a role in an open deal, and then the company's other contacts."""
        roles: dict[str, list[str]] = defaultdict(list)
        if await self._sees("OpportunityContactRole", "OpportunityId", "ContactId"):
            kind = "OpportunityContactRole"
            for one in await self._api.with_ids(kind, ROLE, "OpportunityId", deals):
                roles[soql.long_id(maybe(one, "ContactId"))].append(maybe(one, "Role"))
        found = await self._api.with_ids("Contact", CONTACT, "Id", roles)
        if await self._sees("Contact", "AccountId"):
            where = f"AccountId = {soql.quoted(id_)}"
            found += await self._api.select("Contact", CONTACT, where, "Id", MAX_PEOPLE)
        people = {soql.long_id(maybe(one, "Id")): one for one in found}
        return [_person(id_, one, roles[id_]) for id_, one in people.items()][:MAX_PEOPLE]

    async def _deal_records(self, deals: Sequence[Json]) -> tuple[CrmDealRecord, ...]:
        """Return deals with the names of their owners and stages."""
        owners = await self._api.with_ids(
            "User", USER, "Id", [maybe(one, "OwnerId") for one in deals]
        )
        by_id = {maybe(one, "Id"): one for one in owners}
        seen = await self._api.describe("Opportunity")
        stages = seen.fields.get("StageName") if seen else None
        labels = {value: label for label, value in stages.options.items()} if stages else {}
        types = seen.types if seen else {}
        return tuple(
            _deal(one, by_id.get(maybe(one, "OwnerId"), {}), labels, types) for one in deals
        )

    async def changed(self, since: datetime) -> CrmChanges:
        """Return what was changed, deleted or merged at or after `since` (UTC)."""
        return await salesforce_changes.changes(self._api, since)

    async def owner(self, email: str) -> str:
        """Return the id of the active user with this address, or "" if there is not exactly one."""
        if not email.strip() or not await self._sees("User", "Email", "IsActive"):
            return ""
        where = f"Email = {soql.quoted(email.strip())} AND IsActive = true"
        found = await self._api.select("User", ["Id"], where, limit=2)
        return soql.long_id(maybe(found[0], "Id")) if len(found) == 1 else ""

    async def teams(self) -> Sequence[CrmTeam]:
        """Return a team for each manager and for each role."""
        return await salesforce_teams.teams(self._api)

    async def stages(self) -> Sequence[CrmStage]:
        """Return the stages of opportunities. With record types, return the stages of each type."""
        wanted = ["Id", "ApiName", "MasterLabel", "IsClosed"]
        found = await self._api.select("OpportunityStage", wanted, "IsActive = true", "SortOrder")
        deal = await self._api.describe("Opportunity")
        types = deal.types if deal else {}
        if not types:
            return [_stage(one) for one in found]
        return [
            _stage(one, id_, name)
            for id_, name in types.items()
            for one in await self._of_type(found, id_)
        ]

    async def _of_type(self, stages: Sequence[Json], type_id: str) -> Sequence[Json]:
        """Return the stages that a record type has, or all stages if Salesforce does not say."""
        path = f"/ui-api/object-info/Opportunity/picklist-values/{type_id}/StageName"
        try:
            listed = at(await self._api.get(path), "values")
        except CrmFailed as failed:
            if failed.trouble not in (*HIDDEN, "refused"):
                raise
            return stages
        values = {maybe(one, "value") for one in listed} if isinstance(listed, list) else set()
        return [one for one in stages if maybe(one, "ApiName") in values]

    async def value(self, deal_id: str, kind: CrmFieldKind) -> str:
        """Return the current value of a deal's field. The value of a stage is its id."""
        return await salesforce_writes.value(self._api, deal_id, kind)

    async def write(self, order: CrmOrder) -> str:
        """Write a note, a task or a field. Return the id of the task or the deal.

        A note is written as a completed task.
        """
        return await salesforce_writes.write(self._api, order)

    async def written(self, order: CrmOrder) -> str:
        """Look for what an earlier attempt has written. Return its id, or ""."""
        return await salesforce_writes.written(self._api, order)

    async def undo(self, order: CrmOrder, written_id: str) -> None:
        """Delete a task, or put back the value that the rep saw before the change."""
        await salesforce_writes.undo(self._api, order, written_id)


def _person(id_: str, found: Json, roles: Sequence[str]) -> CrmPerson:
    role = ", ".join(dict.fromkeys(filter(None, roles)))
    return CrmPerson(
        id_, maybe(found, "Name"), role or maybe(found, "Title"), maybe(found, "Email")
    )


def _deal(
    found: Json, owner: Json, labels: Mapping[str, str], types: Mapping[str, str]
) -> CrmDealRecord:
    stage, type_id = maybe(found, "StageName"), maybe(found, "RecordTypeId")
    return CrmDealRecord(
        id=soql.long_id(maybe(found, "Id")),
        name=maybe(found, "Name"),
        stage_id=stage,
        stage_name=labels.get(stage, stage),
        pipeline_id=type_id if type_id in types else "",
        amount=number(at(found, "Amount")),
        currency=maybe(found, "CurrencyIsoCode"),
        closes_on=day(maybe(found, "CloseDate")),
        owner_name=maybe(owner, "Name"),
        owner_email=maybe(owner, "Email"),
        next_step=maybe(found, "NextStep"),
        last_activity_at=start_of(maybe(found, "LastActivityDate")),
    )


def _stage(found: Json, type_id: str = "", type_name: str = "") -> CrmStage:
    return CrmStage(
        id=maybe(found, "ApiName"),
        name=maybe(found, "MasterLabel"),
        pipeline_id=type_id,
        pipeline_name=type_name,
        closed=at(found, "IsClosed") is True,
    )
