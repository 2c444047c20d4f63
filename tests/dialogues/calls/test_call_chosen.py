"""Right after “Which call?”, a few words choose: “the one today obviously”, “yes both”."""

from datetime import timedelta

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def test_one_of_the_offered_calls_is_chosen(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, when in (
        ("the one today obviously", "today 16:00"),
        ("friday", "Friday 10:00"),
        ("the later one pls", "Monday 09:00"),
    ):
        for planned in ("alder friday 10:00", "alder monday 9"):
            await lena.types(planned)
        await lena.types("cancel alder")
        lena.sees("Which call do you want to cancel?", "Alder and Finch, Friday 10:00")
        await lena.types(typed)
        lena.sees(f"Cancelled: Alder and Finch, {when}.")
        await lena.presses("Undo")


async def test_what_chooses_no_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder friday 10:00")
    await lena.types("cancel alder")
    for typed in ("the one on thursday", "alder one", "they pick the one with excel today"):
        await lena.types(typed)
        lena.sees_nothing_of("Cancelled")
    office.clock.moment += timedelta(minutes=11)
    await lena.types("the one today obviously")
    lena.sees_nothing_of("Cancelled")


async def test_both_calls_are_cancelled(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder tomorrow 10:00")
    await lena.types("cancel all calls tomorrow")
    lena.sees("Shall I cancel these 2 calls?")
    await lena.types("yes both")
    lena.sees("Cancelled: Alder and Finch, tomorrow 10:00; Northwind, tomorrow 14:30.")
    await lena.types("cancel all calls this week")
    await lena.types("yes, all of them")
    lena.sees("Cancelled: Alder and Finch, today 16:00; Brightwater Clinics, Thursday 15:00.")
    await lena.types("yes both")
    lena.sees_nothing_of("Cancelled")


async def test_both_is_not_three(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel all calls this week")
    lena.sees("Shall I cancel these 3 calls?")
    await lena.types("yes both")
    lena.sees_nothing_of("Cancelled")
    await lena.types("im off until friday")
    lena.sees("Away, and cancel all 3 calls")
    await lena.types("yes all")
    lena.sees("Cancelled: Alder and Finch, today 16:00;")


async def test_another_call_was_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "no keep alder, i ment northwind",
        "no i meant northwind",
        "not alder, northwind",
    ):
        await lena.types("cancel alder")
        await lena.types(f"no {typed.removeprefix('no ')}")
        lena.sees("Shall I cancel your call with Northwind, tomorrow 14:30?")
    await lena.types("cancel alder")
    await lena.types("no keep alder, i ment castell")
    lena.sees("The call stays as it is. I found no call with “castell”.")
    for typed in ("yes keep it", "nah keep it", "keep it please"):
        await lena.types("cancel alder")
        await lena.types(typed)
        lena.sees("The call stays as it is.")
    await lena.types("cancel alder")
    await lena.types("alder said no, we keep northwind")
    lena.sees_nothing_of("Shall I cancel", "Cancelled")
