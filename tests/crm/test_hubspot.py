"""Reading HubSpot: accounts, contacts, deals, stages, what may not be seen, and every fault."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.base.clock import FixedClock
from bot.crm.http import CrmClient
from handlers.sources.crm_records import CrmName, CrmPerson
from handlers.sources.ports import CrmFailed, CrmSystem
from tests.crm.hubspot_data import LAG, HubSpotData, Pipeline, iso
from tests.crm.hubspot_fake import (
    Fault,
    HubSpotStandIn,
    fails,
    gateway,
    limited,
    lost,
)

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=1)


@dataclass
class World:
    """One account with a company, contacts and deals."""

    fake: HubSpotStandIn
    http: CrmClient
    crm: CrmSystem
    company: str = field(init=False)
    deal: str = field(init=False)
    lost_deal: str = field(init=False)
    ada: str = field(init=False)
    bo: str = field(init=False)

    def __post_init__(self) -> None:
        clock = self.fake.clock
        clock.moment = LONG_AGO
        put = self.data.put
        self.data.pipelines = [
            Pipeline("default", "Sales", [("new", "New", False), ("won", "Won", True)]),
            Pipeline("18", "Partners", [("81", "New", False)], "READ_ONLY"),
        ]
        owner = {"id": "77", "type": "PERSON", "archived": False, "email": "lena@attune.example"}
        self.data.owners["77"] = {**owner, "firstName": "Lena", "lastName": "Vogt"}
        self.company = put(
            "companies",
            name="Northwind",
            domain="northwind.example",
            hs_additional_domains="northwind.test;nw.example",
            website="https://www.northwind.example/",
            industry="LOGISTICS",
            notes_last_updated="2026-11-20T08:30:00Z",
        )
        self.deal = put(
            "deals",
            dealname="Northwind 40 seats",
            dealstage="new",
            pipeline="default",
            amount="40000.50",
            closedate="2026-12-30T23:30:00Z",
            hubspot_owner_id="77",
            hs_next_step="Send the pricing",
            hs_is_closed="false",
        )
        self.lost_deal = put("deals", dealname="Old", hs_is_closed="true", dealstage="won")
        self.ada = put("contacts", firstname="Ada", lastname="Byron", jobtitle="COO")
        self.bo = put("contacts", firstname="Bo", email="bo@northwind.example", jobtitle="CFO")
        company = ("companies", self.company)
        for deal in (self.deal, self.lost_deal):
            self.data.link(company, ("deals", deal))
        for person in (self.ada, self.bo):
            self.data.link(company, ("contacts", person))
        self.data.link(("deals", self.deal), ("contacts", self.bo), "Decision maker")
        clock.moment = NOW

    @property
    def data(self) -> HubSpotData:
        return self.fake.data

    def fails(self, method: str, fault: Fault) -> None:
        self.fake.faults.append((method, fault))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with HubSpotStandIn(FixedClock(NOW)) as fake, CrmClient() as http:
        yield World(fake, http, fake.opened(http))
        assert fake.complaints == []
        assert not fake.faults


async def test_a_company_with_its_contacts_and_open_deals(world: World) -> None:
    found = await world.crm.company(world.company)
    assert found
    assert (found.id, found.name, found.industry) == (world.company, "Northwind", "LOGISTICS")
    assert found.domains == (
        *("northwind.example", "northwind.test", "nw.example"),
        "https://www.northwind.example/",
    )
    assert found.last_activity_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert found.people == (
        CrmPerson(world.bo, "Bo", "Decision maker", "bo@northwind.example"),
        CrmPerson(world.ada, "Ada Byron", "COO"),
    )
    (deal,) = found.deals
    assert (deal.id, deal.name) == (world.deal, "Northwind 40 seats")
    assert (deal.stage_id, deal.stage_name, deal.pipeline_id) == ("new", "New", "default")
    assert (deal.amount, deal.currency) == ("40000.50", "EUR")
    assert deal.closes_on == date(2026, 12, 31)  # in the account's zone
    assert (deal.owner_name, deal.owner_email) == ("Lena Vogt", "lena@attune.example")
    assert deal.next_step == "Send the pricing"


async def test_lists_of_several_pages(world: World) -> None:
    for number in range(8):
        person = world.data.put("contacts", firstname=f"P{number}")
        world.data.link(("companies", world.company), ("contacts", person))
    found = await world.crm.company(world.company)
    assert found
    assert len(found.people) == 10


async def test_a_company_that_was_deleted(world: World) -> None:
    world.data.objects["companies"][world.company].archived = True
    assert await world.crm.company(world.company) is None
    assert await world.crm.company("12345") is None
    assert await world.crm.company("../../owners") is None


@pytest.mark.parametrize("follows", [True, False])
async def test_a_merged_company_has_a_new_id(world: World, *, follows: bool) -> None:
    world.data.follows_merges = follows
    other = world.data.put("companies", name="Northwind Ltd", domain="northwind.example")
    new = world.data.merge("companies", world.company, other)
    assert await world.crm.company(world.company) is None
    found = await world.crm.company(new)
    assert found
    assert [one.id for one in found.deals] == [world.deal]
    world.fake.clock.moment += LAG
    assert await world.crm.companies_at("northwind.example") == [CrmName(new, "Northwind")]


async def test_companies_by_domain(world: World) -> None:
    named = CrmName(world.company, "Northwind")
    assert await world.crm.companies_at("Northwind.Example") == [named]
    assert await world.crm.companies_at("nw.example") == [named]
    assert await world.crm.companies_at("wind.example") == []
    second = world.data.put("companies", name="Northwind GmbH", domain="www.northwind.example")
    assert await world.crm.companies_at("northwind.example") == [named]  # the search lags
    world.fake.clock.moment += LAG
    found = await world.crm.companies_at("northwind.example")
    assert set(found) == {named, CrmName(second, "Northwind GmbH")}


async def test_an_owner_by_address(world: World) -> None:
    assert await world.crm.owner("Lena@attune.example") == "77"
    assert await world.crm.owner("nobody@attune.example") == ""
    lena = world.data.owners["77"]
    world.data.owners["78"] = {**lena, "id": "78", "type": "QUEUE"}
    world.data.owners["79"] = {**lena, "id": "79", "archived": True}
    assert await world.crm.owner("lena@attune.example") == "77"
    world.data.owners["80"] = {**lena, "id": "80"}
    assert await world.crm.owner("lena@attune.example") == ""


async def test_stages_say_their_pipeline_and_whether_we_may_write(world: World) -> None:
    found = [
        (one.pipeline_name, one.name, one.id, one.closed, one.may_write)
        for one in await world.crm.stages()
    ]
    assert found == [
        ("Sales", "New", "new", False, True),
        ("Sales", "Won", "won", True, True),
        ("Partners", "New", "81", False, False),
    ]


# what may not be seen


async def test_check(world: World) -> None:
    found = await world.crm.check()
    assert (found.label, found.hidden, found.may_write) == ("account 62515", (), True)


async def test_check_says_what_is_hidden(world: World) -> None:
    world.data.hidden = {("deals", "amount"), ("companies", "hs_additional_domains")}
    world.fake.scopes -= {
        "crm.objects.contacts.read",
        "crm.objects.owners.read",
        "crm.objects.deals.write",
    }
    found = await world.crm.check()
    assert found.hidden == (
        *("companies.hs_additional_domains", "contacts.*", "deals.amount"),
        "owners.email",
    )
    assert not found.may_write


async def test_what_is_hidden_is_empty(world: World) -> None:
    world.data.hidden = {("deals", "amount"), ("companies", "hs_additional_domains")}
    world.fake.scopes -= {"crm.objects.contacts.read", "crm.objects.owners.read"}
    found = await world.crm.company(world.company)
    assert found
    assert found.people == ()
    assert [(one.amount, one.owner_email) for one in found.deals] == [("", "")]
    assert await world.crm.companies_at("northwind.example")
    assert (await world.crm.changed(LONG_AGO)).company_ids == {world.company}
    world.fake.scopes -= {"crm.objects.deals.read"}
    without = await world.fake.opened(world.http).company(world.company)
    assert without
    assert without.deals == ()


async def test_without_companies_nothing_works(world: World) -> None:
    world.fake.scopes -= {"crm.objects.companies.read"}
    for asked in (world.crm.check(), world.crm.company(world.company)):
        with pytest.raises(CrmFailed) as failed:
            await asked
        assert failed.value.trouble == "no permission"


# faults


@pytest.mark.parametrize(
    ("fault", "trouble", "wait"),
    [
        (limited("TEN_SECONDLY_ROLLING"), "asked to wait", timedelta(seconds=10)),
        (limited("DAILY"), "limit reached", timedelta(hours=1)),
        (fails(477, Retry_After="60"), "asked to wait", timedelta(minutes=1)),
        (fails(423), "asked to wait", timedelta(seconds=10)),
        (fails(403, {"category": "USER_DOES_NOT_HAVE_PERMISSIONS"}), "no permission", None),
        (fails(401), "disconnected", None),
        (fails(500), "no answer", None),
        (fails(302, Location="https://elsewhere.example"), "no answer", None),
        (gateway, "no answer", None),
    ],
)
async def test_what_an_error_means(
    world: World, fault: Fault, trouble: str, wait: timedelta | None
) -> None:
    world.fails("GET", fault)
    with pytest.raises(CrmFailed) as failed:
        await world.crm.company(world.company)
    assert (failed.value.trouble, failed.value.wait) == (trouble, wait)
    assert not failed.value.may_have_landed
    assert await world.crm.company(world.company)


async def test_a_day_ends_at_midnight_of_the_account(world: World) -> None:
    await world.crm.check()
    world.fake.clock.moment = NOW
    world.fails("GET", limited("DAILY"))
    with pytest.raises(CrmFailed) as failed:
        await world.crm.company(world.company)
    assert failed.value.wait
    until_midnight = timedelta(hours=14)  # Berlin is UTC+1
    assert until_midnight - failed.value.wait < timedelta(seconds=2)


async def test_a_token_that_was_revoked(world: World) -> None:
    world.fake.token = "another"
    with pytest.raises(CrmFailed) as failed:
        await world.crm.check()
    assert failed.value.trouble == "disconnected"


async def test_a_version_that_is_gone(world: World) -> None:
    old = world.fake.opened(world.http, version="2025-03")
    with pytest.raises(CrmFailed) as failed:
        await old.stages()
    assert failed.value.trouble == "gone"


async def test_an_answer_that_is_lost_while_reading(world: World) -> None:
    world.fails("GET", lost)
    async with CrmClient(seconds=0.2) as hasty:
        with pytest.raises(CrmFailed) as failed:
            await world.fake.opened(hasty).company(world.company)
    assert (failed.value.trouble, failed.value.may_have_landed) == ("no answer", False)


# what changed


async def test_what_changed(world: World) -> None:
    world.data.put("companies", name="Unchanged")
    since = world.fake.clock.moment = NOW + timedelta(hours=1)
    world.data.edit("contacts", world.ada, jobtitle="CEO")
    world.fake.clock.moment += timedelta(minutes=3)
    found = await world.crm.changed(since)
    assert found.company_ids == {world.company}
    assert found.until < world.fake.clock.moment - LAG


async def test_a_change_that_the_search_does_not_show_yet_is_found_next_time(world: World) -> None:
    since = NOW - timedelta(minutes=1)
    world.data.edit("deals", world.deal, amount="1")
    first = await world.crm.changed(since)
    assert first.company_ids == frozenset()
    world.fake.clock.moment += LAG
    assert (await world.crm.changed(first.until)).company_ids == {world.company}


async def test_more_changes_at_one_time_than_a_search_returns(world: World) -> None:
    """An admin changes 10,001 companies at once, and two more change later."""
    for number in range(10_001):
        world.data.put("companies", name=str(number))
    world.fake.clock.moment += timedelta(minutes=1)
    for number in range(2):
        world.data.put("companies", name=f"later {number}")
    world.fake.clock.moment += timedelta(minutes=10)
    found: set[str] = set()
    since, reads = NOW, 0
    while len(found) < 10_003:
        read = await world.crm.changed(since)
        found |= read.company_ids
        reads += 1
        assert read.until > since
        assert reads < 4
        since = read.until
    assert iso(since) > iso(NOW)
