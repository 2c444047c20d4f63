"""Each note of the rep's own about an account can be asked for, read and removed, even if old."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

OLD = (
    "jana moved to ops, new number 0171 5550192",
    "ruben is on holiday from friday",
)


async def with_many_notes(office: Office) -> None:
    """Lena has two notes from Tuesday about people, and fifteen notes from Wednesday."""
    await put_on_file(office)
    for note in OLD:
        await office.lena.types(f"note Northwind: {note}")
    await office.until(25, "16:00")
    for number in range(1, 16):
        await office.lena.types(f"note Northwind: the gate {number:02} opens late")


@in_turn(
    ("typed", "answer"),
    [
        ("did jana move to ops", OLD[0]),
        ("whats janas number", OLD[0]),
        ("is ruben on holiday", OLD[1]),
        ("whens ruben back", OLD[1]),
    ],
)
async def test_a_question_finds_an_old_note(office: Office, typed: str, answer: str) -> None:
    await with_many_notes(office)
    await office.lena.types(typed)
    office.lena.sees(answer)
    await office.tomas.types(typed)
    office.tomas.sees_nothing_of(answer)


async def test_the_notes_of_a_day_are_all_there(office: Office) -> None:
    lena = office.lena
    await with_many_notes(office)
    await lena.types("what did i note on northwind today")
    lena.sees("Notes on Northwind from Wednesday 25 November", "gate 15", "gate 04", "And 3 more")
    lena.sees_nothing_of(*OLD)
    await lena.types("what did i note on northwind yesterday")
    lena.sees(*OLD)
    lena.sees_nothing_of("gate 15")
    await lena.types("northwind notes")
    lena.sees("gate 15", "And 14 more of your own notes.")


async def test_each_note_is_read_and_removed(office: Office) -> None:
    lena = office.lena
    await with_many_notes(office)
    await lena.types("whats on file for northwind")
    lena.sees("On file: 18 notes")
    await lena.types("everything on file northwind")
    lena.sees("gate 11", "And 12 older notes of yours.")
    lena.sees_nothing_of("gate 10")
    await lena.presses("Read or remove all notes")
    lena.sees("gate 15", "1 to 8 of 17, newest first.")
    await lena.presses("Older notes")
    lena.sees("gate 07", "9 to 16 of 17")
    await lena.presses("Older notes")
    lena.sees(OLD[0], "17 of 17, newest first.")
    await lena.presses("Remove")
    lena.sees("Removed.", "9 to 16 of 16", OLD[1])
    await lena.presses("Newer notes")
    lena.sees("gate 15", "1 to 8 of 16")
    await lena.types("did jana move to ops")
    lena.sees_nothing_of(OLD[0])


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_what_somebody_said_who_is_on_file_elsewhere(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("note Northwind: marek wants sso before xmas")
    await lena.types("what is on file for brightwater")
    await lena.types("what did marek say")
    lena.sees("marek wants sso before xmas", "Northwind,")
    lena.sees_nothing_of("Nothing on file")
