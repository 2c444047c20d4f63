"""A line about an account that is not on file is never kept silently for another account."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

LINE = "feldmann: they lose 2 hrs a day on phone calls"


async def test_an_unknown_name_before_a_colon_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("prep northwind")
    await lena.types(LINE)
    lena.sees("I don't know “feldmann”. Shall I keep this for Northwind?", "Plan a call")
    lena.sees_nothing_of("Noted")
    await lena.presses("Don't keep it")
    lena.sees("Not kept.")
    await lena.types(LINE)
    await lena.presses("Keep for Northwind")
    lena.sees("Noted, only you see it: Northwind.")


async def test_without_an_account_in_talk_the_account_is_asked(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(LINE)
    lena.sees("I don't know “feldmann”.", "Which account?", LINE, "Plan a call")
    await lena.answers_in_message(about="none")
    lena.sees("Not kept.")


NAMED = "jana left a vm: two dispatchers are called ilse and bo, bo is the loud one"


@in_turn(
    "typed",
    [
        "ilse rang: they want to be paid for testing. 50 eur each",
        "ilse just called: she cant make thu",
        "bo says: we test on monday",
        "ilse texted me: no budget",
    ],
)
async def test_a_persons_report_belongs_to_the_account_whose_notes_name_them(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("tell me about northwind")
    await lena.types(NAMED)
    await lena.types("tell me about alder")
    await lena.types(typed)
    lena.sees("Noted, only you see it: Northwind.", "Undo")


@in_turn("typed", ["ilse rang: they want to be paid", "kowalski wrote: no budget til may"])
async def test_the_account_of_an_unknown_persons_report_is_asked(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")  # the call with Alder and Finch has ended
    await lena.types(typed)
    lena.sees("yet. Which account?", typed)
    await lena.answers_in_message(about="1")  # Northwind
    lena.sees("Noted, only you see it: Northwind.", "Undo")


@in_turn(
    "typed",
    [
        "Peter: they lose 2 hrs a day",
        "cfo: they lose 2 hrs a day",
        "blocker: they lose 2 hrs a day",
        "northwind: they lose 2 hrs a day",
        "jana: they lose 2 hrs a day",
    ],
)
async def test_a_speaker_or_a_topic_is_no_unknown_account(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("prep northwind")
    await lena.types(typed)
    lena.sees_nothing_of("I don't know")


@in_turn(
    "typed",
    [
        "new account feldmann foods",
        "new lead: feldmann foods, met their ops head at the fair",
        "got a new customer, feldmann foods",
    ],
)
async def test_a_new_account_is_kept_from_its_first_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("prep northwind")
    await lena.types(typed)
    lena.sees(
        "An account goes on file with its first call, so “feldmann foods” is not on file yet."
    )
    lena.sees("Plan a call")
    lena.sees_nothing_of("Noted")


@pytest.mark.parametrize(
    "typed", ["new account feldmann foods, call thu 10", "new customer: feldmann foods thu 10"]
)
async def test_a_new_account_with_a_time_is_planned(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("For Thursday 10:00:", "Add “feldmann foods”")
    await lena.presses("Add “feldmann foods”")
    lena.sees("feldmann foods", "Thursday 10:00")


@in_turn("typed", ["mia rang: they want to be paid for testing", "mia texted: no budget till may"])
async def test_a_contacts_report_is_a_note_on_their_account(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("tell me about northwind")
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.", "Undo")
