"""Others change in HubSpot what a rep is about to send."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage.tables import CrmWrite
from tests.dialogues.crm.hub import LATER, STAGES, Hub, at_the_form, reflected
from tests.dialogues.office import Office

pytestmark = pytest.mark.usefixtures("sealing")


async def test_somebody_elses_change_is_shown_beside_ones_own(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    hub.fake.data.edit("deals", hub.deal, hs_next_step="Call the CFO")
    await lena.submits()
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Call the CFO"
    await office.delivers()
    lena.sees("The next step is “Call the CFO”, not “Send the pricing”. You wanted “Meet the")
    await lena.presses("Write mine")
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Meet the dispatchers"


async def test_theirs_is_kept(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    hub.fake.data.edit("deals", hub.deal, hs_next_step="Call the CFO")
    await lena.submits()
    await hub.writes()
    await office.delivers()
    await lena.presses("Keep theirs")
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Call the CFO"


async def test_what_changes_again_is_told_again(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    await lena.submits()
    for step, before in (("Call the CFO", "Send the pricing"), ("Call the CEO", "Call the CFO")):
        hub.fake.data.edit("deals", hub.deal, hs_next_step=step)
        await hub.writes()
        office.clock.moment += timedelta(minutes=1)
        await office.delivers()
        lena.sees(f"The next step is “{step}”, not “{before}”.")
        await lena.presses("Write mine")
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Meet the dispatchers"


async def test_a_long_next_step_is_compared_and_put_back_as_a_whole(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    long = "Send the pricing. " * 300
    hub.fake.data.edit("deals", hub.deal, hs_next_step=long)
    await at_the_form(office, hub)
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    await lena.submits()
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Meet the dispatchers"
    await lena.presses("Look again")
    await lena.presses("Undo")
    await hub.writes()
    assert hub.of_deal("hs_next_step") == long.strip()


async def test_a_form_that_was_open_for_long_changes_only_what_the_rep_changed(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    hub.fake.data.edit("deals", hub.deal, dealstage="sent")
    office.clock.moment += LATER
    await hub.reads()
    await lena.submits()
    await hub.writes()
    assert (len(hub.all("notes")), hub.of_deal("dealstage")) == (1, "sent")
    async with office.attune.database.read() as session:
        assert [row.kind for row in (await session.exec(select(CrmWrite))).all()] == ["note"]


async def test_a_change_that_was_read_while_the_form_was_open_is_a_conflict(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    hub.has_stages(*STAGES[:2], ("legal", "Contract sent", False), STAGES[2])
    await at_the_form(office, hub)
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers", crm_stage="1")
    hub.fake.data.edit("deals", hub.deal, dealstage="legal", hs_next_step="Call the CFO")
    office.clock.moment += LATER
    await hub.reads()
    await lena.submits()
    await hub.writes()
    assert (hub.of_deal("dealstage"), hub.of_deal("hs_next_step")) == ("legal", "Call the CFO")
    await office.delivers()
    lena.sees("The next step is “Call the CFO”, not “Send the pricing”.")
    lena.sees("The stage is “Contract sent”, not “Qualified”. You wanted “Proposal sent”.")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_a_next_step_with_an_erased_name_is_changed_as_any_other(
    office: Office, hub: Hub
) -> None:
    lena, tomas = office.lena, office.tomas
    await reflected(office, hub)
    await tomas.types("my data")
    await tomas.presses("Erase me…")
    await tomas.presses("Erase me")
    hub.fake.data.edit("deals", hub.deal, hs_next_step="Tomas Keller sends the pricing")
    office.clock.moment += LATER
    await hub.reads()
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Send to HubSpot")
    lena.sees("Now in HubSpot: a former colleague sends the pricing")
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    await lena.submits()
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Tomas Keller sends the pricing"
    await office.delivers()
    lena.sees("The next step is “Tomas Keller sends the pricing”, not “a former colleague sends")
    await lena.presses("Write mine")
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Meet the dispatchers"
