"""What a rep did, or what they sent, settles the promise that it is about."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import on_each_database

REPORTS = (
    ("sent pricing to northwind", "Done: Pricing for 40 seats (to Northwind)."),
    ("pricing sent", "Done: Pricing for 40 seats (to Northwind)."),
    ("mark pricing as done", "Done: Pricing for 40 seats (to Northwind)."),
    ("i called jana as promised", "Done: Call Jana (to Northwind)."),
    ("emailed lund the one pager", "Done: One pager (to Brightwater Clinics)."),
    ("called jana, she's fine w 38k", "To keep what they said too"),
    ("drop the deck promise", "Dropped: Deck (to Northwind)."),
    ("jana sent the depot list", "Done: Depot list (promised by Northwind)."),
)


async def test_a_report_settles_the_promise_and_can_be_undone(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, said in REPORTS:
        await lena.types(typed)
        lena.sees(said)
        await lena.presses("Undo")
        lena.sees("Open again:")
    await lena.types("sent pricing to northwind")
    await lena.types("/promises Northwind")
    lena.sees("Done: You owed Northwind: Pricing for 40 seats", "You owe Northwind: Call Jana")


async def test_a_promise_moves_by_words_and_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move pricing to friday")
    lena.sees("Moved: Pricing for 40 seats (to Northwind), by Friday 27 November.")
    await lena.presses("Undo")
    lena.sees("Moved back: Pricing for 40 seats (overdue since Monday 23 November).")
    await lena.types("push the one pager to monday")
    lena.sees("Moved: One pager (to Brightwater Clinics), by Monday 30 November.")
    await lena.types("move northwind to friday 3pm")
    lena.sees_nothing_of("Moved:")


@on_each_database
async def test_where_none_fits_the_open_ones_are_shown(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sent the contract to lund")
    lena.sees("No open promise with Brightwater Clinics has these words.", "One pager")
    await lena.types("forget the deck")
    lena.sees("Which promise do you want to drop?", "You owe Northwind: Deck")
    await lena.types("done")
    lena.sees("Which promise is done?", "Pricing for 40 seats", "Call Jana")
    await lena.types("havent sent the pricing yet")
    lena.sees("Still open:", "You owe Northwind: Pricing for 40 seats")
    lena.sees_nothing_of("Done:")
    await lena.types("/promises Northwind")
    lena.sees("You owe Northwind: Pricing for 40 seats")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_a_colleague_settles_nothing_of_somebody_else(office: Office) -> None:
    await put_on_file(office)
    await office.tomas.types("sent pricing to northwind")
    office.tomas.sees_nothing_of("Done:", "Pricing for 40 seats")
    await office.lena.types("/promises Northwind")
    office.lena.sees("You owe Northwind: Pricing for 40 seats")
