"""A rep sets the goal of a call by its time, or without a colon."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "shown"),
    [
        (
            "set my goal for 4 to get sso sorted",
            "Your goal for Alder and Finch, today 16:00: “get sso sorted”",
        ),
        (
            "set goal for 16: find out who signs",
            "Your goal for Alder and Finch, today 16:00: “find out who signs”",
        ),
        ("goal northwind sso sorted", "Your goal for Northwind, tomorrow 14:30: “sso sorted”"),
        ("my goal for northwind jana signs", "Northwind, tomorrow 14:30: “jana signs”"),
        ("goal northwind sign by friday", "Northwind, tomorrow 14:30: “sign by friday”"),
        ("goal brightwater thursday agree on a ward", "Thursday 15:00: “agree on a ward”"),
        ("northwind goal for wed: see their excel", "Northwind, tomorrow 14:30: “see their excel”"),
        ("thu goal brightwater: agree on a ward", "Thursday 15:00: “agree on a ward”"),
        (
            "alder goal find out if they have budget this yr",
            "Your goal for Alder and Finch, today 16:00: “find out if they have budget this yr”",
        ),
        ("alder my goal is to find out who signs", "today 16:00: “find out who signs”"),
    ],
)
async def test_the_goal_is_set(office: Office, typed: str, shown: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(shown, "Only you read your goal.")


@in_turn(
    "typed",
    [
        "goal for northwind was met",
        "northwind's goal is sso",
        "set my goal for 11 to get sso sorted",
        "goal 5 calls",
        "goal northwind?",
        "northwind goal for next year: grow by ten percent",
    ],
)
async def test_other_words_set_none(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Your goal for")


@in_turn(
    "typed",
    ["wed goal northwind back to what it was", "put my goal for northwind back", "undo"],
)
async def test_the_earlier_goal_comes_back(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal northwind: hear who signs")
    await lena.types("goal northwind: partly sso")
    lena.sees("It was “hear who signs”.", "Undo")
    await lena.types(typed)
    lena.sees("Your goal for Northwind, tomorrow 14:30 is again “hear who signs”.")
    await lena.types("what is my goal for northwind")
    lena.sees("hear who signs")


async def test_an_earlier_goal_that_is_not_on_file_is_not_put_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("wed goal northwind back to what it was")
    lena.sees("I don't have the earlier goal for Northwind, tomorrow 14:30", "Change the goal")
    await lena.types("thu goal northwind back to what it was")
    lena.sees("You have no call with Northwind planned then. I changed nothing.")


async def test_a_first_goal_is_taken_out_again(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal northwind: hear who signs")
    await lena.presses("Undo")
    lena.sees("The goal for Northwind, tomorrow 14:30 has been taken out again.")


async def test_a_rep_who_asks_for_calls_reads_that_none_is_left(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("any calls left today?")
    lena.sees("One call at 16:00: Alder and Finch.")
    lena.sees_nothing_of("no more calls")
    await office.until(24, "16:35")
    for typed in ("any calls left today?", "calls today?"):
        await lena.types(typed)
        lena.sees("You have no more calls today.")
    await lena.types("whats due today")
    lena.sees_nothing_of("no more calls")


async def test_a_goal_without_an_account_is_for_the_account_just_shown(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief alder")
    await lena.types("goal find out if they have budget")
    lena.sees("Your goal for Alder and Finch, today 16:00: “find out if they have budget”", "Undo")


async def test_a_goal_without_any_account_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal: find out if they have budget")
    lena.sees("For which call?", "goal northwind: find out if they have budget", "All calls")
    await lena.types("alders goal is growth")
    lena.sees("Noted")


async def test_a_goal_for_an_unknown_account_is_no_note_at_another(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types("kestrel goal find out if they have budget this yr")
    lena.sees("I don't know an account called “kestrel”, so no goal was set.", "Plan a call")
