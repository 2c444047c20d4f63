"""Somebody who is sick or on holiday is asked about the calls then, and cancels them in one tap."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


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


async def test_an_absence_without_calls_is_set_at_once(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("on holiday next week")
    lena.sees("Away from Monday, back Monday 7 December.")
    await lena.presses("Undo")
    lena.sees("You are not away.")


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
    lena.sees("Away from tomorrow, back Monday.")
    await lena.types("off this wk")
    lena.sees("shall I cancel this call?", "Alder and Finch, today 16:00")


@in_turn(
    ("typed", "days"),
    [
        ("im off friday", "from Friday, back Monday."),
        ("away fri", "from Friday, back Monday."),
        ("off nxt wk", "from Monday, back Monday 7 December."),
        ("not in mon-wed next week", "from Monday, back Thursday 3 December."),
        ("out fri pm and all of monday", "Friday from 12:00, back Tuesday 1 December."),
        ("off fri and also mon", "from Friday, back Tuesday 1 December."),
    ],
)
async def test_days_off_without_calls_are_set_at_once(
    office: Office, typed: str, days: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Away {days}", "Nothing is sent while you are away.")
    await lena.types("undo")
    lena.sees("You are not away.")


@in_turn("typed", ["out thu pm and all of friday", "off thursday afternoon, and fri"])
async def test_days_that_touch_are_one_absence(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("While you are away, shall I cancel this call?", "Brightwater Clinics, Thursday")
    await lena.presses("Away, and keep it")
    lena.sees("Away Thursday from 12:00, back Monday.")


@in_turn("typed", ["im away", "im off", "away"])
async def test_unclear_days_are_asked_for(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Not set yet. When are you away?", "Other days…")
    await lena.presses("Today")
    lena.sees("While you are away, shall I cancel this call?", "Alder and Finch, today 16:00")


@in_turn(
    ("typed", "answer"),
    [
        ("not thursday sorry, friday off", "Away from Friday, back Monday."),
        ("sorry not thurs, im off friday", "Away from Friday, back Monday."),
        ("not thursday, monday", "Away from Monday, back Tuesday 1 December."),
    ],
)
async def test_the_absence_is_another_day(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off thursday")
    await lena.presses("Away, and keep it")
    await lena.types(typed)
    lena.sees(answer)


async def test_what_happens_to_the_calls_then(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off wed and thu")
    await lena.types("what happens to my calls then")
    lena.sees("Nothing is set yet. Your calls stay planned unless you press the button")
    await lena.types("off wed and thu")
    await lena.presses("Away, and keep them")
    await lena.types("and what about my calls while im away?")
    lena.sees("Your calls stay planned while you are away", "Northwind, tomorrow 14:30")
    await lena.presses("Cancel both calls")
    lena.sees("Cancelled: Northwind", "Brightwater Clinics")
    await lena.types("what happens to my calls then")
    lena.sees("You have no calls while you are away.")


@in_turn(
    ("typed", "moved"),
    [
        (
            "oh fri im off, thu 10 then",
            "Moved Alder and Finch from Friday 11:00 to Thursday 10:00.",
        ),
        (
            "sorry im out friday, monday at 10 instead",
            "Moved Alder and Finch from Friday 11:00 to Monday 10:00.",
        ),
        (
            "im away fri so lets do thursday 9:30",
            "Moved Alder and Finch from Friday 11:00 to Thursday 09:30.",
        ),
        (
            "off friday, lets do alder thu 11",
            "Moved Alder and Finch from Friday 11:00 to Thursday 11:00.",
        ),
        (
            "oh im off fri, put alder on mon same time",
            "Moved Alder and Finch from Friday 11:00 to Monday 11:00.",
        ),
        (
            "put alder on mon same time, im off fri",
            "Moved Alder and Finch from Friday 11:00 to Monday 11:00.",
        ),
        (
            "sick fri, move alder to mon",
            "Moved Alder and Finch from Friday 11:00 to Monday 11:00.",
        ),
        (
            "move alder fri to mon, im off fri",
            "Moved Alder and Finch from Friday 11:00 to Monday 11:00.",
        ),
        (
            "off fri. push alder to mon 9",
            "Moved Alder and Finch from Friday 11:00 to Monday 09:00.",
        ),
    ],
)
async def test_an_absence_and_the_new_time_of_a_call(
    office: Office, typed: str, moved: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("call alder fri 11")
    await lena.types(typed)
    lena.sees(moved, "Away from Friday, back Monday.", "Undo")


async def test_an_absence_beside_a_cancelled_call_can_be_set(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel alder, im sick fri")
    lena.sees("Shall I cancel your call", "Your absence is not set yet.")
    await lena.presses("Away: Friday")
    lena.sees("Away from Friday, back Monday.")


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
    for other in ("10% off", "10 off", "off by friday", "out of stock till fri"):
        await lena.types(other)
        lena.sees("I didn't get that.")
    await lena.types("call friday off")
    lena.sees("Not done: I can't do that.")
    await lena.types("alder is off")
    lena.sees("Shall I cancel your call with Alder and Finch, today 16:00?")
