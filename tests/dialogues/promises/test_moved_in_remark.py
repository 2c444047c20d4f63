"""“Push to Monday” beside words that name a promise moves the promise, and never the call."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "moved"),
    [
        ("northwind depot list not here yet, push to fri", "Depot list (promised by Northwind)"),
        ("northwind pricing isnt ready, push it to fri", "Pricing for 40 seats (to Northwind)"),
        ("depot list is late, move to friday", "Depot list (promised by Northwind)"),
    ],
)
async def test_the_promise_that_is_not_ready_moves(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees(f"Moved: {moved}, by Friday 27 November.", "Undo")
    await lena.types("when do i see northwind")
    lena.sees("tomorrow 14:30")


@in_turn(
    ("typed", "time"),
    [
        ("northwind pricing not ready, push to fri 10am", "Friday 10:00"),
        ("northwind pricing too high, push to fri", "Friday 14:30"),
        ("pricing isnt ready yet, push northwind to fri 10am", "Friday 10:00"),
    ],
)
async def test_if_the_call_may_be_meant_too_nothing_moves_yet(
    office: Office, typed: str, time: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Nothing moved yet. Do you mean this promise, or your call tomorrow 14:30?")
    lena.sees("Pricing for 40 seats", "Move", "Keep as my note")
    await lena.presses(f"Move the call to {time}")
    lena.sees(f"Moved Northwind from tomorrow 14:30 to {time}.")
