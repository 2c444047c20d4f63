"""A rep adds people in few words, to the account or the call just talked about."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "seen"),
    [
        ("add dr omar feld", "Dr Omar Feld is on file at Northwind."),
        ("add karin holm, head of nursing", "Karin Holm, head of nursing, is on file at Northwind"),
        ("pls add sonja weiss too", "Sonja Weiss is on file at Northwind."),
    ],
)
async def test_a_person_is_added_where_the_talk_is(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees(seen, "Undo")
    await lena.presses("Comes to the call tomorrow 14:30")
    lena.sees("is coming to Northwind, tomorrow 14:30.")


async def test_without_an_account_the_answer_asks_for_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("add dr omar feld")
    lena.sees("Which account is Dr Omar Feld at?")


@in_turn("typed", ["add blue trucks", "add pricing", "add it"])
async def test_other_things_are_no_people(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees_nothing_of("is on file", "is coming to")


@in_turn("typed", ["tom reid is head of supply there", "tom reid is head of supply here btw"])
async def test_there_is_no_part_of_a_job_title(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees("Tom Reid, head of supply, is on file at Northwind.")


@in_turn("typed", ["karl joins", "karl joins too tomorrow", "karl is coming tmrw as well"])
async def test_somebody_joins_the_call_just_talked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees("Karl is coming to Northwind, tomorrow 14:30.")


@in_turn(
    ("typed", "asked"),
    [
        ("sue lang joins", "Is Sue Lang from Northwind, and coming to your call tomorrow 14:30?"),
        ("karl joins too today", "Is Karl from Alder and Finch, and coming to your call today"),
    ],
)
async def test_an_unsure_answer_asks_with_a_button(office: Office, typed: str, asked: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees(asked)
    await lena.presses("Add Sue Lang" if typed.startswith("sue") else "Add Karl")
    lena.sees("is coming to")


@in_turn(
    "typed",
    [
        "tomas joins me on northwind",
        "add tomas to northwind",
        "tomas is coming to northwind too",
        "pls add tomas to the northwind call",
    ],
)
async def test_a_colleague_is_no_contact(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Tomas Keller is your colleague")
    lena.sees_nothing_of("Noted, only you see it", "Is Can Tomas")


async def test_whether_a_colleague_can_join_is_a_question_to_them(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("can tomas join the northwind call")
    lena.sees("Shall I ask Tomas this", "Can you join the Northwind call?")
    lena.sees_nothing_of("Noted, only you see it", "Is Can Tomas", "is coming to")
