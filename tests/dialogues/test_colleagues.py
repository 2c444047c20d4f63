"""A colleague who changes a shared call: the others are told, with a way back."""

from tests.dialogues.office import Office
from tests.dialogues.test_prepare import plan


async def together(office: Office) -> None:
    """Lena plans a call tomorrow, and Tomas joins it."""
    await office.until(23, "10:00")
    await plan(office, "Northwind tomorrow 15:00")
    await office.tomas.types("/prep Northwind tomorrow 15:00")
    await office.tomas.presses("Join it")


async def test_a_cancelled_call_is_told_and_can_be_undone(office: Office) -> None:
    await together(office)
    await office.tomas.presses("Cancel this call")
    await office.delivers()
    told = "Tomas Keller cancelled your call with Northwind, Tuesday 24 November 15:00."
    office.lena.sees(told)
    await office.lena.presses("Undo")
    office.lena.sees("Tomorrow 15:00")
    await office.delivers()
    back = "Lena Brandt put your call with Northwind back: Tuesday 24 November 15:00."
    office.tomas.sees(back)


async def test_a_moved_call_is_told_and_can_be_undone(office: Office) -> None:
    await together(office)
    await office.tomas.presses("Change time or people")
    await office.tomas.fills(when="Wednesday 9:00")
    await office.tomas.submits()
    await office.delivers()
    office.lena.sees(
        "Tomas Keller moved your call with Northwind from Tuesday 24 November 15:00 to "
        "Wednesday 25 November 09:00."
    )
    await office.lena.presses("Undo")
    office.lena.sees("Tomorrow 15:00")


async def test_each_form_says_who_reads_it_and_it_is_so(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    await lena.types("/prep Northwind")
    await lena.presses("Write your goal and guesses")
    lena.sees("Only you read your goal and your guesses.")
    await lena.fills(goal="Hear who signs", guess1="They fear the move")
    await lena.submits()
    await lena.presses("Answer")
    lena.sees("Your team reads it in the briefs of Northwind.")
    await lena.fills(answer="The yard manager decides")
    await lena.submits()
    lena.sees("Hear who signs", "They fear the move", "The yard manager decides")
    await tomas.types("/prep Northwind")
    tomas.sees("The yard manager decides")
    tomas.sees_nothing_of("Hear who signs", "They fear the move")
    await lena.types("who can see this?")
    lena.sees(
        "Your goals, guesses and figures are yours alone", "what you find out about an account"
    )
