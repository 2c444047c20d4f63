"""Words that name a change take it back: “undo the alder move”, “put it back”."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

BACK = "Moved Northwind back to tomorrow 14:30."


@in_turn(
    "typed", ["undo the northwind move", "put it back", "pls undo that move", "take back the move"]
)
async def test_the_move_just_made_is_taken_back(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types(typed)
    lena.sees(BACK)


async def test_a_move_is_taken_back_after_other_changes(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("alder: they have 3 depots")
    await lena.types("undo the northwind move")
    lena.sees(BACK)
    assert len((await on_file(office))[0]) == 1


async def test_the_move_of_another_call_stays(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("undo the alder move")
    lena.sees("Nothing changed: I can't tell which change you mean.")
    await lena.presses("Undo the last change")
    lena.sees(BACK)


@in_turn(
    ("first", "typed", "seen"),
    [
        (
            "northwind: they have 3 depots",
            "undo the northwind note",
            "Removed: “they have 3 depots”",
        ),
        ("pricing to northwind is sent", "undo the promise", "Open again: Pricing for 40 seats"),
        ("move the pricing promise to friday", "put it back", "Moved back: Pricing for 40 seats"),
        ("move the pricing promise to friday", "undo that move", "Moved back: Pricing"),
    ],
)
async def test_a_note_or_a_promise_is_taken_back(
    office: Office, first: str, typed: str, seen: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(first)
    await lena.types(typed)
    lena.sees(seen)


async def test_the_promise_was_meant_and_not_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("no u moved the call i meant the depot list promise")
    lena.sees("Moved: Depot list (promised by Northwind), by Friday 27 November.", BACK)
    await lena.types("undo")
    lena.sees("Moved back: Depot list")


async def test_a_new_promise_moves_no_call_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("i meant to promise them a deck")
    lena.sees_nothing_of(BACK)


async def test_a_promise_that_is_not_named_is_asked_for(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("push northwind to fri 10am")
    await lena.types("no i meant the promise")
    lena.sees("Which promise do you want to move?", "Depot list", BACK)
