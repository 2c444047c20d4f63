"""A line that begins with a short form of an account's name is not about another account."""

import pytest

from handlers.features.customers.short_names import begins_with_short_name, is_short_for
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn("typed", ["bw call was fine, same as last time", "bw call was fine"])
async def test_an_unknown_short_form_is_asked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats on file for northwind")
    await lena.types(typed)
    lena.sees("Which account?", typed, "Brightwater Clinics", "Nothing is saved yet.")


async def test_a_known_short_form_is_the_account(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats on file for northwind")
    await lena.types("bwc call was fine, same as last time")
    lena.sees("Noted, only you see it: Brightwater Clinics.", "Undo")


@in_turn("typed", ["nw amount is 42k now", "NW amount is 42k now", "the nw amount is 42k now"])
async def test_letters_of_a_name_of_one_word_are_the_account(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats on file for brightwater")
    await lena.types(typed)
    lena.sees("Noted, only you see it: Northwind.", "Undo")


@in_turn(
    ("typed", "answer"),
    [
        ("move nw tmrw to 15:30", "Moved Northwind from tomorrow 14:30 to tomorrow 15:30."),
        ("pricing nw sent", "Done: Pricing for 40 seats (to Northwind)."),
        ("nw: jana wants sso", "Noted, only you see it: Northwind."),
        ("whats open w nw", "Open promises with Northwind"),
    ],
)
async def test_a_short_form_names_the_account_everywhere(
    office: Office, typed: str, answer: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats on file for brightwater")
    await lena.types(typed)
    lena.sees(answer)


@in_turn("typed", ["xqz wants sso", "xqz amount is 42k now"])
async def test_letters_that_fit_no_account_are_asked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats on file for brightwater")
    await lena.types(typed)
    lena.sees("Which account?", typed, "Nothing is saved yet.")


@in_turn("typed", ["tmrw they want sso", "btw they want sso", "they want it tmrw pls"])
async def test_other_short_words_are_no_names(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats on file for brightwater")
    await lena.types(typed)
    lena.sees_nothing_of("Which account?", "Northwind.")


@pytest.mark.parametrize(
    ("short", "name", "fits"),
    [
        ("nw", "Northwind", True),
        ("nwd", "Northwind", True),
        ("bwc", "Brightwater Clinics", True),
        ("np", "Northwind", False),
        ("no", "Northwind", False),
        ("btw", "Brightwater", False),
        ("wn", "Northwind", False),
    ],
)
def test_what_is_short_for_a_name(short: str, name: str, fits: bool) -> None:
    assert is_short_for(short, name) == fits


@pytest.mark.parametrize(("text", "may"), [("", False), (" ", False), ("bw call", True)])
def test_only_a_first_word_can_be_short_for_an_account(text: str, may: bool) -> None:
    assert begins_with_short_name(text) == may
