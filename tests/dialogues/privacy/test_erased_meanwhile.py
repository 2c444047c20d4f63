"""Somebody is erased while Attune is sending them a message."""

import pytest
from sqlmodel import col, select

from bot.platform.messenger import Recipient, SentMessage
from bot.slack.messenger import SlackMessenger
from handlers.cards import Card
from handlers.composing import erasing
from handlers.nudges.schedule import replan_changed
from storage.tables import Outbox, Person
from tests.dialogues.office import Office
from tests.dialogues.privacy.test_my_data import everything
from tests.dialogues.rep_does import plan


@pytest.mark.parametrize("office", ["slack"], indirect=True)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_who_is_erased_while_a_message_is_on_its_way_leaves_no_row(
    office: Office, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    await plan(office)
    await office.knows(office.tomas)
    send, sent = SlackMessenger.send, 0

    async def erases() -> None:
        now = office.clock.now()
        async with office.attune.database.write(office.lena_tenant) as session:
            wanted = select(Person).where(col(Person.name) == "Lena Brandt")
            await erasing.erase(session, (await session.exec(wanted)).one(), now)
            await replan_changed(session, now)

    async def slow(self: SlackMessenger, to: Recipient, card: Card, bundle: int) -> SentMessage:
        nonlocal sent
        sent += 1
        if sent == 1 and when == "before":
            await erases()
        message = await send(self, to, card, bundle)
        if sent == 1 and when == "after":
            await erases()
        return message

    monkeypatch.setattr(SlackMessenger, "send", slow)
    await office.until(24, "18:00")
    assert sent == 1  # and nothing more comes
    assert "Lena" not in await everything(office)
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Outbox))).all() == []
