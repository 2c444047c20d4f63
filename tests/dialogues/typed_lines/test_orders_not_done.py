"""An order that Attune can't carry out is never kept silently: it says so, and offers the note."""

import pytest

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "account"),
    [
        ("tell ruben that the deck is late", "Northwind"),
        ("remind mia of the zebra", "Alder and Finch"),
        ("chase brightwater for the signature", "Brightwater Clinics"),
        ("let mia know its friday", "Alder and Finch"),
        ("ping anders", "Brightwater Clinics"),
        ("reply to jana", "Northwind"),
        ("send ruben the deck", "Northwind"),
    ],
)
async def test_an_order_to_write_to_a_customer(office: Office, typed: str, account: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Not done: I don't write to customers.")
    lena.sees(f"Shall I note it for {account}? Only you would see it.")
    assert (await on_file(office))[0] == []
    await lena.presses("Keep as my note")
    lena.sees(f"Noted, only you see it: {account}.", "Undo")
    assert (await on_file(office))[0] == [typed]


async def test_an_order_to_send_may_be_a_promise(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("send ruben the depot plan")
    await lena.presses("Save as my promise")
    lena.sees("Promised to Northwind: send ruben the depot plan", "Undo")


@in_turn(
    "typed",
    [
        "make sure jana gets the deck",
        "set northwind to closed won",
        "order 40 seats for northwind",
        "follow up with jana",
        "archive northwind",
    ],
)
async def test_another_order_about_an_account(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Not done: I can't do that. Shall I note it for Northwind?", "Keep as my note")
    assert (await on_file(office))[0] == []


@in_turn("typed", ["remind them tomorrow", "chase them again", "make sure they sign by friday"])
async def test_an_order_about_the_account_just_talked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind")
    await lena.types(typed)
    lena.sees("Not done: ", "Shall I note it for Northwind?")
    assert (await on_file(office))[0] == []


@in_turn(
    ("typed", "said"),
    [
        ("cancel that order they placed", "Nothing cancelled yet. I don't know an account called"),
        ("move the pilot to march", "Nothing moved yet. I don't know an account called"),
        ("move my lunch to 2", "Nothing moved yet. I ignored “lunch”."),
        ("book a room for northwind", "Not planned: I don't know an account called"),
        ("prepare the deck for northwind", "I don't know an account called"),
        ("set up a call between mia and ruben", "Not done: I can't do that."),
    ],
)
async def test_an_order_about_nothing_on_file(office: Office, typed: str, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(said)
    assert (await on_file(office))[0] == []


@pytest.mark.parametrize(
    "typed", ["northwind: book of 40 depots is closed", "order volume at northwind is up again"]
)
async def test_a_statement_that_begins_like_an_order_is_a_note(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees_nothing_of("Not done")
