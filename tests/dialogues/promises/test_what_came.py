"""A rep says what came from a customer, what is still awaited, and what has another day."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    ["got the depot list, cologne and bremen are missing", "jana sent the depot list, 40 rows"],
)
async def test_the_rest_of_the_line_is_kept_as_a_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Done: Depot list", "Your line is kept as your own note.")
    await lena.types("undo")
    lena.sees("Open again: Depot list")
    await lena.types("show me my northwind notes")
    lena.sees(typed)


@in_turn("typed", ["got the depot list", "depotlist came too", "the depotlist arrived"])
async def test_a_promise_that_came_is_found_by_its_words(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief brightwater")
    await lena.types(typed)
    lena.sees("Done: Depot list (promised by Northwind).")
    lena.sees_nothing_of("Your line is kept")


@in_turn(
    "typed", ["still waiting for the depot list actually", "im still waiting on the depotlist"]
)
async def test_what_is_awaited_is_shown_whatever_was_talked_about(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief brightwater")
    await lena.types(typed)
    lena.sees("Still open:", "Northwind promised: Depot list")
    lena.sees_nothing_of("Noted, only you see it")


@in_turn(
    "typed",
    ["he gets us the depot list by friday not wed", "jana gets me the depot list fri instead"],
)
async def test_their_promise_gets_another_day(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Moved: Depot list (promised by Northwind), by Friday 27 November.")


async def test_a_visit_that_the_rep_announced_is_a_promise_with_a_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types("and i said id come by the depot on mon")
    lena.sees("Promised to Northwind: come by the depot, by Monday 30 November.")
    await lena.types("no wait tue")
    lena.sees("Moved: come by the depot (to Northwind), by Tuesday 1 December.")


@pytest.mark.parametrize("typed", ["still waiting for the budget", "she gets a new boss friday"])
async def test_other_lines_are_about_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types(typed)
    lena.sees_nothing_of("Still open:", "Moved:", "Done:")
