"""A rep changes a deal's next step and stage, more than once, while others change them too."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from handlers.features.crm.seen_in_form import short_hash
from storage.tables import Account, CrmConnection, CrmWrite, Person
from tests.dialogues.crm.hub import LATER, STAGES, Hub, reflected
from tests.dialogues.office import Office

pytestmark = pytest.mark.usefixtures("sealing")


async def opens_form(office: Office) -> None:
    """Lena opens the form from the saved reflection."""
    await office.lena.types("/reflect Northwind")
    await office.lena.submits()
    await office.lena.presses("Send to HubSpot")


async def sends_step(office: Office, hub: Hub, step: str) -> None:
    """Lena sends a next step, and it is written."""
    await opens_form(office)
    await office.lena.fills(crm_tasks="", crm_step=step)
    await office.lena.submits()
    await hub.writes()


async def test_a_next_step_of_a_reflection_replaces_that_of_the_crm_only_if_it_is_ticked(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub, shared=True)
    await opens_form(office)
    lena.sees(
        "Now in HubSpot: Send the pricing", "Or send your next step from the call on 24 November"
    )
    await lena.submits()
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Send the pricing"
    await opens_form(office)
    await lena.fills(crm_note="", crm_own_step=short_hash("Meet the dispatchers"))
    await lena.submits()
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Meet the dispatchers"
    await opens_form(office)
    lena.sees("Now in HubSpot: Meet the dispatchers")
    lena.sees_nothing_of("Or send your next step")


async def test_what_was_overwritten_since_is_not_undone_and_the_newer_value_is_said(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await sends_step(office, hub, "Send the paper")
    await lena.presses("Look again")
    lena.sees("The next step “Send the paper”: written Tuesday 24 November 15:36.")
    office.clock.moment += timedelta(days=1)
    await opens_form(office)
    await lena.fills(crm_step="Depot visit")
    await lena.submits()
    lena.sees("The next step “Depot visit”: waiting to be written.")
    await hub.writes()
    await lena.presses("What was sent")
    lena.sees(
        "“Send the paper”: written Tuesday 24 November 15:36. There is a newer value now: “Depot"
    )
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Depot visit"


async def test_what_somebody_overwrote_in_the_crm_just_now_is_not_undone_either(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await sends_step(office, hub, "Send the paper")
    await lena.presses("Look again")
    hub.fake.data.edit("deals", hub.deal, hs_next_step="Call the CFO")
    await lena.presses("Undo")
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Call the CFO"
    await office.delivers()
    lena.sees(
        "“Send the paper” was not undone. There is a newer value in HubSpot now: “Call the CFO”"
    )
    lena.sees_nothing_of("could not be taken back")
    await lena.presses("Look again")
    newer = "“Send the paper”: written Tuesday 24 November 15:36. There is a newer value now"
    assert newer in "\n".join(lena.messages)


async def test_what_the_rep_has_just_sent_is_what_the_next_form_shows(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await opens_form(office)
    await lena.fills(crm_tasks="", crm_step="Send the paper", crm_stage="1")
    await lena.submits()
    await opens_form(office)
    lena.sees("You sent this to HubSpot: Send the paper", "You sent this to HubSpot: Proposal sent")
    await lena.fills(crm_tasks="", crm_step="Depot visit")
    await lena.submits()
    await hub.writes()
    assert (hub.of_deal("hs_next_step"), hub.of_deal("dealstage")) == ("Depot visit", "sent")
    await office.delivers()
    lena.sees_nothing_of("changed this")


async def changes_in_the_meantime(office: Office, hub: Hub, name: str) -> None:
    """The deal's stage is changed through Attune by the person with this name, in another form."""
    async with office.attune.database.write(office.lena_tenant) as session:
        (connection,) = (await session.exec(select(CrmConnection))).all()
        (person,) = (await session.exec(select(Person).where(col(Person.name) == name))).all()
        (account,) = (await session.exec(select(Account.id))).all()
        now = office.clock.now()
        row = CrmWrite(
            tenant=office.lena_tenant,
            key="other-form",
            person_id=person.id,
            account_id=account,
            kind="stage",
            deal=hub.deal,
            company=hub.company,
            text="sent",
            seen="new",
            state="approved",
            approved_at=max(now, connection.connected_at),
            next_at=now,
        )
        session.add(row)
    await hub.writes()


@pytest.mark.parametrize(
    ("name", "said", "keep"),
    [
        ("Lena Brandt", "You changed this at 15:36, through Attune.", "Keep that one"),
        ("Tomas Keller", "Tomas Keller changed this at 15:36, through Attune.", "Keep theirs"),
    ],
)
async def test_a_change_through_attune_while_a_form_is_open_is_named_as_whose_it_is(
    office: Office, hub: Hub, name: str, said: str, keep: str
) -> None:
    lena = office.lena
    hub.has_stages(*STAGES[:2], ("legal", "Contract sent", False), STAGES[2])
    await reflected(office, hub)
    await opens_form(office)
    await lena.fills(crm_tasks="", crm_stage="2")
    await changes_in_the_meantime(office, hub, name)
    await lena.submits()
    await hub.writes()
    assert hub.of_deal("dealstage") == "sent"
    await office.delivers()
    lena.sees(said, "The stage is “Proposal sent”, not “Qualified”. You wanted “Contract sent”.")
    await lena.presses(keep)
    lena.sees("The stage “Contract sent”: not written.")
    lena.sees_nothing_of("taken back")


async def test_nothing_of_a_private_reflection_goes(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await opens_form(office)
    lena.sees("nothing from it is filled in here. Share it, or write a line.")
    lena.sees_nothing_of("zebra")
    await lena.fills(crm_note="Two dispatchers", crm_tasks="")
    await lena.submits()
    await hub.writes()
    (note,) = hub.all("notes")
    assert "Two dispatchers" in note["hs_note_body"]
    assert "zebra" not in note["hs_note_body"]


async def test_a_card_has_what_its_press_sent_and_the_rest_behind_one_button(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await sends_step(office, hub, "Send the paper")
    await opens_form(office)
    await lena.fills(crm_note="Two dispatchers", crm_tasks="")
    await lena.submits()
    assert "Note “Two dispatchers”" in lena.messages[-1]
    assert "Send the paper" not in lena.messages[-1]
    await hub.writes()
    await lena.presses("What was sent")
    assert "Send the paper" in lena.messages[-1]
    assert "Note “Two dispatchers”: written" in lena.messages[-1]


async def test_if_the_chosen_deal_was_closed_meanwhile_the_rep_is_asked_again(
    office: Office, hub: Hub
) -> None:
    data, lena = hub.fake.data, office.lena
    made: dict[str, str] = {}
    for name in ("Depots", "Returns"):
        other = {**data.objects["deals"][hub.deal].properties, "dealname": name}
        made[name] = data.put("deals", **other)
        data.link(("companies", hub.company), ("deals", made[name]))
    await reflected(office, hub)
    await opens_form(office)
    lena.sees("Which deal in HubSpot?", "Depots", "Returns", "Route planning")
    data.edit("deals", made["Returns"], dealstage="won", hs_is_closed="true")
    office.clock.moment += LATER
    await hub.reads()
    await lena.presses("Returns")
    lena.sees("Which deal in HubSpot?", "Depots", "Route planning")
    lena.sees_nothing_of("Returns")
    await lena.presses("Depots")
    lena.sees("Next step for Depots")
