"""An admin connects HubSpot, a rep reads it in briefs, and sends what came of a call."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp import web
from sqlmodel import col, select

from bot.crm.http import CrmClient
from bot.crm.hubspot import HubSpot
from bot.slack import talk
from handlers.request import Means, Request, Sender
from handlers.sources.crm_records import CrmSignIn
from storage import domains
from storage.tables import Account, CrmConnection, CrmDeal, CrmWrite, Reflection
from tests.crm.hubspot_data import Pipeline
from tests.crm.hubspot_fake import TOKEN, Handler, HubSpotStandIn, fails, lost
from tests.dialogues.office import Office
from tests.dialogues.test_prepare import plan
from tests.dialogues.test_proposed import AD, found
from tests.dialogues.turns import on_each_database

pytestmark = pytest.mark.usefixtures("sealing")
LATER = timedelta(minutes=16)
STAGES = [("new", "Qualified", False), ("sent", "Proposal sent", False), ("won", "Won", True)]


@dataclass
class Hub:
    """A HubSpot with one deal of Northwind's, which belongs to Tomas."""

    fake: HubSpotStandIn
    office: Office
    deal: str = ""
    company: str = ""

    def fill(self) -> None:
        data = self.fake.data
        data.pipelines = [
            Pipeline(
                "default",
                "Sales",
                [
                    ("new", "Qualified", False),
                    ("sent", "Proposal sent", False),
                    ("won", "Won", True),
                ],
            )
        ]
        data.owners["77"] = {
            "id": "77",
            "type": "PERSON",
            "archived": False,
            "email": "tomas@attune.example",
            "firstName": "Tomas",
            "lastName": "Keller",
        }
        self.company = data.put("companies", name="Northwind AB", domain="northwind.example")
        self.deal = data.put(
            "deals",
            dealname="Route planning",
            dealstage="new",
            pipeline="default",
            amount="40000",
            closedate="2026-12-18T11:00:00Z",
            hubspot_owner_id="77",
            hs_next_step="Send the pricing",
            hs_is_closed="false",
        )
        data.link(("companies", self.company), ("deals", self.deal))

    def has_stages(self, *stages: tuple[str, str, bool]) -> None:
        self.fake.data.pipelines = [Pipeline("default", "Sales", stages)]

    async def reads(self) -> None:
        """Read the CRM as the chore does, and again after a quarter of an hour."""
        for work in self.office.attune.crm_work:
            await work.poller.poll()

    async def writes(self) -> None:
        """Write as the chore does."""
        for work in self.office.attune.crm_work:
            await work.writer.write()

    def all(self, kind: str) -> list[dict[str, str]]:
        found = self.fake.data.objects[kind].values()
        return [dict(one.properties) for one in found if not one.archived]

    def of_deal(self, name: str) -> str:
        return self.fake.data.objects["deals"][self.deal].properties[name]


@pytest_asyncio.fixture(loop_scope="session")
async def hub(office: Office) -> AsyncIterator[Hub]:
    async with HubSpotStandIn(office.clock) as fake, CrmClient() as http:

        def opened(sign_in: CrmSignIn) -> HubSpot:
            return fake.opened(http, token=sign_in.secret)

        for opener in (office.attune.open_crm, office.attune.open_demo_crm):
            opener.by_kind["hubspot"] = opened
        made = Hub(fake, office)
        before = office.clock.moment
        office.clock.moment -= timedelta(days=1)  # what is in HubSpot has been there for a while
        made.fill()
        office.clock.moment = before
        yield made


async def connected(office: Office, hub: Hub) -> None:
    """Northwind has a call tomorrow, and Tomas has connected HubSpot."""
    await plan(office)
    await connects(office, hub)


async def connects(office: Office, hub: Hub) -> None:
    """Tomas has connected HubSpot."""
    async with office.attune.database.write(office.lena_tenant) as session:
        account = (
            await session.exec(select(Account).where(col(Account.tenant) == office.lena_tenant))
        ).one()
        await domains.add(session, account, "northwind.example")
    await office.knows(office.tomas)
    await office.makes("Tomas Keller", "admin")
    await office.tomas.types("crm")
    await office.tomas.presses("Connect HubSpot")
    await office.tomas.fills(crm_key=TOKEN)
    await office.tomas.submits()
    await hub.reads()


