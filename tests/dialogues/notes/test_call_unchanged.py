"""A note that may be about a call says that the call stays as it is."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

STAYS = "Your next call there stays as it is: today 16:00."


@in_turn(
    "typed",
    [
        "alder: next call wed 16 2pm w mia and IT",
        "alder needs to be thu",
    ],
)
async def test_the_call_stays_and_can_be_changed(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.", STAYS, "Change the call")
    await lena.presses("Change the call")
    assert lena.form


async def test_without_a_call_one_can_be_planned(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel alder")
    await lena.types("yes")
    await lena.types("the alder demo takes 45 min")
    lena.sees(
        "Noted, only you see it: Alder and Finch.", "No call there is planned.", "Plan a call"
    )


@in_turn(
    "typed",
    [
        "alder loses 2 hrs a day",
        "alder has 40 trucks, 12 of them new",
        "alder: mia is off till the 20th",
    ],
)
async def test_a_note_about_the_customer_is_only_noted(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.")
    lena.sees_nothing_of(STAYS, "Change the call")


@in_turn(
    "typed",
    [
        "mia from alder rang, rather fri 2pm than today",
        "mia from alder called, they want to talk friday 2pm rather",
    ],
)
async def test_one_press_moves_the_call_to_the_time_in_the_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.", STAYS, "Move it to")
    await lena.presses("Move it to Friday 14:00")
    lena.sees("Moved Alder and Finch from today 16:00 to Friday 14:00.")


async def test_one_press_cancels_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder call cancelled by their it, mia is on leave till the 20th")
    lena.sees("Noted, only you see it: Alder and Finch.", STAYS)
    await lena.presses("Cancel the call")
    lena.sees("Cancelled")


async def test_one_press_plans_the_call_in_the_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel alder")
    await lena.types("yes")
    await lena.types("alder call next tues 10 was the idea to set up")
    lena.sees("Noted, only you see it: Alder and Finch.", "No call there is planned.")
    await lena.presses("Plan a call, Tuesday 1 December 10:00")
    lena.sees("Planned")
