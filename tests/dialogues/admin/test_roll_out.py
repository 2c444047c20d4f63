"""The roll-out page has counts, and none of a small group."""

from storage.tables import Person
from tests.dialogues.admin.test_defaults import saves
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan


async def colleagues(office: Office, number: int) -> None:
    """Add colleagues. Six of them have stopped briefs themselves, and one the agenda."""
    for place in range(number):
        id_ = await office.adds(f"Colleague {place:02}")
        async with office.attune.database.write(office.lena_tenant) as session:
            person = await session.get(Person, id_)
            assert person is not None
            kinds = [*(["brief"] if place < 6 else []), *(["agenda"] if place == 0 else [])]
            person.rhythm = {"muted": kinds} if kinds else {}


async def looks(office: Office) -> None:
    await office.knows(office.tomas)
    await office.makes("Tomas Keller", "admin")
    await office.tomas.types("people and roles")
    await office.tomas.presses("Roll-out")


async def test_an_admin_sees_counts(office: Office) -> None:
    await plan(office)  # Lena has begun
    await colleagues(office, 12)
    await saves(office, muted_before_calls="listen")  # which nobody has stopped themselves
    await looks(office)
    tomas = office.tomas
    tomas.sees("On file: 14.", "Begun (with a past or upcoming call): fewer than five.")
    tomas.sees("Briefs: 6", "Every other kind of message: fewer than five")
    tomas.sees_nothing_of("Lena", "Colleague", "listening", "Agenda", "13")


async def test_a_small_company_sees_no_count(office: Office) -> None:
    await plan(office)
    await looks(office)
    office.tomas.sees("On file: fewer than five.", "Too few people to say how many have begun.")
    office.tomas.sees("Too few people to say what they have stopped.")


async def test_only_admins_see_the_page(office: Office) -> None:
    await office.lena.types("roll-out")
    office.lena.sees("Only admins")
    office.lena.sees_nothing_of("On file")
