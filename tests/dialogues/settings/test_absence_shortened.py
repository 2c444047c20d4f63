"""An absence that was just asked for, or that is set, becomes shorter in a few words."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "dentist thu 9-11, back after",
        "dentist thu 9-11 then back",
        "dentist thu 9, back by 11",
        "out thu 9-11, im back afterwards",
    ],
)
async def test_back_after_the_hours_says_nothing_more(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Away Thursday from 09:00 until 11:00.", "Undo")


@in_turn(
    ("typed", "away"),
    [
        ("no just the morning", "Away tomorrow until 12:00."),
        ("actually only tomorrow morning", "Away tomorrow until 12:00."),
        ("just until 11", "Away tomorrow from 08:00 until 11:00."),
        ("actually 10-11", "Away tomorrow from 10:00 until 11:00."),
        ("no only from 4", "Away tomorrow from 16:00, back Thursday."),
    ],
)
async def test_an_absence_is_shortened_in_answer_to_the_question(
    office: Office, typed: str, away: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sick tmrw")
    lena.sees("While you are away, shall I cancel this call?", "Northwind, tomorrow 14:30")
    await lena.types(typed)
    lena.sees(away, "Undo")


async def test_the_question_is_asked_again_if_the_call_is_still_in_the_absence(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sick tmrw")
    await lena.types("no just the afternoon")
    lena.sees("shall I cancel this call?", "Northwind, tomorrow 14:30")
    await lena.presses("Away, and keep it")
    lena.sees("Away tomorrow from 12:00, back Thursday.")
    await lena.types("back wed at 4")
    lena.sees("You are now away from tomorrow 12:00 until tomorrow 16:00.", "Undo")
    await lena.types("undo")
    lena.sees("Away from tomorrow 12:00 until Thursday 08:00.")


@in_turn(
    "typed", ["back at 2 on fri", "im back fri at 2pm", "ill be back friday by 14:00", "back at 2"]
)
async def test_a_time_of_return_ends_the_absence(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off fri")
    await lena.types(typed)
    lena.sees("You are now away from Friday 00:00 until Friday 14:00.", "Undo")


async def test_a_time_of_return_does_not_end_several_days_on_the_first_one(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off 24 dec until 5 jan")
    await lena.types("back at 2")
    lena.sees("Shall that end Thursday 24 December 14:00?", "Other days…")
    await lena.types("when am i away")
    lena.sees("Away from Thursday 24 December 00:00 until Tuesday 5 January 08:00.")


@in_turn(
    "typed",
    [
        "jana back fri at 2",
        "back at 40 seats",
        "back to 2",
        "back at the office fri",
        "jana is off fri, back after",
        "jana just the morning",
        "alder back fri at 2",
    ],
)
async def test_other_lines_change_no_absence(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off fri")
    await lena.types(typed)
    lena.sees_nothing_of("You are now away", "Away ")


async def test_without_an_absence_a_time_of_return_changes_nothing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("back wed at 2")
    lena.sees("You are not away. Messages come as usual.")
    lena.sees_nothing_of("now away", "Undo")
