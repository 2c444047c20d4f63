"""What colleagues read about a person follows what the rep says: a title, and who has left."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "title"),
    [
        ("no it lead, not cfo", "IT lead"),
        ("irina is it lead at northwind", "IT lead"),
        ("irina is head of IT at northwind", "head of IT"),
        ("irina is head of it at northwind", "head of IT"),
    ],
)
async def test_the_department_it_is_part_of_a_title(office: Office, typed: str, title: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("irina sokol is the new cfo at northwind")
    lena.sees("Irina Sokol, CFO, is on file at Northwind.")
    await lena.types(typed)
    lena.sees(f"Irina Sokol, {title}, is on file at Northwind.", "Undo")
    await office.tomas.types("who is irina at northwind")
    office.tomas.sees(f"Irina Sokol, {title}")
    await lena.presses("Undo")
    await office.tomas.types("who is irina at northwind")
    office.tomas.sees("Irina Sokol, CFO")


async def test_a_person_with_a_title_before_the_name_comes_and_leaves(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("dr. amina okafor is medical director at brightwater")
    lena.sees("Dr. Amina Okafor, medical director, is on file at Brightwater Clinics.", "Undo")
    await lena.types("dr lund left brightwater")
    await lena.types("who's at brightwater")
    lena.sees("Dr. Anders Lund, medical director. You noted that they left (", "Amina Okafor")


@in_turn("typed", ["irina is it", "irina is on it at northwind", "irina is head it seems"])
async def test_it_alone_is_no_department(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("irina sokol is the new cfo at northwind")
    await lena.types(typed)
    lena.sees_nothing_of("is on file at")
