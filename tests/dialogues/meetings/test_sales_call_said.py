"""The question whether a meeting is a sales call is answered in words."""

import pytest

from tests.dialogues.meetings.meetings_read import ANN, meeting, reads
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def _asked(office: Office) -> None:
    await put_on_file(office)
    await reads(office, meeting("q", "Boreal Clinic intro", 25, "11:00", ANN))
    await office.lena.types("boreal")
    office.lena.sees("“Boreal Clinic intro”", "A sales call?")


@pytest.mark.parametrize(
    "said",
    [
        *("yes boreal is a sales call", "boreal clinic's a customer call", "boreal isnt internal"),
        *("boreal is yes a sales call", "boreal, yes its a customer call"),
    ],
)
async def test_a_typed_yes_plans_the_call(office: Office, said: str) -> None:
    lena = office.lena
    await _asked(office)
    await lena.types(said)
    lena.sees("Planned")
    lena.sees_nothing_of("A sales call?")


@pytest.mark.parametrize(
    "said", ["no boreal is not a sales call", "boreal isn't a customer call", "boreal is internal"]
)
async def test_a_typed_no_leaves_it_out(office: Office, said: str) -> None:
    lena = office.lena
    await _asked(office)
    await lena.types(said)
    lena.sees("Not a sales call: “Boreal Clinic intro”.")


async def test_other_words_about_calls_answer_no_question(office: Office) -> None:
    lena = office.lena
    await _asked(office)
    for said in ("yes its a sales call", "is boreal a sales call?", "boreal is a sales machine"):
        await lena.types(said)
        lena.sees_nothing_of("Planned", "Not a sales call:")
    await lena.types("northwind is not a customer yet")
    lena.sees("Noted, only you see it: Northwind.")
