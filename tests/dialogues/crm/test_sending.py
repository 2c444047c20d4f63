"""A rep sends what came of a call to HubSpot, and undoes it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.crm.timing import MAX_ATTEMPTS
from handlers.request import Means, Request, Sender
from storage.tables import Commitment, CrmWrite, Reflection
from tests.crm.hubspot_fake import TOKEN, cut_off, fails
from tests.dialogues.crm.hub import Hub, at_the_form, nothing, reflected
from tests.dialogues.office import Office
from tests.dialogues.research.test_proposed import AD, found

pytestmark = [pytest.mark.usefixtures("sealing"), pytest.mark.every_platform]


async def test_what_a_rep_approves_is_written_and_undone(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    lena.sees("Your reflection stays private: nothing from it is filled in here.")
    lena.sees("Now in HubSpot: Send the pricing", "Now in HubSpot: Qualified")
    assert hub.all("notes") == []
    await lena.fills(crm_note="They want two dispatchers to see it", crm_stage="1")
    await lena.submits()
    lena.sees("Note “They want two dispatchers to see it”: waiting to be written.")
    assert hub.all("notes") == []
    await hub.writes()
    await lena.presses("Look again")
    lena.sees("Note “They want two dispatchers to see it”: written", "Task “Pricing for 40 seats”")
    lena.sees("The stage “Proposal sent”: written")
    lena.sees_nothing_of("Look again")
    (note,) = hub.all("notes")
    assert "They want two dispatchers" in note["hs_note_body"]
    assert "zebra" not in note["hs_note_body"]
    (task,) = hub.all("tasks")
    assert (task["hs_task_subject"], task["hs_timestamp"][:10]) == (
        "Pricing for 40 seats",
        "2026-11-27",
    )
    assert (hub.of_deal("dealstage"), hub.of_deal("hs_next_step")) == ("sent", "Send the pricing")
    await lena.presses("Undo")
    await hub.writes()
    await lena.presses("Look again")
    lena.sees("Note “They want two dispatchers to see it”: taken back.")
    assert hub.all("notes") == []


async def test_a_shared_reflection_is_filled_in(office: Office, hub: Hub) -> None:
    await reflected(office, hub, shared=True)
    await office.lena.types("/prep Northwind")
    await office.lena.types("/reflect Northwind")
    await office.lena.submits()
    await office.lena.presses("Send to HubSpot")
    office.lena.sees("They want the zebra plan", "Meet the dispatchers")
    office.lena.sees_nothing_of("Your reflection stays private")
    await office.lena.submits()
    await hub.writes()
    await office.lena.presses("Send to HubSpot")
    assert "zebra" not in (office.lena.form or "")  # it is sent already


async def test_what_public_sources_propose_never_goes_to_the_crm(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub, shared=True)
    await found(office, AD)
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Send to HubSpot")
    assert "zebra" in (lena.form or "")
    assert "Dispatcher" not in (lena.form or "")
    await lena.submits()
    await hub.writes()
    assert "Dispatcher" not in str([hub.all(kind) for kind in ("notes", "tasks", "deals")])


async def test_an_answer_that_is_lost_writes_nothing_twice(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    hub.fake.faults.append(("POST", cut_off))
    for _ in range(3):
        await hub.writes()
        office.clock.moment += timedelta(minutes=4)
    assert len(hub.all("notes")) == 1
    await lena.presses("Look again")
    lena.sees("Note “One note”: written")


async def test_a_process_that_dies_after_sending_writes_nothing_twice(
    office: Office, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    with monkeypatch.context() as dying:
        for work in office.attune.crm_work:
            dying.setattr(work.writer, "_record", nothing)
        await hub.writes()
    assert len(hub.all("notes")) == 1
    await hub.writes()  # the claim has not ended
    office.clock.moment += timedelta(minutes=4)
    await hub.writes()
    assert len(hub.all("notes")) == 1
    await lena.presses("Look again")
    lena.sees("Note “One note”: written")


async def test_what_hubspot_refuses_is_told_with_the_words(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    hub.fake.faults.append(
        ("POST", fails(403, {"status": "error", "category": "MISSING_SCOPES", "message": "no"}))
    )
    await hub.writes()
    await office.delivers()
    lena.sees("Note “One note” was not written.", "The key for HubSpot lacks a permission")
    await lena.presses("Try again")
    await hub.writes()
    assert len(hub.all("notes")) == 1


async def test_a_write_that_was_given_up_does_not_promise_another_try(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    for _ in range(MAX_ATTEMPTS):
        hub.fake.faults.append(("POST", fails(503, {"status": "error"})))
        await hub.writes()
        office.clock.moment += timedelta(hours=2)
    await office.delivers()
    lena.sees("Note “One note” was not written. HubSpot does not answer.", "Try again")
    lena.sees_nothing_of("by itself")


async def test_two_forms_of_one_call_send_each_promise_once(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    for _ in range(2):
        await lena.types("/reflect Northwind")
        await lena.submits()
        await lena.presses("Send to HubSpot")
        await lena.fills(crm_note="Again")
        await lena.submits()
    await hub.writes()
    assert len(hub.all("tasks")) == 1
    async with office.attune.database.read() as session:
        kinds = [row.kind for row in (await session.exec(select(CrmWrite))).all()]
    assert sorted(kinds) == ["note", "note", "task"]


async def test_a_colleague_undoes_nothing_of_somebody_else(office: Office, hub: Hub) -> None:
    await at_the_form(office, hub)
    await office.lena.fills(crm_note="One note")
    await office.lena.submits()
    await hub.writes()
    async with office.attune.database.read() as session:
        ids = [row.id for row in (await session.exec(select(CrmWrite))).all()]
    sender = Sender(office.lena_tenant, office.tomas.id, "Tomas Keller", "Europe/Berlin")
    for action in ("crm.undo", "crm.overwrite", "crm.leave", "crm.again", "crm.fields"):
        request = Request(office.request_id(), sender, Means.BUTTON, action, str(ids[0]))
        reply = await office.conversation.answer(request, office.clock.now())
        assert "That is not yours" in str(reply)
    await hub.writes()
    assert len(hub.all("notes")) == 1


async def test_what_waits_for_a_limit_can_be_taken_back(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    limit = {"status": "error", "message": "no", "errorType": "RATE_LIMIT", "policyName": "DAILY"}
    hub.fake.faults.append(("POST", fails(429, limit)))
    await hub.writes()
    await lena.presses("Take it back")
    lena.sees("Note “One note”: taken back before it was written.")
    office.clock.moment += timedelta(days=1)
    await hub.writes()
    assert hub.all("notes") == []


async def test_what_may_have_arrived_cannot_be_taken_back_before_it_is_looked_for(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    hub.fake.faults.append(("POST", cut_off))
    await hub.writes()
    await lena.presses("Take it back")
    lena.sees("It is being written right now. Try again in a minute.")
    office.clock.moment += timedelta(minutes=4)
    await hub.writes()
    await lena.presses("Look again")
    await lena.presses("Undo")
    await hub.writes()
    assert hub.all("notes") == []


async def test_what_may_have_arrived_is_not_called_taken_back(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    hub.fake.faults.append(("POST", cut_off))
    await hub.writes()
    office.clock.moment += timedelta(minutes=5)
    hub.fake.scopes.clear()  # so it can't be looked for either
    await hub.writes()
    await office.delivers()
    lena.sees("It may be in HubSpot already, so look there first.")
    await lena.presses("Leave it")
    lena.sees("Note “One note”: HubSpot did not answer, so it may be there.")
    assert len(hub.all("notes")) == 1


async def test_words_that_became_private_while_the_form_was_open_are_not_sent(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub, shared=True)
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Send to HubSpot")
    async with office.attune.database.write(office.lena_tenant) as session:
        (reflection,) = (await session.exec(select(Reflection))).all()
        reflection.shared = False
    await lena.submits()
    assert "crm_note" in lena.problems
    await lena.fills(crm_note="Words of my own", crm_step="", crm_tasks="")
    await lena.submits()
    await hub.writes()
    assert "zebra" not in str(hub.all("notes"))
    assert len(hub.all("notes")) == 1


async def test_a_task_that_may_be_there_is_not_offered_again(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.submits()
    hub.fake.faults.append(("POST", cut_off))
    await hub.writes()
    hub.fake.token = "another"
    office.clock.moment += timedelta(minutes=4)
    await hub.writes()
    await office.delivers()
    lena.sees("It may be in HubSpot already, so look there first.")
    hub.fake.token = TOKEN
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Send to HubSpot")
    lena.sees_nothing_of("Tasks for you")


async def test_a_promise_that_is_done_here_leaves_its_task_open_and_says_so(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(account="Northwind", text="blah blah")
    await lena.submits()
    async with office.attune.database.write(office.lena_tenant) as session:
        rows = (await session.exec(select(Commitment))).all()
        call_id = next(row.call_id for row in rows if row.call_id)
        for row in rows:
            row.call_id = call_id  # as if it were promised in the call
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_note="They want two dispatchers")
    await lena.submits()
    await hub.writes()
    assert [one["hs_task_subject"] for one in hub.all("tasks")] == ["Pricing for 40 seats"]
    await lena.types("/promises Northwind")
    await lena.presses("Done")
    lena.sees("You can open it again. Its task in HubSpot stays open.")


async def test_a_note_has_the_time_of_its_call(office: Office, hub: Hub) -> None:
    await reflected(office, hub)
    await office.until(26, "10:00")
    await office.lena.types("crm Northwind")
    await office.lena.presses("Send to HubSpot")
    await office.lena.fills(crm_note="Two days later", crm_tasks="")
    await office.lena.submits()
    await hub.writes()
    (note,) = hub.all("notes")
    assert note["hs_timestamp"] == "2026-11-24T14:00:00.000Z"
