"""“Yes book that” moves the call that was asked about, and a plan may say who comes."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn("typed", ["yes book that", "yes", "yes please book that"])
async def test_the_call_moves(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana wants thurs instead")
    lena.sees("Shall I move your call with Northwind, tomorrow 14:30?")
    await lena.types(typed)
    lena.sees("Moved Northwind from tomorrow 14:30 to Thursday 14:30.")


async def test_a_yes_to_something_newer_moves_nothing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana wants thurs instead")
    await lena.types("brightwater wants a security doc")
    await lena.types("yes")
    lena.sees_nothing_of("Moved Northwind")


async def test_a_plan_says_who_comes(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what about northwind")
    await lena.types("next one 10 december 2pm, add piotr")
    lena.sees("Planned: Northwind, Thursday 10 December 14:00.", "Piotr is coming to Northwind")
    assert (await on_file(office))[0] == []
