"""An admin writes to people: shown first, and sent once to the people who are meant."""

import pytest
from sqlmodel import select

from handlers.cards import Aside, Problems
from handlers.features.admin import writing
from handlers.request import Means, Request, Sender
from storage import plan_changes
from storage.rights.erasure.people import erase_person
from storage.tables import Draft, Outbox
from storage.team import teams
from storage.workspace import audit
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan

pytestmark = pytest.mark.every_platform

WORDS = "From Monday, every call has a brief.\nAsk me if anything is odd."


async def writes(office: Office, whom: str, words: str = WORDS) -> None:
    """Tomas, an admin, writes a message and sees it."""
    await office.knows(office.tomas)
    await office.makes("Tomas Keller", "admin")
    await office.tomas.types("roll-out")
    await office.tomas.presses("Write to people")
    await office.tomas.fills(whom=whom, line=words)
    await office.tomas.submits()


async def rows(office: Office) -> list[Outbox]:
    async with office.attune.database.read() as session:
        found = (await session.exec(select(Outbox))).all()
        return [row for row in found if row.kind == "admin_message"]


async def test_everybody_reads_it_once_with_the_name_of_who_wrote(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.knows(lena)
    await writes(office, "all")
    tomas.sees(
        "Send this?", "everybody who is on file here: 1 person, not counting you.", "is odd."
    )
    assert await rows(office) == []
    before = len(tomas.messages)
    await tomas.presses("Send it")
    tomas.sees("On its way to everybody who is on file here")
    await office.delivers()
    lena.sees(
        "Tomas Keller writes to you:",
        "From Monday, every call has a brief.",
        "Ask me if anything is odd.",
        "Tomas Keller is an admin here. The message goes to everybody who is on file here.",
        "Stop messages from your admins",
    )
    assert len(tomas.messages) <= before + 1, "the admin gets no copy"
    async with office.attune.database.read() as session:
        (entry, *_) = await audit.page(session, office.lena_tenant, 9)
    assert (entry.act, entry.target_kind, entry.target) == (
        "message sent",
        "tenant",
        f"{office.lena_tenant} all 1",
    )


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_the_log_says_to_whom_messages_went(office: Office) -> None:
    id_ = await office.leads(office.tomas, [office.lena], admin=True)
    for whom in ("all", "new", f"team:{id_}"):
        await writes(office, whom)
        await office.tomas.presses("Send it")
    await office.tomas.opens_home()
    await office.tomas.presses("Privacy")
    await office.tomas.presses("Who did what")
    office.tomas.sees(
        "message sent, everybody on file: 1 person",
        "message sent, DACH: 1 person",
        "message sent, people without a call yet",
    )
    office.tomas.sees_nothing_of("people without a call yet:", "every call has a brief")


async def test_an_old_button_sends_nothing_more(office: Office) -> None:
    await office.knows(office.lena)
    await writes(office, "all")
    async with office.attune.database.read() as session:
        draft = (await session.exec(select(Draft))).one()
    tomas = Sender(office.lena_tenant, office.tomas.id, "Tomas Keller", "Europe/Berlin")
    lena = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")

    async def presses(who: Sender, action: str) -> bool:
        """Whether the button does something."""
        value = str(draft.id)
        request = Request(office.request_id(), who, Means.BUTTON, action, value)
        answer = await office.conversation.answer(request, office.clock.now())
        return not isinstance(answer, Aside | Problems)

    await office.makes("Lena Brandt", "admin")
    assert not await presses(lena, writing.SEND), "another admin's message"
    assert await presses(tomas, writing.SEND)
    for action in (writing.SEND, writing.CHANGE, writing.DROP):
        assert not await presses(tomas, action)
    assert len(await rows(office)) == 1
    async with office.attune.database.read() as session:
        entries = await audit.page(session, office.lena_tenant, 9)
    assert [one.act for one in entries] == ["message sent"]


async def test_who_has_begun_is_left_out_and_how_many_have_not_is_not_said(office: Office) -> None:
    await plan(office)  # Lena has begun
    new = await office.adds("Colleague")
    await writes(office, "new")
    office.tomas.sees("To people who have no call here yet.")
    office.tomas.sees_nothing_of("1 person", "people, not counting you", "Colleague")
    await office.tomas.presses("Send it")
    office.tomas.sees("On its way to people who have no call here yet.")
    assert [row.person_id for row in await rows(office)] == [new]


async def test_a_team_gets_it_unless_it_was_deleted_meanwhile(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    team = await office.leads(tomas, [lena], admin=True)
    await office.adds("Elsewhere")
    await writes(office, f"team:{team}")
    tomas.sees("To the team DACH: 1 person, not counting you.")
    await tomas.presses("Change it")
    await tomas.fills(line="See you on Monday.")
    await tomas.submits()
    await tomas.presses("Send it")
    await office.delivers()
    lena.sees("See you on Monday.", "The message goes to the team DACH.")
    assert len(await rows(office)) == 1
    await writes(office, f"team:{team}")
    async with office.attune.database.write(office.lena_tenant) as session:
        found = await teams.by_id(session, office.lena_tenant, team)
        assert found is not None
        await teams.remove(session, found)
    await tomas.presses("Send it")
    tomas.sees("Choose who gets it.")
    assert len(await rows(office)) == 1


async def test_a_message_that_is_not_sent_is_deleted(office: Office) -> None:
    await office.knows(office.lena)
    await writes(office, "all")
    await office.tomas.presses("Don't send it")
    office.tomas.sees("Not sent.")
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Draft))).all() == []
    assert await rows(office) == []


async def test_who_stopped_such_messages_gets_none(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.answers_in_message(message="admin_message")
    await lena.presses("Stop messages from your admins")
    before = len(lena.messages)
    await writes(office, "all")
    await office.tomas.presses("Send it")
    await office.delivers()
    assert len(lena.messages) == before
    assert [row.reason for row in await rows(office)] == ["muted"]


async def test_nobody_but_admins_writes_to_people(office: Office) -> None:
    await office.lena.types("write to people")
    office.lena.sees("Only admins")
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    fields = {"whom": "all", "line": "Hello"}
    request = Request(office.request_id(), sender, Means.FORM, writing.OPEN, "", fields)
    answer = await office.conversation.answer(request, office.clock.now())
    assert isinstance(answer, Aside | Problems)


async def test_somebody_in_another_tenant_is_not_meant(office: Office) -> None:
    await office.knows(office.lena)
    elsewhere = Sender(f"{office.lena_tenant}-2", "somebody", "Somebody", "Europe/Berlin")
    async with office.attune.database.write(elsewhere.tenant) as session:
        await elsewhere.add_or_update(session)
    await writes(office, "all")
    office.tomas.sees("1 person, not counting you.")


async def test_a_message_goes_with_the_admin_who_is_erased(office: Office) -> None:
    lena = office.lena
    await office.knows(lena)
    await writes(office, "all")
    await office.tomas.presses("Send it")
    async with office.attune.database.write(office.lena_tenant) as session:
        author = await office.row(session, office.tomas)
        await erase_person(session, author, office.clock.now())
        await plan_changes.discard(session)
    before = len(lena.messages)
    await office.delivers()
    assert len(lena.messages) == before
    assert [row.reason for row in await rows(office)] == ["not on file any more"]
