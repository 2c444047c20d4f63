"""“price per ward: make that thursday, finance needs a day” gives the promise another day."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def with_promises(office: Office) -> None:
    """Lena owes Anders Lund a price by Wednesday, and Jana Novak a draft by the 26th."""
    await put_on_file(office)
    await office.lena.types("i owe lund a price per ward by wed")
    await office.lena.types("i owe jana the contract draft by the 26th")
    await office.lena.types("northwind promised the document list by fri")


@in_turn(
    ("typed", "day"),
    [
        ("price per ward: make that thursday, finance needs a day", "Thursday 26 November"),
        ("price per ward: thu, finance needs a day", "Thursday 26 November"),
        ("price per ward -> thu", "Thursday 26 November"),
        ("price per ward wed → fri", "Friday 27 November"),
        ("make the price per ward thursday", "Thursday 26 November"),
        ("price per ward is thu now", "Thursday 26 November"),
        ("actually price per ward is on friday", "Friday 27 November"),
        ("need till fri for the price per ward", "Friday 27 November"),
        ("contract draft to jana: the 30th not 26th", "Monday 30 November"),
        ("no wait contract draft is by the 30th not the 26th", "Monday 30 November"),
        ("contract draft by dec 2 not nov 26", "Wednesday 2 December"),
        ("contract draft: 2 dec, legal is slow", "Wednesday 2 December"),
        ("contract draft is the 30th", "Monday 30 November"),
        ("the doc list is mon now", "Monday 30 November"),
    ],
)
async def test_the_promise_has_another_day(office: Office, typed: str, day: str) -> None:
    lena = office.lena
    await with_promises(office)
    await lena.types(typed)
    lena.sees("Moved: ", f"by {day}.", "Undo")


@in_turn(
    "typed",
    [
        "price per ward: make that friday, finance needs a day",
        "price per ward slips to fri, finance needs a day",
        "price per ward fri instead of wed, finance needs a day",
    ],
)
async def test_the_reason_is_named(office: Office, typed: str) -> None:
    lena = office.lena
    await with_promises(office)
    await lena.types(typed)
    lena.sees("Friday 27 November.", "I kept nothing else of your line: “finance needs a day”.")


async def test_two_promises_that_fit_are_asked_about(office: Office) -> None:
    lena = office.lena
    await with_promises(office)
    await lena.types("i owe jana a price per depot by fri")
    await lena.types("price: make it monday")
    lena.sees("Which promise do you want to move?", "a price per ward", "a price per depot")


@in_turn(
    "typed",
    [
        "no contract draft on friday",
        "jana: the contract draft friday not thursday",
        "contract draft review is on friday",
        "price per ward was 40 not 50",
        "lund's price per ward rises on friday",
    ],
)
async def test_other_lines_move_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await with_promises(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved:")


async def test_a_promise_is_not_moved_beside_the_same_one(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised northwind a quote by thu")
    await lena.types("i promised brightwater a quote by fri")
    await lena.types("that was for northwind")
    lena.sees("Not moved: Northwind has the same promise already.", "a quote, by Friday")
    await lena.types("what do i owe brightwater")
    lena.sees("a quote")
