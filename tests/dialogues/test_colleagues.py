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
