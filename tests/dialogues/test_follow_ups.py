"""A line that names no account is about the account that was just talked about."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file

ALDER = "alder wants a quote for the tills"


async def test_a_person_with_a_contacts_last_name_is_somebody_else(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(ALDER)
    lena.sees("Kept as your own note on Alder and Finch.")
    for typed in ("ops guy is called bjorn lund", "and bjorn lund, ops", "Bjorn Lund runs ops"):
        await lena.types(typed)
        lena.sees("Alder and Finch")
        lena.sees_nothing_of("Brightwater")
    await lena.types("dr. lund wants a pilot in march")
    lena.sees("Kept as your own note on Brightwater Clinics.")


async def test_the_promise_just_kept_gets_another_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by tue")
    lena.sees("Kept as a promise to Alder and Finch: the quote, by Tuesday 1 December.")
    await lena.types("nope wednesday")
    lena.sees("Moved: the quote (to Alder and Finch), by Wednesday 25 November.", "Undo")
    await lena.types("make it thursday")
    lena.sees("Moved: the quote (to Alder and Finch), by Thursday 26 November.")
    await lena.types("undo")
    lena.sees("Moved back: the quote (by Wednesday 25 November).")
    await lena.types("/promises alder")
    lena.sees("You owe Alder and Finch: the quote, tomorrow.")


async def test_the_promise_just_kept_moves_to_the_account_that_was_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by tue")
    await lena.types("no, the quote is for brightwater")
    lena.sees("Now a promise to Brightwater Clinics: the quote, by Tuesday 1 December.")
    await lena.types("actually make it friday")
    lena.sees("Moved: the quote (to Brightwater Clinics), by Friday 27 November.")
    await lena.types("no that was for northwind")
    lena.sees("Now a promise to Northwind: the quote, by Friday 27 November.")
    await lena.types("undo")
    lena.sees("Moved back to Brightwater Clinics: the quote.")
    await lena.types("/promises alder")
    lena.sees_nothing_of("the quote")


async def test_a_promise_just_kept_is_scrapped(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by tue")
    await lena.types("actually scrap that")
    lena.sees("Taken out: “the quote”")
    for typed in ("no, the quote is for brightwater", "nope wednesday"):
        await lena.types(typed)
        lena.sees_nothing_of("Moved", "Now a promise")