async def reflected(office: Office, hub: Hub, *, shared: bool = False) -> None:
    """Lena has reflected on the call, with a promise and a next step."""
    await connected(office, hub)
    await office.until(24, "15:36")
    await office.lena.types("/reflect Northwind")
    await office.lena.fills(
        goal_reached="yes",
        heard="They want the zebra plan",
        promised="Pricing for 40 seats by Friday",
        next_step="Meet the dispatchers",
    )
    await office.lena.submits()
    if shared:
        await office.lena.presses("Share or pass on")
        await office.lena.presses("Share with my colleagues")
        await office.lena.presses("Share this")


async def test_an_admin_connects_and_briefs_show_the_deal(office: Office, hub: Hub) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office)
    await lena.types("crm")
    lena.sees("No CRM is connected. An admin can connect HubSpot or Salesforce.")
    await connects(office, hub)
    tomas.sees("HubSpot is connected. Attune reads it now")
    await tomas.types("hubspot")
    tomas.sees("HubSpot: account 62515. Just read.", "Match the CRM's stages with Attune's")
    await tomas.presses("Match the stages")
    await tomas.submits()
    tomas.sees("The stages are matched.")
    await lena.types("hubspot")
    lena.sees("HubSpot is connected, just read.", "press Send to HubSpot")
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
    monkeypatch.setattr(talk, "UNFINISHED", 0)
    monkeypatch.setattr(talk, "SETTLES", 0)
    tomas = office.tomas
    await office.knows(tomas)
    await office.makes("Tomas Keller", "admin")

    async def slow(_: HubSpotStandIn, request: web.Request, handler: Handler) -> web.StreamResponse:
        # HubSpot answers after Slack has the acknowledgement.
        while "This takes a few seconds." not in tomas.screen:  # noqa: ASYNC110 - no event for that
            await asyncio.sleep(0.01)
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


