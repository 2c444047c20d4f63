"""Words that Attune does not get are answered in a line, with what was most likely meant."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import on_each_database

MAX_WORDS = 25


@on_each_database
async def test_the_answer_is_short_and_names_what_was_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("qwerty asdf")
    lena.sees("I didn't get that. To keep a note, begin with the account: “Northwind: …”.")
    assert len(lena.messages[-1].split()) <= MAX_WORDS
    await lena.types("2moro 3pm")
    lena.sees("I didn't get that. Is that the time of a call?", "Plan a call")
    await lena.types("/prep Brightwater")
    await lena.types("qwerty asdf")
    lena.sees("begin with the account: “Brightwater Clinics: …”", "Everything on file")
    await lena.presses("Everything on file: Brightwater Clinics")
    lena.sees("Everything on file: Brightwater Clinics")


async def test_a_question_without_an_answer_is_not_taken_for_a_customers(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "which shirt do i wear",
        "where did my invoice go",
        "how tall is the eiffel tower",
    ):
        await lena.types(typed)
        lena.sees("I can't answer that. Ask me about a call, a promise or an account:", "All calls")
        lena.sees_nothing_of("customer's words")
    await lena.types("do you train anything on this?")
    lena.sees("You can ask what is kept about you", "What is kept about me")
    lena.sees_nothing_of("customer's words")


async def test_a_manager_and_a_marketer_get_what_they_can_ask(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    typed = ("qwerty asdf", "the usual please", "blue umbrella")
    for line in typed:
        await tomas.types(line)
        tomas.sees("I didn't get that. You can ask “who needs help”", "Overdue in the team")
        tomas.sees("To keep a note, begin with the account")
    await lena.types("/calls")
    await office.makes("Lena Brandt", "marketer")
    for line in typed[:2]:
        await lena.types(line)
        lena.sees("I didn't get that. You can ask “what are buyers saying about price”", "Asks")
    await lena.types(typed[2])  # may be a topic
    lena.sees("Marketing has published nothing about “blue umbrella” yet.", "Write an insight")
    await lena.types("2moro 3pm")  # may be the time of a call
    lena.sees("Plan a call")
    lena.sees_nothing_of("what are buyers saying")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_help_names_notes_questions_and_the_crm_if_connected(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("help")
    lena.sees("a note (“Jana: 40 seats by May”)", "“Northwind stage?”", "“send to HubSpot”")
    await lena.types("northwind stage?")
    lena.sees("Route planning: Qualified")


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_help_without_a_crm_names_none(office: Office) -> None:
    await put_on_file(office, crm=False)
    await office.lena.types("help")
    office.lena.sees_nothing_of("HubSpot")
