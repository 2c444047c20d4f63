"""A question behind the name of an account is answered, and never kept as a note."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "answer"),
    [
        ("northwind: who is jana", "Jana Novak, head of dispatch"),
        ("northwind: who is ines roth", "Nothing on file about “ines roth” at Northwind."),
        ("northwind: what did jana say", "What Jana Novak said, newest first:"),
        ("brightwater: when is my next call?", "Your next call with Brightwater Clinics"),
    ],
)
async def test_a_question_behind_an_account(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answer)
    assert (await on_file(office))[0] == []


@in_turn("typed", ["northwind: who signs?", "northwind: what is your price?"])
async def test_what_they_may_have_asked_is_not_answered(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Northwind")
    office.lena.sees_nothing_of("Nothing on file")