async def test_what_a_rep_approves_is_written_and_undone(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    lena.sees("Your reflection stays private: nothing of it is filled in here.")
    lena.sees("Now in HubSpot: Send the pricing", "Now in HubSpot: Qualified")
    assert hub.all("notes") == []
    await lena.fills(crm_note="They want two dispatchers to see it", crm_stage="1")
    await lena.submits()
    lena.sees("Note “They want two dispatchers to see it”: waits to be written.")
    assert hub.all("notes") == []
    await hub.writes()
    await lena.presses("Look again")
    lena.sees("Note “They want two dispatchers to see it”: written", "Task “Pricing for 40 seats”")
    lena.sees("The stage “Proposal sent”: written")
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
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    hub.fake.faults.append(("POST", lost))
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
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
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


async def nothing(*_: object) -> None:
    """The process died before it recorded the outcome."""


async def test_somebody_elses_change_is_shown_beside_ones_own(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
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
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    hub.fake.data.edit("deals", hub.deal, hs_next_step="Call the CFO")
    await lena.submits()
    await hub.writes()
    await office.delivers()
    await lena.presses("Keep theirs")
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Call the CFO"


async def test_what_hubspot_refuses_is_told_with_the_words(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    hub.fake.faults.append(
        ("POST", fails(403, {"status": "error", "category": "MISSING_SCOPES", "message": "no"}))
    )
    await hub.writes()
    await office.delivers()
    lena.sees("Note “One note” is not written.", "HubSpot does not let Attune")
    await lena.presses("Try again")
    await hub.writes()
    assert len(hub.all("notes")) == 1


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
    await reflected(office, hub)
    await office.lena.presses("Send to HubSpot")
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
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
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
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    hub.fake.faults.append(("POST", lost))
    await hub.writes()
    await lena.presses("Take it back")
    lena.sees("It is being written just now. Try again in a minute.")
    office.clock.moment += timedelta(minutes=4)
    await hub.writes()
    await lena.presses("Look again")
    await lena.presses("Undo")
    await hub.writes()
    assert hub.all("notes") == []


async def sends_a_note(office: Office, hub: Hub) -> None:
    await reflected(office, hub)
    await office.lena.presses("Send to HubSpot")
    await office.lena.fills(crm_note="One note", crm_tasks="")
    await office.lena.submits()


async def connects_again(office: Office, hub: Hub, portal: int) -> None:
    """Tomas gives a key for the account with this number."""
    hub.fake.portal = portal
    office.clock.moment += timedelta(minutes=5)
    await office.tomas.types("crm")
    await office.tomas.presses("Connect again")
    await office.tomas.fills(crm_key=TOKEN)
    await office.tomas.submits()
    await hub.reads()


async def test_what_was_for_one_account_never_goes_to_another(office: Office, hub: Hub) -> None:
    lena = office.lena
    await sends_a_note(office, hub)
    await connects_again(office, hub, 777)
    await hub.writes()
    assert hub.all("notes") == []
    await office.delivers()
    lena.sees("Note “One note” is not written. It was for a CRM that is not connected any more.")
    await lena.presses("Leave it")
    lena.sees("Note “One note”: not written.")


async def test_a_new_key_for_the_same_account_writes_what_waited(office: Office, hub: Hub) -> None:
    await sends_a_note(office, hub)
    await connects_again(office, hub, 62515)
    await hub.writes()
    assert len(hub.all("notes")) == 1


async def test_what_was_written_to_one_account_is_not_undone_in_another(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await sends_a_note(office, hub)
    await hub.writes()
    await lena.presses("Look again")
    await connects_again(office, hub, 777)
    await lena.presses("Undo")
    await hub.writes()
    assert len(hub.all("notes")) == 1
    await office.delivers()
    lena.sees("Note “One note” could not be taken back, so it is still there.")


async def test_a_rep_is_told_that_the_crm_was_disconnected(office: Office, hub: Hub) -> None:
    await sends_a_note(office, hub)
    await office.tomas.types("crm")
    await office.tomas.presses("Disconnect…")
    await office.tomas.presses("Disconnect")
    await hub.writes()
    await office.delivers()
    office.lena.sees("Note “One note” is not written. It was for a CRM that is not connected any")


async def test_what_changes_again_is_told_again(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
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
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_tasks="", crm_step="Meet the dispatchers")
    await lena.submits()
    await hub.writes()
    assert hub.of_deal("hs_next_step") == "Meet the dispatchers"
    await lena.presses("Look again")
    await lena.presses("Undo")
    await hub.writes()
    assert hub.of_deal("hs_next_step") == long.strip()


async def test_what_may_have_arrived_is_not_called_taken_back(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    hub.fake.faults.append(("POST", lost))
    await hub.writes()
    office.clock.moment += timedelta(minutes=5)
    hub.fake.scopes.clear()  # so it can't be looked for either
    await hub.writes()
    await office.delivers()
    lena.sees("It may be in HubSpot already, so look there first.")
    await lena.presses("Leave it")
    lena.sees("Note “One note”: HubSpot did not answer, so it may be there.")
    assert len(hub.all("notes")) == 1


async def test_a_form_that_was_open_for_long_changes_only_what_the_rep_changed(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
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
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
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


async def test_other_stages_than_the_form_showed_are_never_written(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
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


async def test_a_form_for_another_account_sends_nothing(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_note="One note", crm_tasks="")
    await connects_again(office, hub, 777)
    await lena.submits()
    await hub.writes()
    assert hub.all("notes") == []


async def test_a_task_that_may_be_there_is_not_offered_again(office: Office, hub: Hub) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.submits()
    hub.fake.faults.append(("POST", lost))
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


async def test_all_of_a_call_can_be_deleted_and_hubspot_keeps_what_it_has(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await lena.presses("Send to HubSpot")
    await lena.fills(crm_note="One note", crm_tasks="")
    await lena.submits()
    await hub.writes()
    await lena.types("my data")
    await lena.presses("Delete a call…")
    await lena.presses("Northwind, today 15:00")
    lena.sees("the list of what you sent to the CRM (what is there stays there)")
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
    lena.sees("Whoever may open the record in HubSpot", "your reflection stays yours")
    await lena.types("stop CRM warnings")
    lena.sees_nothing_of("Which account?")
    await office.until(24, "15:36")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="Words", next_step="Meet the dispatchers")
    await lena.submits()
    await lena.types("what's the next step at northwind?")
    lena.sees("Your next step of Tuesday 24 November: Meet the dispatchers", "Send the pricing")
    await lena.types("push the next step to hubspot")
    lena.sees("You choose in the form what goes to HubSpot.")
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
