"""A typed outcome of a goal keeps the answer on file. Words beside it stay with the rep."""

from sqlmodel import select

from storage.tables import Reflection
from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, reflect
from tests.dialogues.turns import in_turn

PRIVATE = "irina's husband is in hospital"
QUOTE = "Twelve minutes per route"


async def heard(office: Office) -> tuple[str, str]:
    async with office.attune.database.read() as session:
        (row,) = (await session.exec(select(Reflection))).all()
    return row.goal_reached, row.heard


async def shared(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, heard=QUOTE)
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")


@in_turn("typed", ["partly", "yes"])
async def test_what_is_said_beside_it_is_an_own_note_if_the_reflection_is_shared(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await shared(office)
    await lena.types(f"northwind goal: {typed}, {PRIVATE}")
    lena.sees("Noted, only you see it: Northwind.")
    assert await heard(office) == ("yes", QUOTE)
    assert PRIVATE in (await on_file(office))[0]


async def test_what_is_said_beside_it_is_never_added_to_a_quote(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, heard=QUOTE)
    await lena.types(f"northwind goal: yes, {PRIVATE}")
    assert (await heard(office))[1] == QUOTE
    assert PRIVATE in (await on_file(office))[0]


async def test_an_answer_on_file_stays_until_it_is_changed_and_can_be_put_back(
    office: Office,
) -> None:
    lena = office.lena
    await held(office)
    await reflect(office)
    await lena.types("northwind goal: partly")
    lena.sees("“Yes” is on file for your call with Northwind", "today 10:00", "so it stays.")
    assert (await heard(office))[0] == "yes"
    await lena.presses("Change “Yes” to “Partly”")
    assert (await heard(office))[0] == "partly"
    await lena.presses("Undo")
    lena.sees("“Yes” is on file again for your call with Northwind")
    assert (await heard(office))[0] == "yes"


async def test_a_first_answer_is_taken_back_with_undo(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind goal: partly")
    lena.sees("Did you reach your goal? Partly.", "Undo")
    await lena.types("undo")
    lena.sees("Taken back.", "Northwind: did you reach your goal?")


async def test_with_a_call_still_to_come_today_nothing_is_guessed(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office)
    await lena.types("/prep Northwind today 3pm")
    await lena.types("northwind goal: partly")
    lena.sees("so it stays.", "Your next call with them is today 15:00.", "Goal for today 15:00")
    assert (await heard(office))[0] == "yes"
