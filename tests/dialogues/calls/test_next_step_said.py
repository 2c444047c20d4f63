"""The next step with an account is set in words."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

HELD = "Your next step with Northwind, after the call on Monday 23 November:"


@in_turn(
    "typed",
    [
        "next step northwind: send the pilot plan",
        "the next step with northwind is to send the pilot plan",
        "northwind next step - send the pilot plan",
        "set next step for jana: send the pilot plan",
    ],
)
async def test_it_belongs_to_the_latest_call_and_can_be_undone(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(
        f"{HELD} “send the pilot plan”", "Only you can read it. It was “Meet the dispatchers”."
    )
    await lena.types("whats the next step with northwind")
    lena.sees("Monday 23 November: send the pilot plan")
    await lena.types(typed.replace("pilot plan", "contract"))
    await lena.types("undo")
    lena.sees("The next step is “send the pilot plan” again.")


async def test_an_older_undo_takes_nothing_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office, shared=True)
    await lena.types("next step northwind: send the pilot plan")
    lena.sees("Your colleagues")
    await lena.types("/reflect Northwind")
    await lena.fills(next_step="call ruben")
    await lena.submits()
    await lena.presses("Undo")
    lena.sees("The next step has changed since then, so I left it alone.")
    await lena.types("whats the next step with northwind")
    lena.sees("call ruben")


async def test_after_a_call_without_an_answer_the_form_asks_how_it_went(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")
    await lena.types("next step for alder is a demo with the cfo")
    if lena.form is None:
        await lena.presses("Open it")
    lena.sees("a demo with the cfo")
    await lena.fills(goal_reached="yes")
    await lena.submits()
    lena.sees("Saved: Alder and Finch.", "a demo with the cfo")


async def test_other_lines_stay_notes(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "the next step with northwind is unclear",
        "next step for alder is a demo with the cfo",  # no call has taken place yet
        "northwind: off the record, the next step is a new cfo",
    ):
        await lena.types(typed)
        lena.sees("Noted, only you see it:")


@in_turn(
    ("typed", "step"),
    [
        ("next step demo thu 3rd 2pm", "demo thu 3rd 2pm"),
        ("next step is a demo thu 2pm w mia", "demo thu 2pm w mia"),
        ("next step send her the deck", "send her the deck"),
    ],
)
async def test_a_next_step_without_a_colon(office: Office, typed: str, step: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:45")
    await lena.types("good call. they like it")
    await lena.types(typed)
    lena.sees("Your next step with Alder and Finch", f"“{step}”", "Plan it", "Undo")
