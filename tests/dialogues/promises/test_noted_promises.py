"""A promise within words that are kept, ours or theirs, is offered as a promise."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import at, put_on_file

BOTH = "jana wants pilot in 2 depots. i send contract by fri, she gets us the names thurs"
ON_FILE = (
    "You owe Northwind: send contract, by Friday.",
    "Northwind promised: the names, tomorrow.",
)


async def adds_both(office: Office) -> None:
    lena = office.lena
    lena.sees("Add the promise", "Add their promise")
    await lena.presses("Add the promise")
    await lena.submits()
    await lena.presses("Add their promise")
    await lena.submits()
    await lena.types("/promises northwind")
    lena.sees(*ON_FILE)


async def test_how_it_went_with_promises_of_both_sides(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    office.clock.moment = at(25, 15, 10)
    await lena.types(f"northwind went ok. {BOTH}")
    lena.sees("Saved: Northwind.", "You promised: send contract", "They promised: the names")
    lena.sees_nothing_of("Add the promise", "Add their promise")
    await lena.types("/promises northwind")
    lena.sees(*ON_FILE)


async def test_the_line_after_a_tap_with_promises_of_both_sides(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    office.clock.moment = at(25, 15, 10)
    await lena.types("northwind went ok")
    await lena.answers_in_message("Save", heard=BOTH)
    await adds_both(office)


async def test_the_lines_of_the_form_with_promises_of_both_sides(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    office.clock.moment = at(25, 15, 10)
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard=BOTH)
    await lena.submits()
    await adds_both(office)
    await lena.types("note northwind: i send contract by fri")
    lena.sees("Kept as your own note on Northwind.")
    lena.sees_nothing_of("Add the promise")  # it is open already


async def test_what_the_customer_will_send_is_offered_as_theirs(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: jana will send us the dispatcher names wed")
    lena.sees("Kept as your own note on Northwind.")
    await lena.presses("Add their promise")
    await lena.submits()
    lena.sees("Northwind promised: the dispatcher names, tomorrow.")


async def test_habits_and_a_colleagues_words_stay_notes(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for note in (
        "northwind: we send invoices on fridays",
        "northwind: jana writes reports on monday",
        "northwind: tomas sends us the deck by fri",
    ):
        await lena.types(note)
        lena.sees("Kept as your own note on Northwind.")
        lena.sees_nothing_of("Add the promise", "Add their promise")
