"""An admin connects HubSpot, and reps read in briefs and in chat what is in it."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
from sqlmodel import select

from bot.slack import talk
from storage.tables import CrmCompany, CrmConnection, CrmDeal, CrmWrite
from tests.crm.hubspot_fake import TOKEN, Handler, HubSpotStandIn
from tests.dialogues.crm.hub import LATER, Hub, at_the_form, connected, connects, reflected
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan

pytestmark = pytest.mark.usefixtures("sealing")


async def test_an_admin_connects_and_briefs_show_the_deal(office: Office, hub: Hub) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await lena.types("crm")
    lena.sees("No CRM is connected. An admin can connect HubSpot or Salesforce.")
    await connects(office, hub)
    tomas.sees("HubSpot is connected. Attune will read it now")
    await tomas.types("hubspot")
    tomas.sees("HubSpot: account 62515. Just read.", "Match the CRM's stages with Attune's")
    await tomas.presses("Match the stages")
    await tomas.submits()
    tomas.sees("The stages are matched.")
    await lena.types("hubspot")
    lena.sees("HubSpot is connected (just read).", "press “Send to HubSpot”")
    await lena.types("/prep Northwind")
    lena.sees("HubSpot: Qualified, 40,000 EUR, closes 18 December, owned by Tomas Keller")
    lena.sees("Next step there: Send the pricing.")
    await lena.presses("Everything on file")
    lena.sees("In HubSpot", "Route planning: Qualified, 40,000 EUR")


async def test_a_wrong_key_is_refused_in_the_form(office: Office, hub: Hub) -> None:
    tomas = office.tomas
    await office.knows(tomas)
    await office.makes("Tomas Keller", "admin")
    await tomas.types("crm")
    await tomas.presses("Connect HubSpot")
    await tomas.fills(crm_key="pat-of-somebody-else")
    await tomas.submits()
    refused = "HubSpot does not accept this key. Check that you copied all of it."
    assert tomas.problems == {"crm_key": refused}
    assert hub.all("notes") == []


async def test_with_a_key_that_may_only_read_nothing_is_offered_to_be_sent(
    office: Office, hub: Hub
) -> None:
    lena, tomas = office.lena, office.tomas
    hub.fake.scopes -= {"crm.objects.deals.write", "crm.objects.contacts.write"}
    await reflected(office, hub)
    lena.sees("Saved")
    lena.sees_nothing_of("Send to HubSpot")
    await tomas.types("crm")
    tomas.sees("The key may only read, so Attune can't write to the CRM.")
    tomas.sees_nothing_of("*.write")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_while_hubspot_is_slow_slack_has_its_answer_and_the_key_is_not_lost(
    office: Office, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk, "SLOW_WAIT", 0)
    monkeypatch.setattr(talk, "FORM_SHOWN_AFTER", 0)
    tomas = office.tomas
    await office.knows(tomas)
    await office.makes("Tomas Keller", "admin")

    async def slow(_: HubSpotStandIn, request: web.Request, handler: Handler) -> web.StreamResponse:
        # HubSpot answers after Slack has the acknowledgement.
        while "This takes a few seconds." not in tomas.screen:  # noqa: ASYNC110 - no event for that
            await asyncio.sleep(0)
        return await handler(request)

    await tomas.types("crm")
    await tomas.presses("Connect HubSpot")
    await tomas.fills(crm_key="wrong")
    hub.fake.faults.append(("GET", slow))
    await tomas.submits()
    tomas.sees("HubSpot does not accept this key.", "Service key")
    hub.fake.faults.append(("GET", slow))
    await tomas.fills(crm_key=TOKEN)
    await tomas.submits()
    tomas.sees("That is done. You can close this.")
    assert "HubSpot is connected." in tomas.messages[-1]


async def test_an_outage_leaves_what_was_known_with_its_age(office: Office, hub: Hub) -> None:
    await connected(office, hub)
    hub.fake.token = "another"
    await office.lena.types("/prep Northwind")
    office.lena.sees("HubSpot: Qualified, 40,000 EUR")
    for _ in range(9):
        office.clock.moment += LATER
        await hub.reads()
    await office.lena.types("/prep Northwind")
    office.lena.sees("HubSpot, read 2 hours ago: Qualified, 40,000 EUR")
    await office.tomas.types("crm")
    office.tomas.sees("HubSpot does not accept the key any more.")
    office.clock.moment += timedelta(hours=1)
    await office.tomas.types("health")
    office.tomas.sees("The CRM can't be read, so briefs show what was read before")


async def test_disconnecting_forgets_what_was_read(office: Office, hub: Hub) -> None:
    lena, tomas = office.lena, office.tomas
    await connected(office, hub)
    await tomas.types("crm")
    await tomas.presses("Disconnect…")
    tomas.sees("Disconnect HubSpot?", "everything that was written to HubSpot")
    await tomas.presses("Disconnect")
    tomas.sees("HubSpot is disconnected.", "No CRM is connected.")
    await lena.types("/prep Northwind")
    lena.sees_nothing_of("HubSpot", "40,000")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_a_crm_of_the_settings_is_not_offered_to_be_disconnected(
    office: Office, hub: Hub
) -> None:
    await connected(office, hub)
    async with office.attune.database.write(office.lena_tenant) as session:
        (await session.exec(select(CrmConnection))).one().secret = None
    await office.tomas.types("crm")
    office.tomas.sees("Read it now", "Connect again")
    office.tomas.sees_nothing_of("Disconnect")


async def test_all_of_a_call_can_be_deleted_and_hubspot_keeps_what_it_has(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    await hub.writes()
    await lena.types("my data")
    await lena.presses("Delete a call…")
    await lena.presses("Northwind, today 15:00")
    lena.sees("the list of what you sent to the CRM (the CRM keeps what you sent)")
    await lena.presses("Delete all of it")
    async with office.attune.database.read() as session:
        assert (await session.exec(select(CrmWrite))).all() == []
    assert len(hub.all("notes")) == 1


async def test_words_about_the_crm_are_answered_from_what_is_on_file(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await plan(office)
    for typed in ("what's in hubspot for northwind", "send it to hubspot", "update the crm"):
        await lena.types(typed)
        lena.sees("No CRM is connected here.")
    await connects(office, hub)
    deal = "Route planning: Qualified, 40,000 EUR, closes 18 December, owned by Tomas Keller."
    for typed in (
        "what does the crm say about northwind",
        "is northwind in hubspot",
        "what stage is northwind in",
    ):
        await lena.types(typed)
        lena.sees("Northwind in HubSpot, just read:", deal, "Next step: Send the pricing")
    await lena.types("who owns the deal with northwind")
    lena.sees("Northwind: Tomas Keller owns the deal.", deal)
    await lena.types("send it to hubspot")
    lena.sees("There is no past call whose notes can be sent.")
    await lena.types("who sees what I send to hubspot")
    lena.sees("Anyone who can open the record in HubSpot", "your reflection stays private")
    await lena.types("stop CRM warnings")
    lena.sees_nothing_of("Which account?")
    await office.until(24, "15:36")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="Words", next_step="Meet the dispatchers")
    await lena.submits()
    await lena.types("what's the next step at northwind?")
    lena.sees(
        "Your next step after the call on Tuesday 24 November: Meet the dispatchers",
        "Send the pricing",
    )
    await lena.types("push the next step to hubspot")
    lena.sees("In the form, you choose what goes to HubSpot.")
    await lena.presses("Send to HubSpot")
    lena.sees("Northwind in HubSpot", "Your reflection stays private")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_a_deal_of_a_colleague_who_was_erased_does_not_bring_the_name_back(
    office: Office, hub: Hub
) -> None:
    lena, tomas = office.lena, office.tomas
    hub.fake.data.edit("deals", hub.deal, hs_next_step="Tomas Keller sends the pricing")
    await connected(office, hub)
    await lena.types("/prep Northwind")
    lena.sees("owned by Tomas Keller", "Next step there: Tomas Keller sends")
    await tomas.types("my data")
    await tomas.presses("Erase me…")
    await tomas.presses("Erase me")

    async def nobody_is_named() -> None:
        await lena.types("/prep Northwind")
        lena.sees("owned by a former colleague", "Next step there: a former colleague sends")
        await lena.presses("Everything on file")
        lena.sees("Route planning: ", "owned by a former colleague")
        async with office.attune.database.read() as session:
            (deal,) = (await session.exec(select(CrmDeal))).all()
        assert "Keller" not in lena.screen + str(deal)
        assert "tomas" not in str(deal)

    await nobody_is_named()
    hub.fake.data.edit("deals", hub.deal, amount="50000")
    office.clock.moment += LATER
    await hub.reads()
    await nobody_is_named()
    lena.sees("50,000 EUR")


async def test_an_account_that_may_be_several_companies_is_chosen_first(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    async with office.attune.database.write(office.lena_tenant) as session:
        company = (await session.exec(select(CrmCompany))).one()
        company.match = "several"
        company.candidates = [("1", "Northwind AG"), ("2", "Northwind Ltd")]
    await lena.presses("Send to HubSpot")
    lena.sees("Several companies in HubSpot may be this account.")
    await lena.types("/prep Northwind tomorrow 9:00")
    await lena.presses("Everything on file")
    await lena.presses("Choose the right one")
    await lena.presses("Northwind AG")
    lena.sees("Northwind is Northwind AG. If it has an open deal, the next brief will show it.")


async def test_the_part_of_a_key_that_is_missing_is_asked_for(office: Office) -> None:
    tomas = office.tomas
    await office.knows(tomas)
    await office.makes("Tomas Keller", "admin")
    await tomas.types("crm")
    await tomas.presses("Connect Salesforce")
    address = "https://acme.my.salesforce.com"
    await tomas.forces(crm_address=address, crm_id=" ", crm_secret="s3cret")
    await tomas.submits()
    assert tomas.problems == {"crm_id": "Paste the key here."}


async def test_why_nothing_can_be_sent_is_said(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await plan(office, "Halden tomorrow 10:00")
    await office.until(25, "10:40")
    await lena.types("send the notes to hubspot")
    lena.sees("Halden is not in HubSpot, as far as Attune knows.")
    async with office.attune.database.write(office.lena_tenant) as session:
        connection = (await session.exec(select(CrmConnection))).one()
        connection.hidden = [*connection.hidden, "*.write"]
    await lena.types("send the northwind notes to hubspot")
    lena.sees("Attune may only read HubSpot, so nothing can be sent there.")


async def test_an_admin_who_wants_to_connect_gets_the_page(office: Office) -> None:
    await office.knows(office.tomas)
    await office.makes("Tomas Keller", "admin")
    for typed in ("connect salesforce", "disconnect hubspot"):
        await office.tomas.types(typed)
        office.tomas.sees("Connect")
        office.tomas.sees_nothing_of("An admin can")
