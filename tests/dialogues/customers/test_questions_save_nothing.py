"""A question without a question mark puts nobody on a call or on file, and moves no call."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "who did i say brings tom",
        "who brings tom",
        "who is bringing tom berg",
        "did i say jana brings tom",
        "did tom join the northwind call",
        "what did tom join",
    ],
)
async def test_no_question_puts_anybody_on_a_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("prep northwind")
    await lena.types(typed)
    lena.sees_nothing_of("Tom is coming", "Tom Berg is coming", "coming to your call", "Add ")
    await lena.types("who is coming to northwind")
    lena.sees_nothing_of("Tom")


@in_turn("typed", ["have i moved northwind to friday 3pm", "did i move northwind to friday 3pm"])
async def test_no_question_moves_a_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved", "Move it to")
    await lena.types("when do i see northwind")
    lena.sees("tomorrow 14:30")


async def test_who_brings_somebody_is_still_read(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("prep northwind")
    await lena.types("jana brings tom berg")
    lena.sees("Tom Berg is coming to Northwind, tomorrow 14:30.")
    await lena.types("can you add karin holm to the northwind call")
    lena.sees("Karin Holm is coming to Northwind, tomorrow 14:30.")
