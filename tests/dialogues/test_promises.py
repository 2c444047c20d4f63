"""Promises: ours and theirs, done, moved, dropped, and a plan to share."""

from tests.dialogues.office import Office
from tests.dialogues.test_reflect import held, reflect


async def promised(office: Office) -> None:
    """A call is over in which both sides promised something."""
    await held(office)
    await reflect(
        office,
        goal_reached="yes",
        ours_promised="Pricing for 40 seats by Wednesday",
        theirs_promised="Names of two dispatchers by Wednesday",
    )


async def test_ours_and_theirs_stand_apart(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    ours, theirs = lena.screen.split("They promised")
    assert "Pricing for 40 seats" in ours
    assert "Names of two dispatchers" in theirs


async def test_done_can_be_undone(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    await lena.presses("Done")
    lena.sees("Done: ", "Undo")
    await lena.presses("Undo")
    lena.sees("Open again: ", "Pricing for 40 seats", "Names of two dispatchers")


async def test_moving_moves_the_morning_it_is_said(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises")
    await lena.presses("Move")
    await lena.fills(due_on="2026-11-26")
    await lena.submits()
    lena.sees("Moved: ", "by Thursday")
    await office.until(25, "08:30")
    lena.sees("One promise is due.")
    await office.until(26, "08:30")
    lena.sees("2 promises are due.", "since yesterday", "today")


async def test_the_morning_message_settles_them(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await office.until(25, "08:30")
    lena.sees("2 promises are due.", "Pricing for 40 seats", "Names of two dispatchers")
    await lena.presses("Done")
    await lena.presses("Drop")
    lena.sees("Dropped: ", "Nothing on today.")
    await lena.types("/promises")
    lena.sees("No open promises.")


async def test_a_kept_promise_is_told_in_the_next_brief(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Drop")
    await lena.presses("Done")
    await lena.types("/prep Northwind Friday 10:00")
    lena.sees("– kept", "– dropped")


async def test_a_plan_to_share(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Action plan as text")
    lena.sees(
        "Northwind: mutual action plan, 23.11.2026",
        "[ ] Pricing for 40 seats, by 25.11.2026",
        "[ ] Names of two dispatchers, by 25.11.2026",
    )


async def test_a_promise_outside_a_call(office: Office) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(text="The reference list", side="ours", due_on="2026-11-27")
    await lena.submits()
    lena.sees("The reference list", "by Friday")
    await lena.presses("Add a promise")
    await lena.fills(account="Nowhere", text="Something")
    await lena.submits()
    assert "account" in lena.problems


async def test_an_account_without_any(office: Office) -> None:
    lena = office.lena
    await lena.types("/promises")
    lena.sees("No open promises.")
    await lena.types("/promises Nowhere")
    lena.sees("There is no account called “Nowhere” yet.")
