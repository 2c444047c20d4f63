"""“no pings 3 to 4” and “nothing before 9 tmrw” keep some hours of one day free of messages."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "seen"),
    [
        ("im at the dentist 3 to 4 no pings pls", "Nothing is sent today from 15:00 to 16:00."),
        ("no pings 3-4", "Nothing is sent today from 15:00 to 16:00."),
        ("dont message me between 3 and 4", "Nothing is sent today from 15:00 to 16:00."),
        ("quiet from 10 to 11 today pls", "Nothing is sent today from 10:00 to 11:00."),
        ("at the gym 5 to 6pm", "Nothing is sent today from 17:00 to 18:00."),
        ("no pings tmrw 11-1", "Nothing is sent tomorrow from 11:00 to 13:00."),
        ("nothing before 9 tmrw pls", "Nothing is sent tomorrow before 09:00."),
        ("no messages before 10:30 on friday", "Nothing is sent Friday before 10:30."),
    ],
)
async def test_the_hours_are_quiet(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(seen, "Undo")
    await lena.types("undo")
    lena.sees("You are not away.")


async def test_a_message_waits_until_the_hours_are_over(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("no pings 14:30 to 15:30")
    before = len(lena.messages)
    await office.until(24, "15:20")
    assert not any("16:00" in one for one in lena.messages[before:])
    await office.until(24, "15:35")
    assert any("Alder and Finch" in one for one in lena.messages[before:])


@in_turn(
    ("typed", "seen"),
    [
        ("dont msg me before 9", "Your quiet hours end at 09:00 now."),
        ("hold msgs till 3", "Nothing is sent until today 15:00."),
        ("no pings from 3 to 4 today, and call jana", "Nothing is sent until"),
    ],
)
async def test_other_wishes_are_read_as_before(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    if "jana" in typed:
        lena.sees_nothing_of("from 15:00 to 16:00")
    else:
        lena.sees(seen)
