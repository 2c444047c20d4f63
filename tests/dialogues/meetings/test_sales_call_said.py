"""The question whether a meeting is a sales call is answered in words."""

import pytest

from handlers.sources.records import Attendee
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
        *("boreal wed is a sales call yes", "yes boreal is sales", "boreal yes", "boreal tmrw yes"),
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


async def test_several_meetings_are_answered_in_one_line(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await reads(
        office,
        meeting("q", "Boreal Clinic intro", 25, "11:00", ANN),
        meeting("r", "Zenith depot tour", 26, "11:00", Attendee("Roy, Sam", "sam@zenith.example")),
    )
    await lena.types("boreal yes, zenith no")
    lena.sees("Planned: Acme, tomorrow 11:00.", "Not a sales call: “Zenith depot tour”.")


@pytest.mark.parametrize(
    "typed",
    [
        "what do we know about castell",
        "move castell 1h later",
        "castell today, is that a new one? who is ines",
        "castell brief",
        "when is castell",
    ],
)
async def test_a_name_known_only_from_the_calendar_is_asked_about(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("halden: they like it")
    await lena.types(typed)
    lena.sees("I only know that name from your calendar", "“Intro: Castell Retail”", "Yes", "No")
    lena.sees_nothing_of("Noted", "I don't know an account")
