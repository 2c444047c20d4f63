"""A rep who was away or ill says that they work after all, or when they are back."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def _sick(office: Office) -> None:
    await put_on_file(office)
    await office.lena.types("sick today")
    await office.lena.presses("Away, and keep it")
    office.lena.sees("Away, back tomorrow.")


@in_turn(
    "typed",
    [
        "feeling better, working today after all",
        "feel better, doing my calls",
        "ok im fit again",
        "back at work",
        "im back at my desk",
        "im much better now and taking my calls",
        "no im working today",
    ],
)
async def test_the_absence_ends(office: Office, typed: str) -> None:
    lena = office.lena
    await _sick(office)
    await lena.types(typed)
    lena.sees("You are not away. Messages come as usual.", "Undo")
    await lena.types("undo")
    lena.sees("Away until tomorrow 08:00.")
    assert (await on_file(office))[0] == []


@in_turn("typed", ["back in the office at 3", "im back at my desk by 3", "ill be back at 3 today"])
async def test_the_absence_ends_at_that_time(office: Office, typed: str) -> None:
    lena = office.lena
    await _sick(office)
    await lena.types(typed)
    lena.sees("You are now away from today 09:00 until today 15:00.", "Undo")


async def test_the_end_of_a_long_absence_is_on_the_day_of_the_line(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("away until friday")
    await lena.presses("Away, and keep them")
    await office.until(25, "10:00")
    await lena.types("back in the office at 3")
    lena.sees("until today 15:00.")


async def test_the_end_of_a_later_absence_is_asked_for(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("dentist fri 2-4")
    await office.until(24, "12:00")
    await lena.types("back in the office at 3")
    lena.sees("You are away from Friday 14:00. Shall that end Friday 15:00?", "Other days…")
    await lena.presses("Back Friday 15:00")
    lena.sees("Away from Friday 14:00 until Friday 15:00.")


async def test_the_calls_cancelled_with_an_absence_come_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sick today")
    await lena.presses("Away, and cancel the call")
    lena.sees("Away, back tomorrow.", "Cancelled: Alder and Finch, today 16:00.")
    await lena.types("undo")
    lena.sees("You are not away.", "Planned again: Alder and Finch, today 16:00.")
    await lena.types("calls today")
    lena.sees("16:00 Alder and Finch")


async def test_an_absence_on_file_before_is_set_again(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off friday")
    await lena.types("off thu")
    await lena.presses("Away, and cancel the call")
    await lena.types("undo")
    lena.sees("You are away from Friday 00:00", "as before.", "Planned again: Brightwater Clinics")


async def test_several_calls_cancelled_at_once_come_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel all my calls this week")
    await lena.presses("Cancel all 3 calls")
    await lena.types("undo")
    lena.sees("Planned again: Alder and Finch, today 16:00; Northwind, tomorrow 14:30; Brightwater")


@in_turn(
    "typed",
    ["stuck in traffic til 5", "in meetings till 6", "working from home tmrw", "gone for lunch"],
)
async def test_the_reps_own_day_is_nothing_that_a_customer_said(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")
    await lena.types(typed)
    lena.sees("That is about your own day, so I kept nothing.")
    assert (await on_file(office))[0] == []


async def test_a_time_of_return_answers_no_question_about_a_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")
    await lena.types("back in the office at 5")
    lena.sees("You are not away.")
    await lena.types("jana is back at work")
    lena.sees("Noted, only you see it: Northwind.")
