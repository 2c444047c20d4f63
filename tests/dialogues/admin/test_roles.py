"""Only admins give out roles."""

import pytest
from sqlmodel import select

from handlers.cards import Aside, Problems
from handlers.conversation import Conversation
from handlers.request import Means, Request, Sender
from storage.tables import Person
from storage.workspace import audit
from tests.dialogues.office import Office

pytestmark = pytest.mark.every_platform


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
    assert lena.problems == {"role": "You can't remove your own admin role. Another admin can."}


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
    await tomas.types("audit log")
    await tomas.presses("Who did what")
    tomas.sees("Tomas Keller, role changed, Lena Brandt: was rep, is marketer")


async def test_a_rep_gives_out_nothing(office: Office) -> None:
    await office.lena.types("/calls")
    await office.lena.opens_home()
    office.lena.sees_nothing_of("People and roles")


def named(office: Office, *admins: str) -> Conversation:
    """Attune, started with these in ADMINS."""
    attune = office.attune
    return Conversation(
        attune.conversation().registry, attune.database, attune.playbook, admins=admins
    )


async def gives_roles(
    office: Office, conversation: Conversation, sender: Sender, fields: dict[str, str] | None = None
) -> bool:
    """Whether somebody may look at people's roles, or with `fields` change the first person's."""
    means, name = (Means.FORM, "roles") if fields else (Means.BUTTON, "roles.show")
    request = Request(office.request_id(), sender, means, name, "1", fields or {})
    answer = await conversation.answer(request, office.clock.now())
    return not isinstance(answer, Aside | Problems)


def people(office: Office) -> tuple[Sender, Sender]:
    """Lena and somebody else."""
    return (
        Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin"),
        Sender(office.lena_tenant, "somebody", "Somebody", "Europe/Berlin"),
    )


async def test_the_first_admins_are_named_in_the_settings(office: Office) -> None:
    lena, other = people(office)
    attune = named(office, office.lena_id)
    assert await gives_roles(office, attune, lena)
    assert not await gives_roles(office, attune, other)


async def test_the_audit_log_has_who_became_admin_by_the_settings(office: Office) -> None:
    lena, other = people(office)
    attune = named(office, office.lena_id)
    for _ in range(2):
        await gives_roles(office, attune, lena)
    await gives_roles(office, named(office, "somebody"), other)  # which takes it from Lena
    async with office.attune.database.read() as session:
        ids = dict((await session.exec(select(Person.external, Person.id))).all())
        entries = await audit.page(session, office.lena_tenant, 9)
    mine, theirs = str(ids[office.lena_id]), str(ids["somebody"])
    assert [(one.act, one.actor) for one in entries] == [("role changed", None)] * 3
    given, taken = "rep admin", "admin rep"
    assert {one.target for one in entries} == {
        f"{mine} {given}",
        f"{mine} {taken}",
        f"{theirs} {given}",
    }


async def test_who_is_taken_out_of_the_settings_is_no_admin_any_more(office: Office) -> None:
    lena, other = people(office)
    await office.lena.types("/calls")
    await office.makes("Lena Brandt", "marketer")
    assert await gives_roles(office, named(office, office.lena_id), lena)
    later = named(office, "somebody")
    assert await gives_roles(office, later, other)
    assert not await gives_roles(office, later, lena)
    await office.lena.types("/insight")
    office.lena.sees("Publish an insight")  # a marketer, as before


async def test_an_admin_made_by_an_admin_stays_one(office: Office) -> None:
    lena, other = people(office)
    await office.lena.types("/calls")
    both = named(office, office.lena_id, "somebody")
    assert not await gives_roles(office, both, other, {"role": "rep"}), "the settings say so"
    assert await gives_roles(office, both, lena, {"role": "admin"})
    await gives_roles(office, named(office, "somebody"), other)
    assert not await gives_roles(office, named(office, "somebody"), lena), "not by oneself"
    assert await gives_roles(office, both, other, {"role": "admin"})
    assert await gives_roles(office, named(office, "somebody"), lena)


async def test_everybody_is_listed_in_pages(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await tomas.types("/calls")
    await lena.types("/calls")
    async with office.attune.database.write() as session:
        for number in range(51):
            name = f"Colleague {number:02}"
            session.add(
                Person(tenant=office.lena_tenant, external=f"X{number}", name=name, zone="UTC")
            )
    await office.makes("Lena Brandt", "admin")
    await lena.opens_home()
    await lena.presses("People and roles")
    lena.sees("People and roles, 1 to 20 of 53", "Colleague 00", "Colleague 19")
    lena.sees_nothing_of("Colleague 20")
    await lena.presses("More people")
    lena.sees("21 to 40 of 53", "Colleague 20", "Colleague 39")
    await lena.presses("More people")
    lena.sees("41 to 53 of 53", "Colleague 50", "Lena Brandt: Admin", "Tomas Keller: Rep")
    lena.sees_nothing_of("More people")
    await lena.presses("Change")
    await lena.fills(role="marketer")
    await lena.submits()
    lena.sees("41 to 53 of 53", "Colleague 40: Marketer")
    await lena.presses("Back")
    lena.sees("21 to 40 of 53")
