"""Somebody who is sick or on holiday is asked about the calls then, and cancels them in one tap."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn
from tests.dialogues.typed_lines.test_typed_words import opens


async def test_a_sick_rep_cancels_the_calls_with_one_tap(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("sick tomorrow", "out sick tmrw", "im sick tmrw cancel everything wed"):
        await lena.types(typed)
        lena.sees("While you are away, shall I cancel this call?", "Northwind, tomorrow 14:30")
        lena.sees_nothing_of("Alder", "Brightwater")
    await lena.presses("Away, and cancel the call")
    lena.sees("Away from tomorrow, back Thursday.", "Cancelled: Northwind, tomorrow 14:30.")
    await lena.presses("Restore Northwind")
    lena.sees("It is planned again.")


async def test_the_calls_can_stay(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off sick today")
    lena.sees("Alder and Finch, today 16:00")
    await lena.presses("Away, and keep it")
    lena.sees("Away, back tomorrow. Nothing is sent while you are away.")
    await lena.presses("Start again now")
    lena.sees_nothing_of("Away until")
    await lena.types("/calls")
    lena.sees("16:00 Alder and Finch")


async def test_several_calls_are_cancelled_at_once(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im on vacation until friday")
    lena.sees("While you are away, shall I cancel these 3 calls?", "Brightwater Clinics")
    await lena.types("cancel all my calls this week")
    lena.sees("Shall I cancel these 3 calls?")
    await lena.presses("Cancel all 3 calls")
    lena.sees("Cancelled: Alder and Finch, today 16:00; Northwind, tomorrow 14:30; Brightwater")
    await lena.types("cancel everything tomorrow")
    lena.sees("You have no calls tomorrow.")


async def test_an_absence_without_calls_opens_the_form(office: Office) -> None:
    await put_on_file(office)
    await opens(office, "on holiday next week")
    office.lena.sees("First day away", "2026-11-30", "2026-12-07")


async def test_who_else_is_sick_is_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for note in ("mia is sick tomorrow", "sick of the pricing talk at alder"):
        await lena.types(note)
        lena.sees("Noted, only you see it: Alder and Finch.")
    await lena.types("cancel all my calls")
    lena.sees("To cancel all calls on a day, name the day: “cancel all calls tomorrow”.")


async def test_a_day_off_is_said_in_many_ways(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "im off wed",
        "off tmrw",
        "not working wed",
        "on leave 25th",
        "Wed off pls",
        "hey, i'm taking wed off",
        "I won't be in tomorrow",
        "not here wed, cancel everything",
    ):
        await lena.types(typed)
        lena.sees("While you are away, shall I cancel this call?", "Northwind, tomorrow 14:30")
        lena.sees_nothing_of("Alder", "Brightwater")
    await lena.presses("Away, and keep it")
    lena.sees("Away from tomorrow, back Thursday.")
    for typed in ("out of office thurs and fri", "thurs & fri off"):
        await lena.types(typed)
        lena.sees("Brightwater Clinics, Thursday 15:00")
        lena.sees_nothing_of("Alder", "Northwind")
    await lena.presses("Away, and keep it")
    lena.sees("Away from Thursday, back Monday.")
    await lena.types("off this wk")
    lena.sees("shall I cancel these 3 calls?")


@in_turn(
    ("typed", "days"),
    [
        ("im off friday", ("2026-11-27", "2026-11-30")),
        ("away fri", ("2026-11-27", "2026-11-30")),
        ("off nxt wk", ("2026-11-30", "2026-12-07")),
        ("not in mon-wed next week", ("2026-11-30", "2026-12-03")),
    ],
)
async def test_days_off_without_calls_open_the_form(
    office: Office, typed: str, days: tuple[str, ...]
) -> None:
    await put_on_file(office)
    await opens(office, typed)
    office.lena.sees("First day away", *days)


async def test_of_two_days_apart_one_is_chosen(office: Office) -> None:
    await put_on_file(office)
    await office.lena.types("out mon and thurs")
    office.lena.sees("I keep only one absence at a time. Which one shall I set?", "Other days")
    await office.lena.presses("Monday")
    office.lena.sees("Away from Monday, back Tuesday 1 December.")


async def test_words_that_begin_like_a_day_off_are_none(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for note in (
        "jana is off friday",
        "northwind is away friday",
        "im off friday to see jana",
        "not available friday at northwind",
    ):
        await lena.types(note)
        lena.sees("Noted, only you see it: Northwind.")
    for other in ("10% off", "10 off", "off by friday", "call friday off", "out of stock till fri"):
        await lena.types(other)
        lena.sees("I didn't get that.")
    await lena.types("alder is off")
    lena.sees("Shall I cancel your call with Alder and Finch, today 16:00?")
