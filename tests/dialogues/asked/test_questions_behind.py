"""A question behind a few words is answered, and is never kept as a note."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def test_a_question_behind_a_remark_is_answered(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, seen in (
        ("alder 4pm who am i meeting", "Mia Berg"),
        ("alder, do we have anyone there", "Mia Berg"),
        ("mia is off this week, who else do we know at northwind", "Jana Novak"),
        ("northwind tomorrow what did i promise them", "Northwind"),
        ("brightwater - when did i last talk to them", "Brightwater"),
    ):
        await lena.types(typed)
        lena.sees(seen)
        lena.sees_nothing_of("Noted", "Keep it", "can't answer")


async def test_the_remark_before_a_question_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana is leaving in may, what time is my call")
    lena.sees("Northwind", "I kept “jana is leaving in may” as your own note.")
    await lena.types("alder 4pm, what time is my call")
    lena.sees("Alder and Finch")
    lena.sees_nothing_of("I kept")


async def test_what_a_customer_asked_is_no_question_to_attune(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: jana asked, when do we start")
    lena.sees("jana asked, when do we start")


@in_turn(
    ("typed", "seen"),
    [
        ("wait do i already have brightwater thu morning", "Your next call: Thursday 15:00."),
        ("hang on who is mia berg", "Mia Berg, store manager"),
        ("hmm ok when do i see alder", "today 16:00"),
        ("quick question: what do i owe northwind", "Pricing for 40 seats"),
        ("wait, is jana coming tomorrow", "Northwind"),
    ],
)
async def test_a_question_after_a_hesitation_is_answered(
    office: Office, typed: str, seen: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(seen)
    lena.sees_nothing_of("Noted", "Keep it", "can't answer")
