"""A contact is erased whose name is in the CRM, and in what a rep sent there."""

import pytest

from storage.sources import crm
from tests.dialogues.crm.hub import Hub, at_the_form
from tests.dialogues.office import Office
from tests.dialogues.privacy.erases import erases
from tests.dialogues.privacy.test_my_data import everything

pytestmark = pytest.mark.usefixtures("sealing")


async def next_step(office: Office) -> str:
    """What Attune has on file as the deal's next step."""
    async with office.attune.database.read(office.lena_tenant) as session:
        (deal,) = await crm.deals(session, office.lena_tenant, 1)
        return deal.next_step


@pytest.mark.parametrize("office", ["slack", "teams"], indirect=True)
async def test_the_name_goes_from_deals_and_from_what_was_sent(office: Office, hub: Hub) -> None:
    lena = office.lena
    hub.fake.data.edit("deals", hub.deal, dealname="Jana's route planning")
    hub.fake.data.edit("deals", hub.deal, hs_next_step="Call Jana Novak")
    await at_the_form(office, hub)
    lena.sees("Now in HubSpot: Call Jana Novak")
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    await lena.submits()
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Meet the dispatchers"
    assert "Jana" in await everything(office)
    await erases(office, "Northwind", "Jana Novak")
    assert "Jana" not in await everything(office)


@pytest.mark.parametrize("office", ["slack", "teams"], indirect=True)
async def test_a_next_step_that_is_found_later_comes_without_the_name(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    await erases(office, "Northwind", "Jana Novak")
    hub.fake.data.edit("deals", hub.deal, hs_next_step="Call Jana Novak")
    await lena.submits()
    await hub.writes()
    await office.delivers()
    lena.sees("The next step is “Call Jana Novak”, not “Send the pricing”.")  # as HubSpot has it
    assert await next_step(office) == "Call a former contact"
