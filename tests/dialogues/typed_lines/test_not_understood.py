"""Words that Attune does not get are answered in a line, with what was most likely meant."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database

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


@in_turn(
    ("changes", "how"),
    [
        ("northwind moved to thu 3pm", "change the time of your call with Northwind again, type"),
        ("northwind fri 2pm", "change the time of your call with Northwind again, type “make it"),
        ("i owe alder the quote by fri", "give the promise another day, type “make it friday”"),
        ("sent pricing to northwind", "open the promise again, type “undo”"),
        ("im off fri", "change your absence, type only what differs: “only friday morning”"),
        ("sick tmrw", "change your absence, type only what differs"),
        ("quiet until 12", "get messages again, type “undo”"),
    ],
)
async def test_right_after_a_change_the_answer_says_how_to_correct_it(
    office: Office, changes: str, how: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(changes)
    await lena.types("qwerty asdf")
    lena.sees("I didn't get that.", how)
    lena.sees_nothing_of("To keep a note")
    assert len(lena.messages[-1].split()) <= MAX_WORDS


async def test_what_the_answer_says_to_type_is_understood(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind moved to thu 3pm")
    await lena.types("qwerty asdf")
    await lena.types("make it 4pm")
    lena.sees("Moved Northwind from Thursday 15:00 to Thursday 16:00.")
    await lena.types("i owe alder the quote by tue")
    await lena.types("qwerty asdf")
    await lena.types("make it friday")
    lena.sees("Moved: the quote (to Alder and Finch), by Friday 27 November.")
    await lena.types("qwerty asdf")
    await lena.presses("Undo the last change")
    lena.sees("Moved back: the quote")
    await lena.types("im off fri")
    await lena.types("qwerty asdf")
    await lena.types("only friday morning")
    lena.sees("Away Friday until 12:00.")
    await lena.types("sent pricing to northwind")
    await lena.types("qwerty asdf")
    await lena.types("undo")
    lena.sees("Pricing for 40 seats")


async def test_after_a_note_the_answer_says_how_to_keep_one(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder and finch need 15 seats")
    await lena.types("qwerty asdf")
    lena.sees("To keep a note, begin with the account: “Alder and Finch: …”.")
