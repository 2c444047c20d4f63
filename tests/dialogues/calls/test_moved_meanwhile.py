"""Somebody moves a call after Attune has asked about it: Attune says so, and asks again."""

import pytest

from tests.dialogues.calls.test_colleagues import together
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan

MOVED = "Your call with Northwind has moved from tomorrow 15:00 to Thursday 10:00."
ASKED = f"{MOVED} Shall I cancel it?"
STAYS = "Thursday 26 November 10:00 Northwind"


async def tomas_moves_it(office: Office) -> None:
    """Tomas moves the call that he shares with Lena."""
    await office.tomas.types("move northwind to thursday 10")
    office.tomas.sees("Moved Northwind from tomorrow 15:00 to Thursday 10:00.")


async def it_stays(office: Office) -> None:
    await office.lena.types("/calls")
    office.lena.sees(STAYS)


@pytest.mark.parametrize("how", ["typed", "pressed"])
async def test_a_call_is_cancelled_only_at_the_time_that_was_shown(
    office: Office, how: str
) -> None:
    lena = office.lena
    await together(office)
    await lena.types("cancel northwind")
    lena.sees("Shall I cancel your call with Northwind, tomorrow 15:00?")
    await tomas_moves_it(office)
    await (lena.types("yes") if how == "typed" else lena.presses("Cancel the call"))
    lena.sees(f"{ASKED} Tomas Keller is also in this call and will be told")
    await it_stays(office)


@pytest.mark.parametrize("how", ["typed", "pressed"])
async def test_a_yes_after_that_cancels_it(office: Office, how: str) -> None:
    lena = office.lena
    await together(office)
    await lena.types("cancel northwind")
    await tomas_moves_it(office)
    await lena.types("yes")
    await (lena.types("yes") if how == "typed" else lena.presses("Cancel the call"))
    lena.sees("Cancelled: Northwind, Thursday 10:00. Tomas Keller will be told.")


async def test_it_is_so_under_a_list_and_in_everything_on_file(office: Office) -> None:
    lena = office.lena
    await together(office)
    await lena.types("/calls")
    await tomas_moves_it(office)
    await lena.presses("Cancel")
    lena.sees(ASKED)
    await office.tomas.types("move northwind to tomorrow 15:00")
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await tomas_moves_it(office)
    await lena.presses("Cancel this call")
    lena.sees(ASKED)
    await it_stays(office)


async def test_nobody_leaves_a_call_at_a_time_that_they_did_not_see(office: Office) -> None:
    lena = office.lena
    await together(office)
    await lena.types("cancel northwind")
    await tomas_moves_it(office)
    await lena.presses("Leave it")
    lena.sees(f"{MOVED} Shall I take you out of it?")
    await lena.presses("Leave it")
    lena.sees("You left the call with Northwind, Thursday 10:00. Tomas Keller is still in it.")


async def test_a_sick_rep_is_asked_again_about_the_call_that_moved(office: Office) -> None:
    lena = office.lena
    await together(office)
    await plan(office, "Kestrel tomorrow 9:00")
    for typed, pressed in (
        ("cancel all my calls tomorrow", "Cancel both calls"),
        ("sick tomorrow", "Away, and cancel the call"),
    ):
        await lena.types(typed)
        await tomas_moves_it(office)
        await lena.presses(pressed)
        lena.sees(ASKED)
        await it_stays(office)
        await office.tomas.types("move northwind to tomorrow 15:00")
    await lena.types("cancel all my calls tomorrow")
    await tomas_moves_it(office)
    await lena.presses("Cancel the call")
    await lena.presses("Cancel Northwind")
    lena.sees("Cancelled: Northwind, Thursday 10:00.")


async def test_a_call_that_was_chosen_from_several(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    await lena.types("/prep Northwind friday 9:00")
    await lena.types("cancel northwind")
    lena.sees("Which call do you want to cancel?")
    await tomas_moves_it(office)
    await tomas.types("/prep Northwind")
    await tomas.presses("Everything on file")
    await tomas.presses("Leave it")
    await lena.types("the first one")
    lena.sees(ASKED)
    await it_stays(office)


async def test_a_call_that_moved_is_not_moved_without_a_question(office: Office) -> None:
    lena = office.lena
    await together(office)
    await lena.types("put northwind back 300 hours")
    lena.sees("that far?")
    await tomas_moves_it(office)
    await lena.presses("Move it to Monday 7 December 03:00")
    lena.sees(f"{MOVED} Shall I move it to Monday 7 December 03:00?")
    await it_stays(office)
    await lena.presses("Move it to Monday 7 December 03:00")
    lena.sees("Moved Northwind from Thursday 10:00 to Monday 7 December 03:00.")


async def test_a_second_call_is_no_way_around_it(office: Office) -> None:
    lena = office.lena
    await together(office)
    await lena.types("/prep Northwind tomorrow 17:00")
    lena.sees("You already have a call with Northwind tomorrow 15:00.")
    await tomas_moves_it(office)
    await lena.presses("Move it")
    lena.sees("You already have a call with Northwind Thursday 10:00.", MOVED)
    await lena.presses("Move it")
    lena.sees("Tomorrow 17:00")
