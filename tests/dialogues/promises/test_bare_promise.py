"""A thing, a person and a day are a promise of the rep's own, without any verb."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "saved"),
    [
        ("proposal to mia by tue", "Alder and Finch: proposal to mia, by Tuesday 1 December."),
        ("the contract draft to jana by friday", "Northwind: the contract draft to jana, by Frid"),
        ("zebra quote for alder by thu", "Alder and Finch: zebra quote, by Thursday 26 November."),
        ("ok references to anders by end of week", "Brightwater Clinics: references to anders"),
    ],
)
async def test_a_promise_without_a_verb(office: Office, typed: str, saved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Promised to {saved}", "Undo")
    assert (await on_file(office))[0] == []


@in_turn(
    "typed",
    [
        "quote to mia is late",
        "they need the quote for alder by thu",
        "proposal to mia by tue?",
        "trip to northwind by train",
    ],
)
async def test_other_lines_promise_nothing(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees_nothing_of("Promised to")
