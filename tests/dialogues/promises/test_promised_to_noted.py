"""A rep asks what they promised to somebody who is only in a note."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def test_the_promises_to_that_account_are_shown(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: anna from legal wants the dpa")
    await lena.types("what did i promise anna")
    lena.sees("Pricing for 40 seats", "“anna” is in your own notes on Northwind.")
    await lena.types("what did i promise zoe")
    lena.sees("There is no account called “zoe” yet.")
