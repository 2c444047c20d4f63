"""A rep asks whether a call is at a certain time, and gets a yes or a no."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "answer"),
    [
        ("bwc at 2 right?", "No, your next call with Brightwater Clinics is Thursday 15:00."),
        ("bwc at 3 right?", "Yes, Brightwater Clinics: Thursday 15:00."),
        ("bc thursday, right?", "Yes, Brightwater Clinics: Thursday 15:00."),
        ("my call with brightwater is at 2, right?", "No, your next call with Brightwater"),
        ("northwind tomorrow 230 correct?", "Yes, Northwind: tomorrow 14:30."),
        ("alder is today isn't it", "Yes, Alder and Finch: today 16:00."),
        ("brightwater at 3?", "Yes, Brightwater Clinics: Thursday 15:00."),
        ("northwind is fri yeah?", "No, your next call with Northwind is tomorrow 14:30."),
    ],
)
async def test_the_time_of_a_call_is_confirmed(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answer, "Brief")


async def test_no_call_is_planned_with_the_account(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel brightwater")
    await lena.presses("Cancel the call")
    await lena.types("brightwater at 3 right?")
    lena.sees("No, you have no call with Brightwater Clinics planned.", "Plan a call")
