"""An admin connects another HubSpot, or the same with another key."""

from datetime import timedelta

import pytest

from tests.crm.hubspot_fake import TOKEN
from tests.dialogues.crm.hub import Hub, at_the_form, sends_a_note
from tests.dialogues.office import Office

pytestmark = pytest.mark.usefixtures("sealing")


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
    lena.sees(
        "Note “One note” was not written. It was meant for a CRM that is not connected any more."
    )
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
    office.lena.sees(
        "Note “One note” was not written. It was meant for a CRM that is not connected"
    )


async def test_a_form_for_another_account_sends_nothing(office: Office, hub: Hub) -> None:
    lena = office.lena
    await at_the_form(office, hub)
    await lena.fills(crm_note="One note", crm_tasks="")
    await connects_again(office, hub, 777)
    await lena.submits()
    await hub.writes()
    assert hub.all("notes") == []
