"""A line that says who said it is not asked about."""

import pytest

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ASKED = "Who said it?"


@in_turn(
    ("typed", "kept"),
    [
        ('"we dont trust maps anymore" - jana', "we dont trust maps anymore"),
        ("they also look at routeware, jana said", "Jana Novak: they also look at routeware"),
        ('"we will sign in may", says ruben', 'Ruben Haas: "we will sign in may"'),
    ],
)
async def test_a_contact_at_the_end_is_the_speaker(office: Office, typed: str, kept: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("I noted who said it:", kept)
    lena.sees_nothing_of(ASKED, "- jana", "jana said")


@in_turn(
    "typed",
    [
        "brightwater: sister says wifi on ward 3 is terrible",
        "brightwater: the night nurse said wifi on ward 3 is terrible",
        "brightwater: karl says wifi on ward 3 is terrible",
    ],
)
async def test_a_role_is_a_speaker(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Brightwater Clinics.")
    lena.sees_nothing_of(ASKED)
    assert (await on_file(office))[0] == [typed.removeprefix("brightwater: ")]


async def test_a_yes_is_a_promise_and_the_question_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: jonas asked if we do api, told him yes will get docs over tonight")
    lena.sees("Promised to Alder and Finch: send docs, due today.", "jonas asked if we do api")
    assert (await on_file(office))[0] == ["jonas asked if we do api"]


@pytest.mark.parametrize("typed", ["northwind: she says wifi on ward 3 is terrible"])
async def test_she_may_be_anybody(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(ASKED)
