"""A call that was cancelled is planned again, with its goal and the people in it."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def _cancelled(office: Office) -> None:
    """Northwind has calls tomorrow 14:30 and Friday 15:30, and the first is cancelled."""
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind friday 15:30")
    await lena.types("goal northwind tomorrow: get the pilot signed")
    await lena.types("cancel northwind tomorrow")
    await lena.presses("Cancel the call")


@in_turn(
    "typed",
    [
        "so move it to thu 10am",
        "move northwind tomorrow to thu 10",
        "they moved it to thu 10",
        "make it thu 10am",
    ],
)
async def test_it_is_the_cancelled_call(office: Office, typed: str) -> None:
    lena = office.lena
    await _cancelled(office)
    await lena.types(typed)
    lena.sees("Your call with Northwind, tomorrow 14:30, is cancelled.")
    lena.sees("Shall I plan it again for Thursday 10:00?", "Move Friday 15:30 instead")
    await lena.types("yes book that")
    lena.sees("Planned again: Northwind, Thursday 10:00, with the goal and people of tomorrow")
    await lena.types("goal for northwind thursday")
    lena.sees("get the pilot signed")


async def test_the_other_call_moves_if_that_is_chosen(office: Office) -> None:
    lena = office.lena
    await _cancelled(office)
    await lena.types("move it to thu 10am")
    await lena.presses("Move Friday 15:30 instead")
    lena.sees("Moved Northwind from Friday 15:30 to Thursday 10:00.")


async def test_a_call_named_by_its_account_is_the_planned_one(office: Office) -> None:
    lena = office.lena
    await _cancelled(office)
    await lena.types("move northwind to thu 10am")
    lena.sees("Moved Northwind from Friday 15:30 to Thursday 10:00.")


async def test_undo_asks_whether_to_cancel_it_again(office: Office) -> None:
    lena = office.lena
    await _cancelled(office)
    await lena.types("move it to thu 10am")
    await lena.presses("Plan it for Thursday 10:00")
    await lena.types("undo")
    lena.sees("Shall I cancel your call with Northwind, Thursday 10:00?")


async def test_the_account_alone_is_enough_if_no_call_is_planned(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel northwind")
    await lena.presses("Cancel the call")
    await lena.types("move northwind to fri 10am")
    lena.sees("Shall I plan it again for Friday 10:00?")


@pytest.mark.parametrize("typed", ["northwind again fri 10", "northwind fri 10"])
async def test_a_new_call_takes_over_the_goal_and_the_people(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal northwind: get the pilot signed")
    await lena.types("cancel northwind")
    await lena.presses("Cancel the call")
    await lena.types(typed)
    lena.sees("Planned: Northwind, Friday 10:00.")
    lena.sees("Your cancelled call, tomorrow 14:30, had a goal, Jana Novak and Ruben Haas.")
    await lena.presses("Take over goal and people")
    lena.sees("“get the pilot signed”", "Their attendees: Jana Novak, Ruben Haas.")


async def test_people_who_were_typed_stay_as_typed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel northwind")
    await lena.presses("Cancel the call")
    await lena.types("northwind fri 10 with jana")
    lena.sees("Their attendees: Jana Novak.")
    lena.sees_nothing_of("Take over")
