"""A rep corrects the words of a promise."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

NOW_SAYS = "The promise to Northwind now says: {}."


@in_turn(
    ("typed", "text"),
    [
        ("security paper not sso", "security paper"),
        ("no its the security paper not the sso", "security paper"),
        ("rename that promise w the sso to security paper", "security paper"),
        ("route plan not sso paper", "a route plan"),
    ],
)
async def test_the_promise_gets_the_new_words(office: Office, typed: str, text: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe northwind a sso paper by fri")
    await lena.types(typed)
    lena.sees(NOW_SAYS.format(text))
    await lena.types("undo")
    lena.sees("The promise says again: a sso paper.")
    await lena.types("/promises Northwind")
    lena.sees("a sso paper, by Friday")


async def test_words_after_a_letter_that_is_longer_in_lower_case_are_replaced(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe northwind a Straße sso paper by fri")
    await lena.types("security not sso")
    lena.sees(NOW_SAYS.format("a Straße security paper"))


async def test_an_older_promise_is_renamed_by_its_name(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("rename the deck promise to board deck pls")
    lena.sees(NOW_SAYS.format("board deck"))
    await lena.presses("Undo")
    lena.sees("The promise says again: Deck.")


@pytest.mark.parametrize(
    "typed", ["ruben not jana", "deck not jana", "the pilot not the price", "friday not wed"]
)
async def test_other_lines_reword_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types(typed)
    lena.sees_nothing_of("now says")


async def test_two_promises_do_not_get_the_same_words(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("I promised Northwind the sso paper by friday")
    await lena.types("I promised Northwind security paper by thursday")
    await lena.types("rename the sso promise to security paper")
    lena.sees("You have another promise in these words, so this one stays as it is.")
    await lena.types("/promises northwind")
    lena.sees("security paper, by Thursday", "sso paper, by Friday")
