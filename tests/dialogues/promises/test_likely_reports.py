"""A line that most likely says that a promise was kept marks it as done, with *Undo*."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "promise", "is_kept"),
    [
        ("the roi deck is done, emailed anders", "a roi deck", True),
        ("roi deck for brightwater went out monday", "a roi deck", False),
        ("anders got his roi deck, he liked it", "a roi deck", True),
        ("roi deck sent over to anders today", "a roi deck", False),
        ("jana's depot names came in: irina sokol and a piotr wrona", "names of two depots", True),
    ],
)
async def test_what_was_done_is_done(
    office: Office, typed: str, promise: str, is_kept: bool
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised brightwater a roi deck by friday")
    await lena.types("northwind promised names of two depots by friday")
    await lena.types(typed)
    lena.sees(f"Done: {promise}", "Undo")
    assert ("Your line is kept as your own note." in lena.screen) is is_kept


async def test_what_is_for_another_day_moves(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised brightwater a roi deck by friday")
    await lena.types("roi deck to anders by thu instead, told him")
    lena.sees("Moved: a roi deck", "Thursday 26 November", "Undo")


@in_turn(
    ("typed", "day"),
    [
        ("sending the pricing tmrw not today", "Wednesday 25 November"),
        ("pricing tomorrow instead", "Wednesday 25 November"),
        ("wont get to the pricing today, tmrw", "Wednesday 25 November"),
        ("wont make the pricing today, friday instead", "Friday 27 November"),
        ("not sending the pricing today, tmrw", "Wednesday 25 November"),
        ("pricing not today but thrusday", "Thursday 26 November"),
        ("doing the pricing on fri rather than today", "Friday 27 November"),
        ("the pricing only on friday", "Friday 27 November"),
        ("pricing will be fri", "Friday 27 November"),
        ("pricing for 40 seats to jana fri not today", "Friday 27 November"),
    ],
)
async def test_our_promise_gets_another_day(office: Office, typed: str, day: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Moved: Pricing for 40 seats (to Northwind), by {day}.", "Undo")


@in_turn(
    "typed",
    [
        "northwind ships pricing lists thu not today",
        "jana sends pricing to her boss thu not wed",
        "the pricing went up in march not april",
        "pricing up friday not monday",
        "pricing review thu not today",
        "pricing only if they sign by friday",
        "they wont need the pricing today, tmrw at best",
        "northwind wont get new pricing today, friday maybe",
        "jana wont get to the pricing today, tmrw",
        "board wont get the pricing today, friday",
        "board wont get the one pager thursday, friday",
        "aylin sends the list of lorries friday not wednesday",
        "aylin sends the depot list friday not wednesday",
        "pricing will be an issue on friday",
        "not today, tomorrow",
    ],
)
async def test_news_with_another_day_moves_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved:")


@in_turn(
    "typed",
    ["jana sends the depot list fri not wed", "they send the depot list friday not wednesday"],
)
async def test_their_promise_gets_another_day(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Moved: Depot list (promised by Northwind), by Friday 27 November.", "Undo")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_what_is_not_done_stays_open(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised brightwater a roi deck by friday")
    for typed in (
        "the roi deck isnt done",
        "anders wants the roi deck sent to the board too",
        "anders has a deck of his own and 3 wards on it",
        "roi is what gave them the budget",
        "brightwater: the roi was done wrong last year by a consultant",
        "roi deck goes to anders when its done",
        "anders got no roi deck",
        "anders got the roi deck wrong",
        "the roi deck is nearly done",
        "anders forwarded our roi deck to routely",
        "roi deck sent to tomas",
        "gave tomas the roi deck",
        "get the roi deck done",
        "roi deck will be sent",
        "their roi deck is done",
        "sent anders the wrong roi deck",
    ):
        await lena.types(typed)
        lena.sees_nothing_of("Done: a roi deck")


async def test_a_doubtful_report_is_kept_and_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised brightwater a roi deck by friday")
    await lena.types("roi paper for brightwater went out monday")
    lena.sees("Noted, only you see it: Brightwater Clinics.", "Is this done?", "a roi deck")
    await lena.presses("Done")
    lena.sees("Done")
