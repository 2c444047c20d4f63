"""Admins give out roles, and nobody else."""

from handlers.cards import Aside
from handlers.conversation import Conversation, Means, Request, Sender
from tests.dialogues.office import Office


async def test_an_admin_makes_a_marketer(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await tomas.types("/calls")
    await lena.types("/calls")
    await office.makes("Lena Brandt", "admin")
    await lena.opens_home()
    await lena.presses("People and roles")
    lena.sees("Lena Brandt: Admin", "Tomas Keller: Rep")
    await lena.presses("Change")
    await lena.fills(role="rep")
    await lena.submits()
    assert lena.problems == {"role": "Another admin can take this from you."}


async def test_the_role_is_kept_and_counts(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await tomas.types("/calls")
    await lena.types("/calls")
    await office.makes("Tomas Keller", "admin")
    await tomas.opens_home()
    await tomas.presses("People and roles")
    await tomas.presses("Change")
    await tomas.fills(role="marketer")
    await tomas.submits()
    tomas.sees("Lena Brandt: Marketer")
    await lena.types("/insight")
    lena.sees("Publish an insight")


async def test_a_rep_gives_out_nothing(office: Office) -> None:
    await office.lena.types("/calls")
    await office.lena.opens_home()
    office.lena.sees_nothing_of("People and roles")


async def test_the_first_admins_are_named_in_the_settings(office: Office) -> None:
    attune = office.attune
    conversation = Conversation(
        attune.conversation().registry, attune.database, attune.playbook, admins={office.lena_id}
    )
    lena = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    other = Sender(office.lena_tenant, "somebody", "Somebody", "Europe/Berlin")
    for sender, allowed in ((lena, True), (other, False)):
        request = Request(office.request_id(), sender, Means.BUTTON, "roles.show")
        answer = await conversation.answer(request, office.clock.now())
        assert isinstance(answer, Aside) is not allowed
