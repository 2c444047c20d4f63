"""A marketer who has taken an ask on leaves: colleagues see that it waits, and can take it."""

import pytest

from handlers.request import Means, Request, Sender
from storage.choices import LEFT
from tests.dialogues.marketing.marketing_heard import passed_on
from tests.dialogues.office import Office

WAITS = "1 ask from a rep is waiting for you."


async def mia(office: Office, means: Means, name: str, text: str = "") -> str:
    """What Mia, who is in marketing too, is answered."""
    sender = Sender(office.lena_tenant, "mia-mark", "Mia Mark", "Europe/Berlin")
    request = Request(office.request_id(), sender, means, name, text)
    return str(await office.conversation.answer(request, office.clock.now()))


@pytest.mark.every_platform
@pytest.mark.parametrize("gone", ["left", "erased", "no longer in marketing"])
async def test_an_ask_of_a_marketer_who_is_gone_waits_again(office: Office, gone: str) -> None:
    await passed_on(office, attribution="named")
    await office.tomas.presses("I'll take it")
    await office.adds("Mia Mark")
    await office.makes("Mia Mark", "marketer")
    assert WAITS not in await mia(office, Means.SCREEN, "home")
    assert "I'll take it" not in await mia(office, Means.BUTTON, "ask.show", "1")
    assert "Tomas Keller is already on this." in await mia(office, Means.BUTTON, "ask.take", "1")
    async with office.attune.database.write(office.lena_tenant) as session:
        tomas = await office.row(session, office.tomas)
        if gone == "left":
            tomas.standing = LEFT
        elif gone == "erased":
            tomas.erased_at = office.clock.now()
        else:
            tomas.role = "rep"
    assert WAITS in await mia(office, Means.SCREEN, "home")
    assert "I'll take it" in await mia(office, Means.BUTTON, "ask.show", "1")
    taken = await mia(office, Means.BUTTON, "ask.take", "1")
    assert "Mia Mark is on it." in taken
    assert "I'll take it" not in taken
    await office.delivers()
    office.lena.sees("Mia Mark is on it.")
