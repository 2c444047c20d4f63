"""Salesforce: reading, writing, what may not be seen, and every fault."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.base.clock import FixedClock
from bot.crm.http import CrmClient
from bot.crm.salesforce import Salesforce
from bot.crm.salesforce_orgs import SalesforceOrgs
from bot.intake.json_http import SECONDS
from handlers.sources.crm.crm_records import CrmName, CrmOrder, CrmPerson, CrmSignIn, CrmTeam
from handlers.sources.crm_ports import CrmConflict, CrmFailed, CrmNeedsFields
from storage.choices import CrmTrouble
from tests.crm.salesforce_data import STAGES, Json, SalesforceData
from tests.crm.salesforce_fake import (
    CLIENT,
    SECRET,
    Fault,
    SalesforceStandIn,
    fails,
    gateway,
    lost,
)

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
KEY = "3f1c9a72-5a51-4be9-a1f5-0d8f3c2b7e10"
LIMIT = "REQUEST_LIMIT_EXCEEDED"


@dataclass
class World:
    """An org with one company, an open deal, two contacts and a rep."""

    fake: SalesforceStandIn
    http: CrmClient
    crm: Salesforce

    def __post_init__(self) -> None:
        put = self.data.put
        put("Organization", Name="Acme Sales")
        for number, (stage, closed) in enumerate(STAGES.items()):
            label = "Proposal sent" if stage == "Proposal" else stage
            fields = {"IsClosed": closed, "IsActive": True, "SortOrder": number}
            put("OpportunityStage", ApiName=stage, MasterLabel=label, **fields)
        put("TaskStatus", ApiName="Open", IsClosed=False, SortOrder=1)
        put("TaskStatus", ApiName="Erledigt", IsClosed=True, SortOrder=2)
        self.lena = put("User", Name="Lena Vogt", Email="lena@attune.example", IsActive=True)
        site = "https://www.northwind.example/home"
        self.company = put("Account", Name="Northwind", Website=site, Industry="Logistics")
        self.ada = put("Contact", Name="Ada Byron", Title="COO", AccountId=self.company)
        self.bo = put("Contact", Name="Bo", Email="bo@northwind.example", AccountId=self.company)
        about = {"AccountId": self.company, "OwnerId": self.lena, "IsClosed": False}
        more = {"Amount": 40000.5, "CloseDate": "2026-12-31", "NextStep": "Send the pricing"}
        self.deal = put("Opportunity", Name="40 seats", StageName="Proposal", **about, **more)
        put("Opportunity", Name="Old", StageName="Won", **about | {"IsClosed": True})
        role = "Decision maker"
        put("OpportunityContactRole", OpportunityId=self.deal, ContactId=self.bo, Role=role)

    @property
    def data(self) -> SalesforceData:
        return self.fake.data

    @property
    def tasks(self) -> list[Json]:
        return self.data.live("Task")

    def soon_gives_up(self) -> None:
        """Wait only shortly for the next answer, which will not come."""
        self.http._seconds = 0.2

    def is_patient(self) -> None:
        self.http._seconds = SECONDS

    def order(self) -> CrmOrder:
        text = "Good call.\nThey need SSO."
        return CrmOrder(KEY, "note", text, NOW, self.company, self.deal, self.lena, (self.bo,))

    def task(self) -> CrmOrder:
        due = date(2026, 12, 1)
        return replace(self.order(), kind="task", text="Send the pricing", due_on=due)

    def stage(self) -> CrmOrder:
        return replace(self.order(), kind="stage", text="New", seen="Proposal")


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with SalesforceStandIn(FixedClock(NOW)) as fake, CrmClient() as http:
        yield World(fake, http, fake.opened(http))
        assert fake.complaints == []
        assert not fake.faults


# reading


async def test_a_company_with_its_contacts_and_open_deals(world: World) -> None:
    found = await world.crm.company(world.company[:15])
    assert found
    assert (found.id, found.name, found.industry) == (world.company, "Northwind", "Logistics")
    assert found.domains == ("https://www.northwind.example/home",)
    assert found.people == (
        CrmPerson(world.bo, "Bo", "Decision maker", "bo@northwind.example"),
        CrmPerson(world.ada, "Ada Byron", "COO"),
    )
    (deal,) = found.deals
    assert (deal.id, deal.stage_id, deal.stage_name) == (world.deal, "Proposal", "Proposal sent")
    assert (deal.amount, deal.closes_on) == ("40000.5", date(2026, 12, 31))
    assert (deal.owner_name, deal.owner_email) == ("Lena Vogt", "lena@attune.example")
    assert deal.next_step == "Send the pricing"


async def test_lists_of_several_pages(world: World) -> None:
    for number in range(8):
        world.data.put("Contact", Name=f"P{number}", AccountId=world.company)
    found = await world.crm.company(world.company)
    assert found
    assert len(found.people) == 10


async def test_a_deleted_or_merged_company_is_gone_and_counts_as_changed(world: World) -> None:
    winner = world.data.put("Account", Name="Northwind Ltd")
    world.fake.clock.moment += timedelta(hours=1)
    since = world.fake.clock.now()
    world.data.change("Account", world.company, IsDeleted=True, MasterRecordId=winner)
    assert await world.crm.company(world.company) is None
    assert (await world.crm.changed(since)).company_ids == {world.company}
    assert await world.crm.company("x' OR Id != '") is None


async def test_companies_by_the_host_of_their_website(world: World) -> None:
    ours = CrmName(world.company, "Northwind")
    for site in ("notnorthwind.example", "x.test/northwind.example", "northwindXexample"):
        world.data.put("Account", Name="Another", Website=site)
    assert await world.crm.companies_at("Northwind.Example") == [ours]
    second = world.data.put("Account", Name="Northwind GmbH", Website="northwind.example")
    found = await world.crm.companies_at("northwind.example")
    assert found == [ours, CrmName(second, "Northwind GmbH")]
    assert await world.crm.companies_at("north_ind.example") == []
    assert await world.crm.companies_at("' OR Name LIKE '%") == []


async def test_an_owner_by_address(world: World) -> None:
    assert await world.crm.owner("Lena@attune.example") == world.lena
    assert await world.crm.owner("nobody' OR Name = 'Lena Vogt") == ""
    world.data.put("User", Name="L", Email="lena@attune.example", IsActive=False)
    assert await world.crm.owner("lena@attune.example") == world.lena
    world.data.put("User", Name="L", Email="lena@attune.example", IsActive=True)
    assert await world.crm.owner("lena@attune.example") == ""


async def test_stages_and_those_of_record_types(world: World) -> None:
    found = [(one.id, one.name, one.closed) for one in await world.crm.stages()]
    assert found == [
        ("New", "New", False),
        ("Proposal", "Proposal sent", False),
        ("Won", "Won", True),
    ]
    world.fake.types = {"012A": ("Partners", ["New", "Won"])}
    await world.crm.check()
    narrowed = [(one.pipeline_name, one.pipeline_id, one.id) for one in await world.crm.stages()]
    assert narrowed == [("Partners", "012A", "New"), ("Partners", "012A", "Won")]


async def test_changes_of_contacts_and_deals_count_for_their_company(world: World) -> None:
    world.fake.clock.moment += timedelta(hours=1)
    since = world.fake.clock.now()
    assert (await world.crm.changed(since)).company_ids == frozenset()
    world.fake.clock.moment += timedelta(minutes=10)
    world.data.change("Contact", world.ada, Title="CEO")
    found = await world.crm.changed(since)
    assert found.company_ids == {world.company}
    assert found.until == world.fake.clock.now() - timedelta(minutes=2)


async def test_a_read_that_takes_too_much_ends_at_a_later_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.crm.salesforce_changes.MAX_RECORDS", 2)
    for _ in range(4):  # more than one read takes, all at one time
        world.data.put("Account", Name="Bulk")
    world.fake.clock.moment += timedelta(minutes=10)
    later = [world.data.put("Account", Name="Later") for _ in range(4)]
    world.fake.clock.moment += timedelta(minutes=10)
    found, since = set[str](), NOW
    for _ in range(2):
        read = await world.crm.changed(since)
        assert read.until > since
        assert not set(later) <= found
        found, since = found | read.company_ids, read.until
    assert found == {one["Id"] for one in world.data.live("Account")}
    assert found > set(later)


# what may not be seen


async def test_check(world: World) -> None:
    found = await world.crm.check()
    assert (found.label, found.hidden, found.may_write) == ("Acme Sales", (), True)


async def test_hidden_fields_are_said_and_not_asked_for(world: World) -> None:
    world.data.hidden = {"Opportunity.Amount", "Contact.*", "Task.write"}
    found = await world.crm.check()
    assert found.hidden == ("Contact.*", "Opportunity.Amount")
    assert not found.may_write
    company = await world.crm.company(world.company)
    assert company
    assert company.people == ()
    assert [(one.name, one.amount) for one in company.deals] == [("40 seats", "")]


async def test_a_field_that_was_hidden_a_moment_ago(world: World) -> None:
    await world.crm.check()
    world.data.hidden = {"Opportunity.NextStep"}
    found = await world.crm.company(world.company)
    assert found
    assert [(one.name, one.next_step) for one in found.deals] == [("40 seats", "")]
    with pytest.raises(CrmFailed, match="no permission"):
        await world.crm.value(world.deal, "next_step")


# faults


async def test_an_expired_token_is_replaced_once(world: World) -> None:
    await world.crm.check()
    world.fake.tokens += 1
    assert await world.crm.company(world.company)
    world.fake.refuses_tokens = True
    before = world.fake.tokens
    with pytest.raises(CrmFailed, match="disconnected"):
        await world.crm.company(world.company)
    assert world.fake.tokens == before + 1


async def test_a_wrong_secret(world: World) -> None:
    world.fake.secret = "another"
    with pytest.raises(CrmFailed, match="disconnected"):
        await world.crm.check()


@pytest.mark.parametrize(
    ("fault", "trouble", "waits"),
    [
        (fails(403, LIMIT, "TotalRequests Limit exceeded."), "limit reached", True),
        (fails(403, LIMIT, "ConcurrentPerOrgLongTxn Limit exceeded."), "asked to wait", True),
        (fails(403, "API_DISABLED_FOR_ORG"), "no permission", False),
        (fails(503, "SERVER_UNAVAILABLE"), "no answer", False),
        (fails(410, "UNSUPPORTED_API_VERSION"), "refused", False),
        (gateway, "no answer", False),
        (lost, "no answer", False),
    ],
)
async def test_troubles(world: World, fault: Fault, trouble: CrmTrouble, *, waits: bool) -> None:
    await world.crm.check()
    world.fake.faults.append(("GET", fault))
    if fault is lost:
        world.soon_gives_up()
    with pytest.raises(CrmFailed) as failed:
        await world.crm.company(world.company)
    assert (failed.value.trouble, failed.value.wait is not None) == (trouble, waits)
    assert not failed.value.may_have_landed


# writing


async def test_a_note_is_a_completed_call(world: World) -> None:
    id_ = await world.crm.write(world.order())
    (task,) = world.tasks
    assert (task["Id"], task["Status"], task["TaskSubtype"]) == (id_, "Erledigt", "Call")
    assert (task["Subject"], task["ActivityDate"]) == ("Good call. They need SSO.", "2026-11-25")
    links = (world.deal, world.bo, world.lena)
    assert (task["WhatId"], task["WhoId"], task["OwnerId"]) == links
    reference = f"Sent from Attune, reference {KEY}"
    assert task["Description"] == f"Good call.\nThey need SSO.\n\n{reference}"


async def test_a_note_has_the_day_of_the_rep(world: World) -> None:
    late = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    await world.crm.write(replace(world.order(), at=late, zone="America/Los_Angeles"))
    assert [one["ActivityDate"] for one in world.tasks] == ["2026-11-24"]


async def test_a_task_is_open_and_has_its_day(world: World) -> None:
    await world.crm.write(world.task())
    (task,) = world.tasks
    assert (task["Status"], task["Subject"]) == ("Open", "Send the pricing")
    assert task["ActivityDate"] == "2026-12-01"


@pytest.mark.parametrize("unique", [None, False, True])
async def test_a_write_without_an_answer_is_found_again(
    world: World, *, unique: bool | None
) -> None:
    if unique is not None:
        world.data.schema["Task"].append("Attune_Key__c")
        world.fake.key = {"externalId": True, "unique": unique}
    for _ in range(4):
        await world.crm.write(replace(world.task(), key="another-key-" + str(_)))
    assert await world.crm.written(world.task()) == ""
    world.fake.faults.append(("PATCH" if unique else "POST", lost))
    world.soon_gives_up()
    with pytest.raises(CrmFailed) as failed:
        await world.crm.write(world.task())
    world.is_patient()
    assert failed.value.may_have_landed
    (task,) = [one for one in world.tasks if KEY in one["Description"]]
    assert await world.crm.written(world.task()) == task["Id"]
    if unique:  # then a repeated request changes nothing
        assert await world.crm.write(world.task()) == task["Id"]
        assert len(world.tasks) == 5


async def test_a_gateway_error_leaves_a_write_in_doubt(world: World) -> None:
    world.fake.faults.append(("POST", gateway))
    with pytest.raises(CrmFailed) as failed:
        await world.crm.write(world.task())
    assert failed.value.may_have_landed
    assert await world.crm.written(world.task()) == ""


async def test_required_picklists_of_tasks_are_asked_for_before_anything_is_sent(
    world: World,
) -> None:
    world.data.schema["Task"].append("Region__c")
    world.fake.picklists = {"Region__c": ["North", "South"]}
    with pytest.raises(CrmNeedsFields) as needs:
        await world.crm.write(world.task())
    assert needs.value.fields == {"Region__c": "Region"}
    assert needs.value.choices == {"Region__c": ("North", "South")}
    assert not [
        one for one in world.fake.requests if one[0] in ("POST", "PATCH") and "data" in one[1]
    ]
    await world.crm.write(replace(world.task(), required={"Region__c": "north"}))
    assert [one["Region__c"] for one in world.tasks] == ["North"]


async def test_a_stage_that_requires_another_field(world: World) -> None:
    world.data.schema["Opportunity"].append("Reason__c")
    world.fake.asks_for = {"Reason__c": "Reason"}
    with pytest.raises(CrmNeedsFields) as needs:
        await world.crm.write(world.stage())
    assert needs.value.fields == {"Reason__c": "Reason"}
    assert await world.crm.value(world.deal, "stage") == "Proposal"
    await world.crm.write(replace(world.stage(), required={"Reason__c": "Budget"}))
    assert await world.crm.value(world.deal, "stage") == "New"


async def test_a_field_that_somebody_changed_is_a_conflict(world: World) -> None:
    world.data.change("Opportunity", world.deal, StageName="Won")
    with pytest.raises(CrmConflict) as conflict:
        await world.crm.write(world.stage())
    assert conflict.value.found == "Won"


async def test_a_field_is_written_and_put_back(world: World) -> None:
    step = replace(world.order(), kind="next_step", text="Book a demo", seen="Send the pricing")
    assert await world.crm.write(step) == world.deal
    assert await world.crm.written(step) == world.deal
    await world.crm.undo(step, world.deal)
    assert await world.crm.value(world.deal, "next_step") == "Send the pricing"
    assert await world.crm.written(step) == ""


async def test_a_task_is_deleted_once(world: World) -> None:
    id_ = await world.crm.write(world.task())
    await world.crm.undo(world.task(), id_)
    await world.crm.undo(world.task(), id_)
    assert world.tasks == []


async def test_a_task_about_a_deleted_deal(world: World) -> None:
    world.data.change("Opportunity", world.deal, IsDeleted=True)
    with pytest.raises(CrmFailed, match="gone"):
        await world.crm.write(world.task())


async def test_a_note_about_a_deleted_contact_is_written_without_them(world: World) -> None:
    world.data.change("Contact", world.bo, IsDeleted=True)
    await world.crm.write(world.order())
    (task,) = world.tasks
    assert (task["WhatId"], task["WhoId"]) == (world.deal, None)


async def test_an_org_is_opened_once_for_each_secret(world: World) -> None:
    orgs = SalesforceOrgs(world.http, world.fake.clock)
    sign_in = CrmSignIn("slack:T1", "salesforce", world.fake.base, f"{CLIENT}\n{SECRET}")
    opened = orgs.opened(sign_in)
    assert await opened.company(world.company)
    assert orgs.opened(sign_in) is opened
    assert orgs.opened(replace(sign_in, secret="x\ny")) is not opened
    assert orgs.opened(replace(sign_in, tenant="slack:T2")) is not opened


async def test_teams_are_the_people_of_a_manager_and_of_a_role(world: World) -> None:
    put, staff = world.data.put, {"IsActive": True, "UserType": "Standard"}
    role = put("UserRole", Name="Sales DACH")
    boss = put("User", Name="Tom Berg", Email="tom@attune.example", **staff)
    gone = put("User", Name="Old Boss", Email="old@attune.example", UserType="Standard")
    for name in ("ada", "bo", "cleo"):
        put("User", Email=f"{name}@attune.example", ManagerId=boss, UserRoleId=role, **staff)
    put("User", Email="dora@attune.example", ManagerId=gone, **staff)
    put("User", Email="left@attune.example", ManagerId=boss, UserType="Standard", IsActive=False)
    partner = {"IsActive": True, "UserType": "PowerPartner"}
    put("User", Email="partner@elsewhere.example", ManagerId=boss, **partner)
    three = frozenset(f"{name}@attune.example" for name in ("ada", "bo", "cleo"))
    assert await world.crm.teams() == [
        CrmTeam(f"manager:{boss}", "Reports to Tom Berg", three, leader="tom@attune.example"),
        CrmTeam(f"role:{role}", "Role Sales DACH", three),
    ]
    world.data.hidden = {"User.ManagerId", "UserRole.*"}
    world.fake.clock.moment += timedelta(hours=2)
    assert await world.crm.teams() == []
    world.data.hidden = {"User.ManagerId", "User.UserRoleId"}
    world.fake.clock.moment += timedelta(hours=2)
    with pytest.raises(CrmFailed) as failed:
        await world.crm.teams()
    assert failed.value.trouble == "no permission"
