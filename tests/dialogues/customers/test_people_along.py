"""Who comes to the call just planned, and who does what at a customer, in short words."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

THEN = "Northwind, Thursday 10 December 14:00."


@in_turn(
    ("typed", "seen"),
    [
        ("w jana and ruben", f"Jana Novak and Ruben Haas are coming to {THEN}"),
        ("with piotr", f"Piotr is coming to {THEN}"),
        ("also bring jana, piotr", f"Jana Novak and Piotr are coming to {THEN}"),
        ("also bring tomas", "Tomas Keller is your colleague, and has to join the call themselves"),
    ],
)
async def test_people_come_to_the_call_just_planned(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("plan northwind 10 december 2pm")
    lena.sees(f"Planned: {THEN}")
    await lena.types(typed)
    lena.sees(seen, "Change time or people")
    assert (await on_file(office))[0] == []


@in_turn("typed", ["add prices for the depots", "w mia", "with a demo"])
async def test_other_words_bring_nobody(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("plan northwind 10 december 2pm")
    await lena.types(typed)
    lena.sees_nothing_of("coming to Northwind")


@in_turn(
    "typed",
    [
        "add hendrik voss to the brightwater call, procurement",
        "hendrik voss is new procurement at brightwater",
        "brightwaters procurement guy is called hendrik voss, new",
        "hendrik voss = procurement at brightwater, met him at the fair in ulm",
    ],
)
async def test_somebody_new_is_on_file_with_the_department(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Hendrik Voss", "Brightwater Clinics")
    await lena.types("who do we know at brightwater")
    lena.sees("Hendrik Voss, procurement")
    await lena.types("who is procurement at brightwater")
    lena.sees("Hendrik Voss, procurement")
