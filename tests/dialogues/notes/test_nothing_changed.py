"""A line that may be an order about something else is no silent note on the last account."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ASKS = "I changed nothing. Shall I keep this as your note on Alder and Finch?"


@in_turn(
    "typed",
    [
        "price per ward: make that thursday, finance needs a day",
        "legal meets on thursday",
    ],
)
async def test_it_is_asked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do i owe alder")
    await lena.types(typed)
    lena.sees(ASKS, "Keep as my note")
    await lena.types("yes")
    lena.sees("Noted, only you see it: Alder and Finch.", "Undo")


@in_turn("typed", ["shes away until friday", "the pilot has 40 seats"])
async def test_a_statement_about_the_customer_is_kept(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do i owe alder")
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.", "Undo")
