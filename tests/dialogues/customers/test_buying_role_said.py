"""A rep says who decides at a customer. It is saved as that person's buying role."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "seen"),
    [
        ("ruben signs", "Noted: Ruben Haas is the economic buyer at Northwind."),
        ("jana is our champion", "Noted: Jana Novak is the champion at Northwind."),
        ("mia berg is the one who decides", "Noted: Mia Berg is the economic buyer at Alder"),
        ("anders has the budget", "Noted: Dr. Anders Lund is the economic buyer at Brightwater"),
    ],
)
async def test_who_decides(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(seen, "Your colleagues see that too.")
    await lena.presses("Undo")
    lena.sees("Undone: ")


@in_turn("typed", ["hes the one who signs", "he decides", "he is the decision maker"])
async def test_he_is_the_only_person_there(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do i know about mia")
    await lena.types(typed)
    lena.sees("Noted: Mia Berg is the economic buyer at Alder and Finch.")
    await lena.types("undo")
    lena.sees("Undone: Mia Berg")


async def test_of_several_people_one_is_chosen(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("who is ruben")
    await lena.types("hes the one who signs")
    lena.sees("Who is the economic buyer at Northwind?", "Jana Novak")
    await lena.presses("Ruben Haas")
    lena.sees("Noted: Ruben Haas is the economic buyer at Northwind.")
    await lena.types("who is ruben")
    lena.sees("Ruben Haas, managing director (economic buyer), Northwind.")


async def test_the_person_just_put_on_file(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("peter hanks is the cfo of northwind")
    await lena.types("he signs")
    lena.sees("Noted: Peter Hanks is the economic buyer at Northwind.")


@in_turn("typed", ["who signs?", "the machine signs", "ruben signs on friday", "he decides slowly"])
async def test_other_lines_set_no_role(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("who is ruben")
    await lena.types(typed)
    lena.sees_nothing_of("is the economic buyer at")


async def test_undo_says_which_role_is_left(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("peter hanks is the cfo of northwind")
    await lena.types("he signs")
    await lena.types("undo")
    lena.sees("Undone: Peter Hanks has no buying role now, as before.")
    for said in ("he signs", "he is the champion"):
        await lena.types(said)
        await lena.presses("Peter Hanks")
    lena.sees("Noted: Peter Hanks is the champion at Northwind.")
    await lena.types("undo")
    lena.sees("Undone: Peter Hanks is the economic buyer again.")
