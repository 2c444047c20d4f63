"""If one message asks about two calls, a bare answer belongs to what was asked last."""

from sqlmodel import select

from storage.tables import Reflection
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn

REPORT = "the alder one, nobody came except tom from it"


async def asked_about_two(office: Office, *, both_with_goals: bool = False) -> None:
    """Alder's call had a goal, Castell's began later, and one message asks about both."""
    lena = office.lena
    await plan(office, "Alder today 11:10 with Mia Thorne")
    await lena.types("goal alder: learn who else is woken")
    await plan(office, "Castell today 11:30 with Ines Roth")
    if both_with_goals:
        await lena.types("goal castell: hear who decides")
    await office.until(23, "12:05")


async def on_file(office: Office) -> list[tuple[str, str]]:
    """What Lena heard and whether the goals were reached, by call."""
    async with office.attune.database.read() as session:
        rows = (await session.exec(select(Reflection).order_by("called_at"))).all()
    return [(row.heard, row.goal_reached) for row in rows]


@in_turn(
    ("typed", "answer"),
    [
        ("no", "No"),
        ("partly", "Partly"),
        ("yes", "Yes"),
        ("nope", "No"),
        ("No.", "No"),
        ("not reached", "No"),
        ("not really", "No"),
        ("yep", "Yes"),
        ("in part", "Partly"),
        ("yes!", "Yes"),
        ("fully", "Yes"),
    ],
)
async def test_the_answer_is_about_the_goal_that_was_just_asked_for(
    office: Office, typed: str, answer: str
) -> None:
    lena = office.lena
    await asked_about_two(office)
    await lena.types(REPORT)
    lena.sees("Saved: Alder.", "Did you reach your goal? learn who else is woken", "Partly")
    await lena.types(typed)
    lena.sees("Saved: Alder.", f"Did you reach your goal? Now: {answer}.")
    assert await on_file(office) == [(REPORT, answer.lower())]


@in_turn("first", ["no", "yes", "partly"])
async def test_the_next_answer_is_about_the_other_call(office: Office, first: str) -> None:
    lena = office.lena
    await asked_about_two(office, both_with_goals=True)
    await lena.types(REPORT)
    await lena.types(first)
    await lena.types("no")
    lena.sees("Saved: Castell. Did you reach your goal? No.")
    assert await on_file(office) == [(REPORT, first), ("", "no")]


async def test_an_answer_can_be_taken_back_without_the_line(office: Office) -> None:
    lena = office.lena
    await asked_about_two(office)
    await lena.types(REPORT)
    await lena.types("no")
    await lena.types("undo")
    assert await on_file(office) == [(REPORT, "")]


@in_turn("typed", ["undo", "no delete that", "oops wrong one", "scratch that"])
async def test_words_that_take_back_still_do(office: Office, typed: str) -> None:
    lena = office.lena
    await asked_about_two(office)
    await lena.types(REPORT)
    await lena.types(typed)
    lena.sees(f"Removed: “{REPORT}”")
    assert await on_file(office) == []


@in_turn("typed", ["mixed", "went ok"])
async def test_how_it_went_is_about_the_call_without_a_goal(office: Office, typed: str) -> None:
    lena = office.lena
    await asked_about_two(office)
    await lena.types(REPORT)
    await lena.types(typed)
    lena.sees("Saved: Castell. How did it go? Mixed.")
    assert (REPORT, "") in await on_file(office)
