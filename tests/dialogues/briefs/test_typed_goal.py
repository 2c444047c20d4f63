"""A goal for an upcoming call is set in words."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def test_a_typed_goal_is_in_the_brief(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal northwind: get the pilot signed")
    lena.sees("Your goal for Northwind, tomorrow 14:30: “get the pilot signed”")
    lena.sees("Only you read your goal.")
    await lena.presses("Brief")
    lena.sees("get the pilot signed")
    await lena.types("my goal for my call with northwind tmrw: three names")
    lena.sees("“three names”", "It was “get the pilot signed”.")
    await lena.presses("Change the goal")
    lena.sees("Goal and guesses")


async def test_a_typed_goal_is_for_the_named_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("my goal for brightwater thurs is to meet the cfo")
    lena.sees("Your goal for Brightwater Clinics, Thursday 15:00: “meet the cfo”")
    await lena.types("goal for alder tomorrow: agree on the budget")
    lena.sees("You have no call with Alder and Finch planned then. The next is today 16:00.")


async def test_a_customers_goal_stays_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("their goal at alder: fewer returns")
    lena.sees("Noted, only you see it: Alder and Finch.")
    await lena.types("goal of northwind: halve the empty runs")
    lena.sees_nothing_of("Your goal for")
    await lena.types("goal for northwind?")
    lena.sees_nothing_of("halve the empty runs")


SETS_A_GOAL = (
    "i need a goal for alder: find out who signs",
    "goal for alder is find out who signs",
    "my goal w mia is find out who signs",
    "pls set my goal for alder to find out who signs",
    "alder goal: find out who signs",
    "Alder call today goal - find out who signs",
    "for alder my goal is to find out who signs",
)


async def test_a_goal_is_set_however_it_is_worded(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for number, line in enumerate(SETS_A_GOAL):
        await lena.types(f"{line} {number}")
        lena.sees(f"Your goal for Alder and Finch, today 16:00: “find out who signs {number}”")
    await office.until(24, "17:00")
    await lena.types("i need a goal for alder: find out who signs")
    lena.sees("You have no call with Alder and Finch planned.", "Plan a call")


async def test_a_request_for_a_goal_without_one_opens_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i need a goal for alder")
    lena.sees("No goal yet for Alder and Finch, today 16:00.", "Only you read your goal.")
    await lena.presses("Set a goal")
    lena.sees("Goal and guesses")


async def test_what_is_said_about_a_goal_sets_none(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for line in (
        "alders goal: fewer returns",
        "alder's goal: fewer returns",
        "alder team goal: fewer returns",
        "alder goal is to cut returns",
        "goal for alder is unclear",
        "my goal for alder is still open",
        "mia said my goal is to open a second shop",
    ):
        await lena.types(line)
        lena.sees_nothing_of("Your goal for")
