"""Who may use Attune, and who gets messages: one place decides, on every platform."""

import pytest
from sqlmodel import col, select

from handlers.admission import REASONS, SENTENCES, Admission
from handlers.cards import Aside
from handlers.conversation import Conversation
from handlers.request import Means, Request, Sender
from storage.choices import Standing
from storage.tables import Outbox, Person
from storage.workspace import people
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan

pytestmark = pytest.mark.every_platform

NOT_OURS = ["guest", "outsider", "left"]


def conversation(office: Office, *, guests: bool = False) -> Conversation:
    """Attune with a setting for guests."""
    attune = office.attune
    return Conversation(
        attune.conversation().registry,
        attune.database,
        attune.playbook,
        admission=Admission(guests),
    )


async def asks(
    office: Office, standing: Standing | None, who: str = "somebody", *, guests: bool = False
) -> str:
    """The answer to somebody of this standing who asks for a brief."""
    sender = Sender(office.lena_tenant, who, who, "Europe/Berlin", standing=standing)
    request = Request(office.request_id(), sender, Means.COMMAND, "prep", "Northwind")
    answer = await conversation(office, guests=guests).answer(request, office.clock.now())
    return answer.card.summary if isinstance(answer, Aside) else str(answer)


async def on_file(office: Office, who: str) -> Person | None:
    """What is on file about somebody."""
    async with office.attune.database.read() as session:
        return await people.find(session, office.lena_tenant, who)


@pytest.mark.parametrize("standing", NOT_OURS)
async def test_who_is_not_of_the_company_is_told_so_and_nothing_is_kept(
    office: Office, standing: Standing
) -> None:
    await plan(office)
    assert await asks(office, standing) == SENTENCES[standing]
    assert await on_file(office, "somebody") is None


@pytest.mark.parametrize("means", list(Means))
async def test_no_entrance_is_left_open(office: Office, means: Means) -> None:
    await plan(office)
    sender = Sender(office.lena_tenant, "guest", "G", "UTC", standing="guest")
    talk = conversation(office)
    for name in [*talk.registry.names(means), *([""] if means is Means.COMMAND else [])]:
        request = Request(office.request_id(), sender, means, name, "1")
        answer = await talk.answer(request, office.clock.now())
        assert SENTENCES["guest"] in str(answer), name


async def test_a_setting_lets_guests_in_and_nobody_else(office: Office) -> None:
    await plan(office)
    assert "not open to guests" not in await asks(office, "guest", guests=True)
    for standing in ("outsider", "left"):
        assert await asks(office, standing, guests=True) == SENTENCES[standing]


@pytest.mark.parametrize("standing", NOT_OURS)
async def test_who_was_a_colleague_gets_nothing_more(office: Office, standing: Standing) -> None:
    await plan(office, "Northwind today 15:00")
    before = len(office.lena.messages)
    assert await asks(office, standing, office.lena_id) == SENTENCES[standing]
    assert await asks(office, None, office.lena_id) == SENTENCES[standing], "it is remembered"
    await office.until(23, "16:00")
    assert len(office.lena.messages) == before
    assert set((await office.reasons()).values()) == {REASONS[standing]}


@pytest.mark.parametrize("standing", NOT_OURS)
async def test_it_is_looked_at_again_before_a_message_goes(
    office: Office, standing: Standing
) -> None:
    await plan(office, "Northwind today 15:00")
    before = len(office.lena.messages)
    async with office.attune.database.write() as session:
        lena = await people.find(session, office.lena_tenant, office.lena_id)
        assert lena is not None
        lena.standing = standing
    await office.until(23, "16:00")
    assert len(office.lena.messages) == before
    assert (await office.reasons())["listen"] == REASONS[standing]


async def test_a_colleague_who_comes_back_is_nudged_again(office: Office) -> None:
    await plan(office, "Northwind today 15:00")
    await asks(office, "left", office.lena_id)
    await asks(office, "member", office.lena_id)
    async with office.attune.database.read() as session:
        kinds = (await session.exec(select(Outbox.kind).where(col(Outbox.state) == "open"))).all()
    assert {"brief", "listen", "reflect"} <= set(kinds)


async def test_what_a_platform_tells_unasked_counts_for_those_we_know(office: Office) -> None:
    await plan(office, "Northwind today 15:00")
    talk = conversation(office)
    gone = Sender(office.lena_tenant, office.lena_id, "Lena B.", "Europe/Berlin", standing="left")
    unknown = Sender(office.lena_tenant, "new", "New", "UTC", standing="member")
    for sender in (gone, unknown):
        await talk.update_person(sender, office.clock.now())
    lena = await on_file(office, office.lena_id)
    assert lena is not None
    assert (lena.name, lena.standing) == ("Lena B.", "left")
    assert set((await office.reasons()).values()) == {REASONS["left"]}
    assert await on_file(office, "new") is None
