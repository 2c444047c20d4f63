"""A brief is asked for by the day or the time of its call."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database


@in_turn(
    ("typed", "account"),
    [
        ("brief me for tomorrow", "Northwind"),
        ("brief for the 4pm", "Alder and Finch"),
        ("brief for tomorrow afternoon", "Northwind"),
        ("can you give me the brief for today?", "Alder and Finch"),
        ("brief me for my next call", "Alder and Finch"),
        ("brief for thurs 15:00", "Brightwater Clinics"),
        ("prep me for tomorrow", "Northwind"),
        ("/prep tomorrow", "Northwind"),
        ("prep for the 4pm", "Alder and Finch"),
    ],
)
async def test_the_only_call_then_has_its_brief(office: Office, typed: str, account: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(account, "Open with:", "Everything on file")


@on_each_database
async def test_several_calls_then_are_a_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder tomorrow 10")
    await lena.types("brief me for tomorrow")
    lena.sees("You have 2 calls then. Which brief?", "Alder and Finch, tomorrow 10:00")
    await lena.presses("Northwind, tomorrow 14:30")
    lena.sees("Northwind", "Open with:")
    await lena.types("brief for tomorrow morning")
    lena.sees("Alder and Finch", "Open with:")
    await lena.types("brief me for this week")
    lena.sees("Upcoming calls", "Northwind", "Brightwater Clinics")


@pytest.mark.parametrize(
    ("typed", "none"),
    [
        ("brief for tomorrow morning", "No call is planned for tomorrow morning. Which brief?"),
        ("brief for fri", "No call is planned for Friday. Which brief?"),
        ("brief for the 5pm", "No call is planned at 5pm. Which brief?"),
    ],
)
async def test_without_a_call_then_the_next_ones_are_offered(
    office: Office, typed: str, none: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(none, "Northwind, tomorrow 14:30", "Brightwater Clinics, Thursday 15:00")


async def test_without_any_call_one_can_be_planned(office: Office) -> None:
    await office.lena.types("brief me for tomorrow")
    office.lena.sees("You have no calls planned.", "Plan a call")
    await office.lena.types("prep friday")
    office.lena.sees("What time on Friday?")


async def test_the_brief_of_a_mistyped_account_asks_which_is_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, account in (
        ("nortwind brief pls", "Northwind"),
        ("brigthwater brief", "Brightwater Clinics"),
        ("the nothwind prep", "Northwind"),
        ("can you give me the nothwind brief", "Northwind"),
        ("could u send me the northwnd brief?", "Northwind"),
    ):
        await lena.types(typed)
        lena.sees(f"Did you mean {account}?")
        await lena.presses(account)
        lena.sees(account, "Open with:")
    for typed in ("norwich brief", "short brief", "castell brief"):
        await lena.types(typed)
        lena.sees_nothing_of("Did you mean")


@in_turn("typed", ["open the brief", "show me the brief", "open brief pls"])
async def test_the_brief_is_that_of_the_call_just_talked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Alder and Finch", "Today 16:00", "Open with:")
    await lena.types("call northwind fri 3pm")
    await lena.types(typed)
    lena.sees("Northwind", "Friday 15:00", "Open with:")
