"""Reading HubSpot: accounts, contacts, deals, stages, what may not be seen, and every fault."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.crm import hubspot_teams
from bot.crm.http import CrmClient
from bot.crm.hubspot import HubSpot
from bot.crm.hubspot_accounts import HubSpotAccounts
from bot.crm.hubspot_api import HubSpotApi
from handlers.sources.crm.crm_records import CrmName, CrmPerson, CrmSignIn, CrmTeam
from handlers.sources.crm_ports import CrmFailed
from tests.crm.hubspot_data import LAG, iso
from tests.crm.hubspot_fake import TOKEN, Fault, fails, gateway, limited, lost
from tests.crm.hubspot_world import LONG_AGO, NOW, HubSpotWorld


async def test_a_company_with_its_contacts_and_open_deals(hubspot: HubSpotWorld) -> None:
    found = await hubspot.crm.company(hubspot.company)
    assert found
    assert (found.id, found.name, found.industry) == (hubspot.company, "Northwind", "LOGISTICS")
    assert found.domains == (
        *("northwind.example", "northwind.test", "nw.example"),
        "https://www.northwind.example/",
    )
    assert found.last_activity_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert found.people == (
        CrmPerson(hubspot.bo, "Bo", "Decision maker", "bo@northwind.example"),
        CrmPerson(hubspot.ada, "Ada Byron", "COO"),
    )
    (deal,) = found.deals
    assert (deal.id, deal.name) == (hubspot.deal, "Northwind 40 seats")
    assert (deal.stage_id, deal.stage_name, deal.pipeline_id) == ("new", "New", "default")
    assert (deal.amount, deal.currency) == ("40000.50", "EUR")
    assert deal.closes_on == date(2026, 12, 31)  # in the account's zone
    assert (deal.owner_name, deal.owner_email) == ("Lena Vogt", "lena@attune.example")
    assert deal.next_step == "Send the pricing"


async def test_a_new_zone_of_the_account_is_noticed_within_an_hour(hubspot: HubSpotWorld) -> None:
    assert await closing_day(hubspot) == date(2026, 12, 31)
    hubspot.fake.zone = "America/New_York"
    hubspot.fake.clock.moment += timedelta(hours=1, seconds=1)
    assert await closing_day(hubspot) == date(2026, 12, 30)


async def closing_day(hubspot: HubSpotWorld) -> date | None:
    """The day on which the deal should close."""
    found = await hubspot.crm.company(hubspot.company)
    assert found
    return found.deals[0].closes_on


async def test_lists_of_several_pages(hubspot: HubSpotWorld) -> None:
    for number in range(8):
        person = hubspot.data.put("contacts", firstname=f"P{number}")
        hubspot.data.link(("companies", hubspot.company), ("contacts", person))
    found = await hubspot.crm.company(hubspot.company)
    assert found
    assert len(found.people) == 10


async def test_a_company_that_was_deleted(hubspot: HubSpotWorld) -> None:
    hubspot.data.objects["companies"][hubspot.company].archived = True
    assert await hubspot.crm.company(hubspot.company) is None
    assert await hubspot.crm.company("12345") is None
    assert await hubspot.crm.company("../../owners") is None


@pytest.mark.parametrize("follows", [True, False])
async def test_a_merged_company_has_a_new_id(hubspot: HubSpotWorld, *, follows: bool) -> None:
    hubspot.data.follows_merges = follows
    other = hubspot.data.put("companies", name="Northwind Ltd", domain="northwind.example")
    new = hubspot.data.merge("companies", hubspot.company, other)
    assert await hubspot.crm.company(hubspot.company) is None
    found = await hubspot.crm.company(new)
    assert found
    assert [one.id for one in found.deals] == [hubspot.deal]
    hubspot.fake.clock.moment += LAG
    assert await hubspot.crm.companies_at("northwind.example") == [CrmName(new, "Northwind")]


async def test_companies_by_domain(hubspot: HubSpotWorld) -> None:
    named = CrmName(hubspot.company, "Northwind")
    assert await hubspot.crm.companies_at("Northwind.Example") == [named]
    assert await hubspot.crm.companies_at("nw.example") == [named]
    assert await hubspot.crm.companies_at("wind.example") == []
    second = hubspot.data.put("companies", name="Northwind GmbH", domain="www.northwind.example")
    assert await hubspot.crm.companies_at("northwind.example") == [named]  # the search lags
    hubspot.fake.clock.moment += LAG
    found = await hubspot.crm.companies_at("northwind.example")
    assert set(found) == {named, CrmName(second, "Northwind GmbH")}


async def test_an_owner_by_address(hubspot: HubSpotWorld) -> None:
    assert await hubspot.crm.owner("Lena@attune.example") == "77"
    assert await hubspot.crm.owner("nobody@attune.example") == ""
    lena = hubspot.data.owners["77"]
    hubspot.data.owners["78"] = {**lena, "id": "78", "type": "QUEUE"}
    hubspot.data.owners["79"] = {**lena, "id": "79", "archived": True}
    assert await hubspot.crm.owner("lena@attune.example") == "77"
    hubspot.data.owners["80"] = {**lena, "id": "80"}
    assert await hubspot.crm.owner("lena@attune.example") == ""


async def test_teams_are_the_main_teams_of_active_owners(hubspot: HubSpotWorld) -> None:
    own = hubspot.data.own
    own("1", "ada@attune.example", "11 DACH", "12 Nordics", main="11")
    own("2", "bo@attune.example", "12 Nordics")
    own("3", "cleo@attune.example", "11 DACH", "12 Nordics")  # no main team, and several
    own("4", "dora@attune.example", "11 DACH", main="11", archived=True)
    own("5", "", "11 DACH", main="11")
    own("6", "queue@attune.example", "11 DACH", main="11")
    hubspot.data.owners["6"]["type"] = "QUEUE"
    own("7", "gil@attune.example", "11 DACH", main="11")
    found = await hubspot.crm.teams()
    assert found == [
        CrmTeam("62515:11", "DACH", frozenset({"ada@attune.example", "gil@attune.example"})),
        CrmTeam("62515:12", "Nordics", frozenset({"bo@attune.example"})),
    ]
    assert all("@" not in repr(one) for one in found)
    hubspot.fake.scopes -= {"crm.objects.owners.read"}
    with pytest.raises(CrmFailed) as failed:
        await hubspot.crm.teams()
    assert failed.value.trouble == "no permission"


async def test_a_list_of_owners_that_breaks_off_is_no_list(
    hubspot: HubSpotWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 7):
        hubspot.data.own(str(number), f"rep{number}@attune.example", "11 DACH", main="11")
    monkeypatch.setattr(hubspot_teams, "MAX_PAGES", 2)
    with pytest.raises(CrmFailed):
        await hubspot.crm.teams()


async def test_stages_say_their_pipeline_and_whether_we_may_write(hubspot: HubSpotWorld) -> None:
    found = [
        (one.pipeline_name, one.name, one.id, one.closed, one.may_write)
        for one in await hubspot.crm.stages()
    ]
    assert found == [
        ("Sales", "New", "new", False, True),
        ("Sales", "Won", "won", True, True),
        ("Partners", "New", "81", False, False),
    ]


# what may not be seen


async def test_check(hubspot: HubSpotWorld) -> None:
    found = await hubspot.crm.check()
    assert (found.label, found.hidden, found.may_write) == ("account 62515", (), True)


async def test_check_says_what_is_hidden(hubspot: HubSpotWorld) -> None:
    hubspot.data.hidden = {("deals", "amount"), ("companies", "hs_additional_domains")}
    hubspot.fake.scopes -= {
        "crm.objects.contacts.read",
        "crm.objects.owners.read",
        "crm.objects.deals.write",
    }
    found = await hubspot.crm.check()
    assert found.hidden == (
        *("companies.hs_additional_domains", "contacts.*", "deals.amount"),
        "owners.email",
    )
    assert not found.may_write


async def test_check_reads_everything_again(hubspot: HubSpotWorld) -> None:
    hubspot.data.hidden = {("deals", "amount")}
    assert (await hubspot.crm.check()).hidden == ("deals.amount",)
    hubspot.data.hidden = set()
    assert (await hubspot.crm.check()).hidden == ()


async def test_a_closed_deal_is_left_out_even_if_we_may_not_see_that_it_is_closed(
    hubspot: HubSpotWorld,
) -> None:
    hubspot.data.hidden = {("deals", "hs_is_closed")}
    hubspot.data.edit("deals", hubspot.lost_deal, pipeline="default", dealstage="won")
    found = await hubspot.crm.company(hubspot.company)
    assert found
    assert [one.id for one in found.deals] == [hubspot.deal]


@pytest.mark.parametrize("token", ["a\nb", "ключ"])
async def test_a_token_that_cannot_be_one(hubspot: HubSpotWorld, token: str) -> None:
    api = HubSpotApi(hubspot.http, token, hubspot.fake.clock)
    with pytest.raises(CrmFailed) as failed:
        await HubSpot(api).check()
    assert failed.value.trouble == "disconnected"


async def test_what_is_hidden_is_empty(hubspot: HubSpotWorld) -> None:
    hubspot.data.hidden = {("deals", "amount"), ("companies", "hs_additional_domains")}
    hubspot.fake.scopes -= {"crm.objects.contacts.read", "crm.objects.owners.read"}
    found = await hubspot.crm.company(hubspot.company)
    assert found
    assert found.people == ()
    assert [(one.amount, one.owner_email) for one in found.deals] == [("", "")]
    assert await hubspot.crm.companies_at("northwind.example")
    assert (await hubspot.crm.changed(LONG_AGO)).company_ids == {hubspot.company}
    hubspot.fake.scopes -= {"crm.objects.deals.read"}
    without = await hubspot.fake.opened(hubspot.http).company(hubspot.company)
    assert without
    assert without.deals == ()


async def test_without_companies_nothing_works(hubspot: HubSpotWorld) -> None:
    hubspot.fake.scopes -= {"crm.objects.companies.read"}
    for asked in (hubspot.crm.check(), hubspot.crm.company(hubspot.company)):
        with pytest.raises(CrmFailed) as failed:
            await asked
        assert failed.value.trouble == "no permission"


async def test_each_tenant_has_an_account_of_its_own(hubspot: HubSpotWorld) -> None:
    crms = HubSpotAccounts(hubspot.http, hubspot.fake.clock, base=hubspot.fake.base)
    ours = CrmSignIn("slack:T1", "hubspot", "", f"{TOKEN}\n")
    first = crms.opened(ours)
    assert (await first.check()).label == "account 62515"
    assert crms.opened(ours) is first
    assert crms.opened(replace(ours, tenant="slack:T2")) is not first
    another = crms.opened(replace(ours, secret="another"))
    with pytest.raises(CrmFailed) as failed:
        await another.check()
    assert failed.value.trouble == "disconnected"


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
    hubspot: HubSpotWorld, fault: Fault, trouble: str, wait: timedelta | None
) -> None:
    hubspot.fails("GET", fault)
    with pytest.raises(CrmFailed) as failed:
        await hubspot.crm.company(hubspot.company)
    assert (failed.value.trouble, failed.value.wait) == (trouble, wait)
    assert not failed.value.may_have_landed
    assert await hubspot.crm.company(hubspot.company)


async def test_a_day_ends_at_midnight_of_the_account(hubspot: HubSpotWorld) -> None:
    await hubspot.crm.check()
    hubspot.fake.clock.moment = NOW
    hubspot.fails("GET", limited("DAILY"))
    with pytest.raises(CrmFailed) as failed:
        await hubspot.crm.company(hubspot.company)
    assert failed.value.wait
    until_midnight = timedelta(hours=14)  # Berlin is UTC+1
    assert until_midnight - failed.value.wait < timedelta(seconds=2)


async def test_a_token_that_was_revoked(hubspot: HubSpotWorld) -> None:
    hubspot.fake.token = "another"
    with pytest.raises(CrmFailed) as failed:
        await hubspot.crm.check()
    assert failed.value.trouble == "disconnected"


async def test_a_version_that_is_gone(hubspot: HubSpotWorld) -> None:
    old = hubspot.fake.opened(hubspot.http, version="2025-03")
    with pytest.raises(CrmFailed) as failed:
        await old.stages()
    assert failed.value.trouble == "refused"


async def test_an_answer_that_is_lost_while_reading(hubspot: HubSpotWorld) -> None:
    hubspot.fails("GET", lost)
    async with CrmClient(seconds=0.2) as hasty:
        with pytest.raises(CrmFailed) as failed:
            await hubspot.fake.opened(hasty).company(hubspot.company)
    assert (failed.value.trouble, failed.value.may_have_landed) == ("no answer", False)


# what changed


async def test_what_changed(hubspot: HubSpotWorld) -> None:
    hubspot.data.put("companies", name="Unchanged")
    since = hubspot.fake.clock.moment = NOW + timedelta(hours=1)
    hubspot.data.edit("contacts", hubspot.ada, jobtitle="CEO")
    hubspot.fake.clock.moment += timedelta(minutes=3)
    found = await hubspot.crm.changed(since)
    assert found.company_ids == {hubspot.company}
    assert found.until < hubspot.fake.clock.moment - LAG


async def test_a_change_that_the_search_does_not_show_yet_is_found_later(
    hubspot: HubSpotWorld,
) -> None:
    since = NOW - timedelta(minutes=1)
    hubspot.data.edit("deals", hubspot.deal, amount="1")
    hubspot.fake.clock.moment += timedelta(seconds=30)
    first = await hubspot.crm.changed(since)
    assert first.company_ids == frozenset()
    hubspot.fake.clock.moment += LAG
    assert (await hubspot.crm.changed(first.until)).company_ids == {hubspot.company}


async def test_more_changes_at_one_time_than_a_search_returns(hubspot: HubSpotWorld) -> None:
    """An admin changes 10,001 companies at once, and two more change later."""
    for number in range(10_001):
        hubspot.data.put("companies", name=str(number))
    hubspot.fake.clock.moment += timedelta(minutes=1)
    for number in range(2):
        hubspot.data.put("companies", name=f"later {number}")
    hubspot.fake.clock.moment += timedelta(minutes=10)
    found: set[str] = set()
    since, reads = NOW, 0
    while len(found) < 10_003:
        read = await hubspot.crm.changed(since)
        found |= read.company_ids
        reads += 1
        assert read.until > since
        assert reads < 4
        since = read.until
    assert iso(since) > iso(NOW)
