"""A question without a question mark is answered, and never kept as a note."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "seen"),
    [
        ("northwind has 40k right", "The pricing must stay under 40k."),
        ("any news from alder", "No news about Alder and Finch is on file."),
        ("any insight for northwind", "Northwind"),
        ("alder at 16 still on", "Yes, Alder and Finch: today 16:00."),
        ("alder at 16 still on?", "Yes, Alder and Finch: today 16:00."),
        ("alder at 15 still on?", "No, your next call with Alder and Finch is today 16:00."),
        ("northwind 230pm wed not 3?", "Yes, Northwind: tomorrow 14:30."),
        ("northwind 2pm wed not 3?", "No, your next call with Northwind is tomorrow 14:30."),
    ],
)
async def test_a_question_is_answered(office: Office, typed: str, seen: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees(seen)
    assert (await on_file(office))[0] == []
