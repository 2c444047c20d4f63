"""Right after a call was planned or moved, a few words correct it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def test_the_call_just_planned_gets_another_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind fri 2pm")
    for typed, when in (
        ("hm make that 3", "Friday 15:00"),
        ("wait better make it thurs 10am", "Thursday 10:00"),
        ("nope friday", "Friday 10:00"),
        ("make it 11:45 not 11", "Friday 11:45"),
    ):
        await lena.types(typed)
        lena.sees(f"Moved Northwind to {when}.", "Undo")
    await lena.types("undo")
    lena.sees("Moved Northwind back to Friday 10:00.")


async def test_the_call_just_moved_gets_another_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move brightwater to 2:30")
    await lena.types("my calls")
    await lena.types("make it 3")
    lena.sees("Moved Brightwater Clinics to Thursday 15:00.")
    await lena.types("no 4")
    lena.sees("Moved Brightwater Clinics to Thursday 16:00.")


async def test_the_call_of_the_brief_just_shown_gets_another_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    for typed, when in (("make it 3", "15:00"), ("lets make that 4pm", "16:00")):
        await lena.types(typed)
        lena.sees(f"Moved Northwind to tomorrow {when}.")
    await lena.types("northwind said make it 3")
    lena.sees_nothing_of("Moved")


async def test_a_call_just_planned_is_cancelled_only_after_a_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind fri 2pm")
    await lena.types("no delete that")
    lena.sees("Shall I cancel your call with Northwind, Friday 14:00?")
    await lena.types("no")
    lena.sees("The call stays as it is.")
    await lena.types("alder fri 2pm")
    for typed in ("never mind", "no", "wrong account", "undo"):
        await lena.types(typed)
        lena.sees_nothing_of("Cancelled")


async def test_what_was_kept_since_is_corrected_instead(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move brightwater to 2:30")
    await lena.types("i owe alder the quote by tue")
    await lena.types("make it thursday")
    lena.sees("Moved: the quote (to Alder and Finch), by Thursday 26 November.")
    await lena.types("northwind needs 15 seats")
    await lena.types("make it 3")
    lena.sees("It now says: “northwind needs 3 seats”")
