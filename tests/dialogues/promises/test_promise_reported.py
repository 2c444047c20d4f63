"""What a rep did, or what they sent, settles the promise that it is about."""

from datetime import date

import pytest

from handlers.request import Means
from storage.tables import Commitment
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.test_form_edits import in_another_window
from tests.dialogues.turns import on_each_database

REPORTS = (
    ("sent pricing to northwind", "Done: Pricing for 40 seats (to Northwind)."),
    ("pricing sent", "Done: Pricing for 40 seats (to Northwind)."),
    ("mark pricing as done", "Done: Pricing for 40 seats (to Northwind)."),
    ("i called jana as promised", "Done: Call Jana (to Northwind)."),
    ("emailed lund the one pager", "Done: One pager (to Brightwater Clinics)."),
    ("called jana, she's fine w 38k", "To keep what they said as well"),
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


async def test_a_promise_that_is_done_keeps_its_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move pricing to friday")
    await in_another_window(office, Means.BUTTON, "promise.done", ":1")
    await lena.presses("Undo")
    lena.sees("That promise is no longer open, so it was not moved back.")
    async with office.attune.database.read() as session:
        promise = await session.get(Commitment, 1)
    assert promise is not None
    assert (promise.state, promise.due_on) == ("done", date(2026, 11, 27))


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


async def test_a_question_about_a_promise_shows_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, promise in (
        ("did i send northwind the pricing?", "You owe Northwind: Pricing for 40 seats"),
        ("did we send brightwater the one pager yet", "You owe Brightwater Clinics: One pager"),
        ("have they sent the depot list yet?", "Northwind promised: Depot list"),
    ):
        await lena.types(typed)
        lena.sees("Still open:", promise)
    await lena.types("did i send northwind a christmas card?")
    lena.sees_nothing_of("Still open:")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_a_colleague_settles_nothing_of_somebody_else(office: Office) -> None:
    await put_on_file(office)
    await office.tomas.types("sent pricing to northwind")
    office.tomas.sees_nothing_of("Done:", "Pricing for 40 seats")
    await office.lena.types("/promises Northwind")
    office.lena.sees("You owe Northwind: Pricing for 40 seats")


async def test_a_wish_that_the_rep_has_met_is_a_promise_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, done in (
        ("brightwater want a one pager for the board, sent it", "Done: One pager"),
        ("done, sent jana the pricing", "Done: Pricing for 40 seats"),
    ):
        await lena.types(typed)
        lena.sees(done)
    for note in ("jana likes the demo, done", "northwind signed, done"):
        await lena.types(note)
        lena.sees("Noted, only you see it: Northwind.")
