"""Words about a goal after a call answer “Did you reach your goal?”; the next goal stays."""

from sqlmodel import select

from storage.tables import Reflection
from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

NEXT = "Agree on a depot"


async def reported(office: Office) -> None:
    """Lena has typed a line about Northwind, which leaves its goal open. The next has one too."""
    await held(office)
    await office.lena.types("/prep Northwind tomorrow 3pm")
    await office.lena.types(f"goal northwind: {NEXT}")
    office.lena.sees(f"Your goal for Northwind, tomorrow 15:00: “{NEXT}”")
    await office.lena.types("just off the northwind call, went ok. they have budget til march only")
    office.lena.sees("Saved: Northwind.", "Did you reach your goal?")


async def goal_ahead(office: Office) -> None:
    await office.lena.types("what is my goal for northwind")
    office.lena.sees(NEXT)


@in_turn(
    ("typed", "taken"),
    [
        ("northwind goal: partly", "Partly"),
        ("yes reached", "Yes"),
        ("northwind goal reached yes", "Yes"),
        ("no i meant todays goal, partly reached", "Partly"),
        ("goal for northwind was not met", "No"),
        ("didnt reach the goal", "No"),
        ("goal: partly", "Partly"),
    ],
)
async def test_the_answer_is_about_the_call_that_was_held(
    office: Office, typed: str, taken: str
) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(typed)
    lena.sees(f"Did you reach your goal? Now: {taken}.")
    await goal_ahead(office)


async def test_words_after_the_answer_are_what_was_heard(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind goal: partly, they want to see it on a phone first")
    lena.sees("Did you reach your goal? From your words: Partly.", "on a phone first")
    async with office.attune.database.read() as session:
        (row,) = (await session.exec(select(Reflection))).all()
    assert (row.goal_reached, row.heard) == ("partly", "they want to see it on a phone first")


async def test_another_answer_is_asked_about(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind goal: partly")
    lena.sees("Did you reach your goal? Partly.")
    await lena.types("northwind goal: no")
    await lena.presses("Change “Partly” to “No”")
    lena.sees("Did you reach your goal? No.")


async def test_a_bare_yes_still_answers_a_few_lines_later(office: Office) -> None:
    lena = office.lena
    await reported(office)
    await office.until(23, "11:20")
    await lena.types("brightwater wants a security doc")
    await lena.types("yes")
    lena.sees("Saved: Northwind.", "Did you reach your goal? Now: Yes.")


@in_turn(
    "typed",
    [
        "did i reach my goal?",
        "northwind reached 40 seats",
        "their goal is 40, partly",
        "no goals at northwind",
    ],
)
async def test_other_lines_answer_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(typed)
    lena.sees_nothing_of("Now:")


async def test_without_a_call_held_nothing_changes(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater goal: partly")
    lena.sees("You have had no call with Brightwater Clinics yet, so I changed nothing.")
    assert (await on_file(office))[0] == []


async def test_a_call_without_a_goal_is_asked_how_it_went(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await office.until(23, "10:36")
    await lena.types("northwind goal: partly")
    lena.sees("Northwind: how did it go?", "Mixed")
