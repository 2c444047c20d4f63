"""A rep's promise in a few words: "mia gets the contract from me by fri", and one moved by them."""

from tests.dialogues.office import Office
from tests.dialogues.promises.test_promise_reported_short import promised
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

CONTRACT = "Promised to Alder and Finch: sample contract, by Friday 27 November."


@in_turn(
    ("typed", "saved"),
    [
        ("mia gets sample contract from me by fri", CONTRACT),
        ("and mia gets sample contract from us by fri", CONTRACT),
        ("i have to send mia sample contract by fri", CONTRACT),
        (
            "need to send jana the questionnaire by thu too",
            "Promised to Northwind: the questionnaire, by Thursday 26 November.",
        ),
    ],
)
async def test_it_is_a_promise_of_ours(office: Office, typed: str, saved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(saved, "Undo")


async def test_both_sides_in_one_line(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("mia gets sample contract from me by fri, mia sends store list by thu")
    lena.sees(CONTRACT, "Promised by Alder and Finch: send store list, by Thursday 26 November.")


@in_turn("typed", ["jana gets nothing from us", "who gets the deck from us", "jana gets it now"])
async def test_it_is_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Promised to")


@in_turn(
    "typed",
    [
        "i owe northwind a list by yesterday",
        "i owe northwind a list by last friday",
        "promised jana a list by 3 nov",
    ],
)
async def test_a_day_that_has_passed_is_asked_for(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("That day has passed. By which day? The promise is not saved yet.")
    await lena.presses("Add the promise")
    lena.sees("a list")


async def test_a_day_in_the_future_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe northwind a list by 3 dec")
    lena.sees("Promised to Northwind: a list, by Thursday 3 December.")


@in_turn(
    "typed",
    [
        "roi deck to northwind pushed to fri",
        "the roi deck got pushed back to fri",
        "pushed the roi deck to fri",
        "roi deck slips to fri",
        "roi deck is delayed until friday",
    ],
)
async def test_the_promise_moves(office: Office, typed: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types(typed)
    lena.sees("Moved: ROI deck (to Northwind), by Friday 27 November.", "Undo")


async def test_the_name_of_an_account_alone_moves_no_promise(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("northwind pushed to friday")
    lena.sees_nothing_of("Moved: ")
