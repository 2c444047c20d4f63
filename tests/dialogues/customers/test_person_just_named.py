"""A line about the person just named corrects the name, or gives the role."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def test_a_title_at_the_end_of_a_name_is_the_role(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, seen in (
        ("add marta klein cfo to northwind", "Marta Klein, CFO, is on file at Northwind"),
        ("new contact at northwind: marta klein head of ops", "Marta Klein, head of ops, is on"),
        ("add contact Marta Klein Fleet Manager to northwind", "Marta Klein, Fleet Manager, is"),
        ("petr malik is head of dispatch at northwind now", "Petr Malik, head of dispatch, is on"),
    ):
        await lena.types(typed)
        lena.sees(seen, "Your colleagues see that too")
        await lena.types("undo")
        lena.sees("is not on file any more.")
    await lena.types("add marta klein cfo to the northwind call")
    lena.sees("Marta Klein is coming to Northwind, tomorrow 14:30.")
    await office.tomas.types("who is marta klein")
    office.tomas.sees("Marta Klein, CFO")
    for typed in ("add jo head to northwind", "price pressure is head topic at northwind now"):
        await lena.types(typed)
        lena.sees_nothing_of("Jo,", "Price Pressure")


async def test_the_name_of_the_person_just_added_is_corrected(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("add marta klien to northwind")
    await lena.types("her name is marta klein, shes the cfo")
    lena.sees("Marta Klein, CFO, is on file at Northwind. Your colleagues see that too.", "Undo")
    await lena.types("no, her full name is marta klein vogel")
    lena.sees("Marta Klein Vogel, CFO, is on file at Northwind")
    await lena.types("shes head of ops")
    lena.sees("Marta Klein Vogel, head of ops, is on file at Northwind")
    await lena.types("who is at northwind")
    lena.sees("Marta Klein Vogel")
    lena.sees_nothing_of("Klien", "Marta Klein,")


async def test_the_name_is_corrected_in_the_call_too(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("add petr malik to the northwind call")
    await lena.types("his name is pavel malik and hes the buyer")
    lena.sees("Pavel Malik, buyer, is on file at Northwind")
    await lena.types("northwind brief")
    lena.sees("Pavel Malik, buyer")
    lena.sees_nothing_of("Petr")


async def test_the_name_of_somebody_on_file_stays(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana is head of fleet now")
    await lena.types("her name is katrin vogel")
    lena.sees("Katrin Vogel is on file at Northwind", "Undo")
    await lena.types("who is at northwind")
    lena.sees("Jana Novak", "Katrin Vogel")


async def test_whose_role_it_is_is_asked(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types("shes head of ops")
    lena.sees("Who is head of ops at Northwind?", "Jana Novak", "Ruben Haas")
    await lena.presses("Jana Novak")
    lena.sees(
        "Jana Novak, head of ops, is on file at Northwind. Your colleagues see that too.", "Undo"
    )
    await lena.types("undo")
    lena.sees("Undone: Jana Novak is on file as before.")
    for typed in ("shes happy with the pilot", "shes lead on this", "between us shes head of ops"):
        await lena.types(typed)
        lena.sees_nothing_of("Who is", "is on file at Northwind")


async def test_a_name_without_an_account_asks_for_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("her name is marta klein")
    lena.sees("Which account is Marta Klein at?", "Type “add Marta Klein to …”.")
    await lena.types("her name is on the list")
    lena.sees_nothing_of("Which account")
