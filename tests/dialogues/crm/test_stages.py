"""An admin matches the stages of the CRM with ours."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage.tables import Account, CrmConnection
from tests.crm.hubspot_data import Pipeline
from tests.dialogues.crm.hub import LATER, STAGES, Hub, at_the_form, connected, reflected
from tests.dialogues.office import Office
from tests.dialogues.turns import on_each_database

pytestmark = pytest.mark.usefixtures("sealing")


async def test_other_stages_than_the_form_showed_are_never_written(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="", crm_tasks="", crm_stage="1")
    hub.has_stages(STAGES[0], ("demo", "Demo", False), *STAGES[1:])
    office.clock.moment += timedelta(hours=2)
    await hub.reads()
    await lena.submits()
    assert lena.problems == {
        "crm_stage": "The stages in the CRM have changed. Open the form again."
    }
    await hub.writes()
    assert hub.of_deal("dealstage") == "new"


async def test_stages_are_matched_as_the_form_showed_them(office: Office, hub: Hub) -> None:
    tomas = office.tomas
    await connected(office, hub)
    await tomas.types("crm")
    await tomas.presses("Match the stages")
    hub.has_stages(("demo", "Demo", False), *STAGES)
    office.clock.moment += timedelta(hours=2)
    await hub.reads()
    await tomas.submits()
    async with office.attune.database.read() as session:
        (connection,) = (await session.exec(select(CrmConnection))).all()
    assert connection.stages == {"new": "discovery", "sent": "evaluation"}


async def test_a_stage_of_several_record_types_is_matched_once(office: Office, hub: Hub) -> None:
    tomas = office.tomas
    await connected(office, hub)
    hub.fake.data.pipelines.append(Pipeline("renewals", "Renewals", STAGES[:1]))
    office.clock.moment += timedelta(hours=2)
    await hub.reads()
    await tomas.types("crm")
    await tomas.presses("Match the stages")
    tomas.sees_nothing_of("Renewals")
    await tomas.submits()
    tomas.sees("The stages are matched.")


@on_each_database
async def test_one_id_of_two_pipelines_is_two_stages(office: Office, hub: Hub) -> None:
    lena, tomas = office.lena, office.tomas
    hub.fake.data.pipelines.insert(
        0, Pipeline("partners", "Partners", [("sent", "Contract sent", False)])
    )
    await reflected(office, hub)
    await tomas.types("crm")
    await tomas.presses("Match the stages")
    tomas.sees("Contract sent", "Proposal sent")
    await tomas.submits()
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_tasks="", crm_stage="1")
    await lena.submits()
    await hub.writes()
    assert await stages_on_file(office) == ["evaluation"]
    hub.fake.data.edit("deals", hub.deal, pipeline="partners")
    office.clock.moment += LATER
    await hub.reads()
    assert await stages_on_file(office) == ["decision"]


async def test_an_account_follows_a_deal_that_a_rep_moves_here(office: Office, hub: Hub) -> None:
    lena, tomas = office.lena, office.tomas
    await reflected(office, hub)
    await tomas.types("crm")
    await tomas.presses("Match the stages")
    await tomas.submits()
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_tasks="", crm_stage="1")
    await lena.submits()
    await hub.writes()
    office.clock.moment += LATER
    await hub.reads()
    assert await stages_on_file(office) == ["evaluation"]
    await lena.presses("Look again")
    await lena.presses("Undo")
    await hub.writes()
    assert await stages_on_file(office) == ["discovery"]


async def stages_on_file(office: Office) -> list[str]:
    async with office.attune.database.read() as session:
        return [*(await session.exec(select(Account.stage))).all()]
