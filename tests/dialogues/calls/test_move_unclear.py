"""If the new time of a call is unclear, a question with buttons asks for it, and no form opens."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "asked"),
    [
        ("move northwind to thursday", "What time on Thursday?"),
        ("move northwind to fri morning", "What time on Friday morning?"),
        ("move northwind to yesterday 3pm", "Did you mean today 15:00?"),
        ("push alder to next week", "Which day next week, and what time?"),
    ],
)
async def test_an_unclear_time_is_asked_for(office: Office, typed: str, asked: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("is not moved yet.", asked, "Another time")
    assert lena.form is None


async def test_the_same_time_on_the_day_is_one_tap(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to thursday")
    await lena.presses("Move it to Thursday 14:30")
    lena.sees("Moved Northwind from tomorrow 14:30 to Thursday 14:30.")


async def test_a_time_typed_next_is_on_the_day_that_was_named(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to thursday")
    await lena.types("4pm")
    lena.sees("Moved Northwind from tomorrow 14:30 to Thursday 16:00.")
    await lena.types("move northwind to thursday")
    await lena.types("fri 10")
    lena.sees("Moved Northwind from Thursday 16:00 to Friday 10:00.")
