"""A promise that is reported as done in one line settles the open one, and makes no second."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn

OTHER_WORDS = (
    "i promised northwind a date for the yard visit, done",
    "i owe northwind a date for the visit, sent it",
    "promised northwind a date for the yard tour - done",
)


async def owes(office: Office) -> None:
    """Lena owes Northwind a date, and the call is over."""
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await office.lena.types("i promised northwind a date for a morning in their yard by today")
    office.lena.sees("Promised to Northwind")
    await office.until(23, "17:00")


async def test_a_promise_that_fits_is_done(office: Office) -> None:
    lena = office.lena
    await owes(office)
    await lena.types("i promised northwind a date for a morning in their yard, done")
    lena.sees_nothing_of("Promised to")
    await lena.types("promises")
    lena.sees("No open promises.", "Done: You owed Northwind: a date for a morning in their yard.")


@in_turn("typed", OTHER_WORDS)
async def test_other_words_ask_which_promise_is_done(office: Office, typed: str) -> None:
    lena = office.lena
    await owes(office)
    await lena.types(typed)
    lena.sees("a date for a morning in their yard")
    lena.sees_nothing_of("Promised to", "no day set")
    await lena.types("promises")
    lena.sees_nothing_of("visit", "tour")


async def test_nothing_is_promised_anew_if_nothing_is_open(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await lena.types("i promised northwind a date for the yard visit, done")
    lena.sees("No promise to Northwind is open, so I changed nothing.", "Keep as my note")
    await lena.presses("Keep as my note")
    lena.sees("Noted, only you see it: Northwind.")
