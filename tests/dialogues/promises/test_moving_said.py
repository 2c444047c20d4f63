"""“moving pricing to wed” moves the promise, and “pricing went out at 8” settles it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn("typed", ["moving pricing to wed", "moving the northwind pricing to wed"])
async def test_the_promise_is_moved(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats open w northwind")
    await lena.types(typed)
    lena.sees("Moved: Pricing for 40 seats (to Northwind), by Wednesday 25 November.", "Undo")


@in_turn("typed", ["northwind pricing went out at 8", "northwind pricing went out at 8am"])
async def test_what_went_out_at_a_time_is_done(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Done: Pricing for 40 seats (to Northwind).", "Undo")


@in_turn("typed", ["moving house to wed", "northwind invoice went out at 8"])
async def test_other_lines_change_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved", "Done: ")
