"""A line that begins with a short form of an account's name is not about another account."""

import pytest

from handlers.features.customers.short_forms import may_name_account
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


@pytest.mark.parametrize(("text", "may"), [("", False), (" ", False), ("bw call", True)])
def test_only_a_first_word_can_be_short_for_an_account(text: str, may: bool) -> None:
    assert may_name_account(text) == may
