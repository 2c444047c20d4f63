"""A promise within words that are kept, ours or theirs, is offered as a promise."""

from sqlmodel import col, select

from handlers.composing.erasing import erase_name
from storage.tables import Account, Commitment
from tests.dialogues.office import Office
from tests.dialogues.rep_week import at, put_on_file
from tests.dialogues.turns import in_turn

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
    lena.sees("Noted, only you see it: Northwind.")
    lena.sees_nothing_of("Add the promise")  # it is open already


async def test_what_the_customer_will_send_is_offered_as_theirs(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("note northwind: jana will send us the dispatcher names wed")
    lena.sees("Noted, only you see it: Northwind.")
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
        lena.sees("Noted, only you see it: Northwind.")
        lena.sees_nothing_of("Add the promise", "Add their promise")


UNNAMED = {
    "went well, ill send em friday": "send em friday",
    "mia wants my head, ill send it thurs": "send it thurs",
    "mia was happy, ill email her both by fri": "email her both by fri",
}


@in_turn(("typed", "words"), UNNAMED.items())
async def test_a_report_saves_no_promise_that_does_not_say_what(
    office: Office, typed: str, words: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:45")
    await lena.types(typed)
    lena.sees(f"I have not saved “{words}” as a promise, because it doesn't say", "Add the promise")
    lena.sees_nothing_of("You promised")


async def test_both_things_that_a_customer_wants_are_promised(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:45")
    await lena.types("went well, mia wants quotes and decks, ill send both fri")
    lena.sees("You promised: send quotes and decks, by Friday")
    await lena.types("i promised ruben id send the contract friday")
    lena.sees("Promised to Northwind: send the contract (Ruben Haas), by Friday")
    await lena.types("i promised jana id send it friday")
    lena.sees_nothing_of("Promised")


async def test_an_old_button_does_not_bring_back_who_was_erased(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: Gundula Petersilka hated the demo, I'll send her the map")
    lena.sees("Add the promise")
    async with office.attune.database.write(office.lena_tenant) as session:
        wanted = select(Account).where(col(Account.name) == "Alder and Finch")
        account = (await session.exec(wanted)).one()
        await erase_name(session, account, "Gundula Petersilka", office.clock.now())
    await lena.presses("Add the promise")
    lena.sees("Alder and Finch", "the map")
    assert "Petersilka" not in (lena.form or "")
    await lena.submits()
    async with office.attune.database.read() as session:
        said = (await session.exec(select(Commitment.text))).all()
    assert not [one for one in said if "Petersilka" in one]
