"""What the rep or the customer will do, in the rep's words, is a promise with a day."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.test_typed_words import opens


@pytest.mark.parametrize(
    ("typed", "account", "text"),
    [
        ("i'll send lund the board page weds", "Brightwater Clinics", "the board page (Dr. Anders"),
        ("we'll send alder a demo link wed", "Alder and Finch", "a demo link"),
        ("gonna send alder the contract wed", "Alder and Finch", "the contract"),
        ("ill get back to mia by wed", "Alder and Finch", "get back to mia"),
        ("ill get back to tomas by wed", "", "get back to tomas"),
    ],
)
async def test_what_the_rep_will_do_opens_the_form(
    office: Office, typed: str, account: str, text: str
) -> None:
    await put_on_file(office)
    await opens(office, typed)
    office.lena.sees("Add a promise", account, text, "25")


async def test_other_words_about_oneself_are_no_promise(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i'll think about alder")
    lena.sees("Kept as your own note on Alder and Finch.")
    lena.sees_nothing_of("Add the promise")
    await lena.types("I'll send pricing to northwind friday. they were keen")
    lena.sees("Kept as your own note on Northwind.", "Add the promise")


async def test_the_customers_promise_gets_a_new_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana now sends depot list thurs not wed")
    lena.sees("Moved: Depot list (promised by Northwind), by Thursday 26 November.")
    await lena.presses("Undo")
    lena.sees("Moved back: Depot list")
    await lena.types("depot list now comes fri")
    lena.sees("Moved: Depot list (promised by Northwind), by Friday 27 November.")
    for note in ("jana now sends the pricing thurs not wed", "jana now sends thurs not the ceo"):
        await lena.types(note)
        lena.sees_nothing_of("Moved")
