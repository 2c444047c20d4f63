"""A rep says who does not come to a call, cancels in passing, and reports a late cancellation."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "take jana off the call",
        "take jana off the northwind call pls",
        "jana isnt coming to northwind",
        "jana isn't coming",
        "jana is not coming after all",
        "jana wont be joining northwind",
        "take jana off northwind",
        "take jana off",
        "uninvite jana from northwind",
    ],
)
async def test_a_person_is_taken_off_the_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("prep northwind")
    await lena.types(typed)
    lena.sees("Jana Novak is off the list for Northwind, tomorrow 14:30.")
    lena.sees_nothing_of("Noted")
    await lena.presses("Jana Novak comes after all")
    lena.sees("Jana Novak is coming to Northwind, tomorrow 14:30.")


@in_turn("typed", ["take tom off the call", "tom isnt coming to northwind"])
async def test_who_is_on_no_list_is_not_taken_off(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("prep northwind")
    await lena.types(typed)
    lena.sees("Not done: Tom is not on the list for a coming call with Northwind.", "All calls")
    lena.sees_nothing_of("Noted")


@in_turn("typed", ["so cancel thu 15", "ok cancel thu 15", "so cancel thu 3pm"])
async def test_an_order_to_cancel_may_begin_with_so(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I cancel your call with Brightwater Clinics, Thursday 15:00?")


@in_turn(
    "typed",
    [
        "northwind cancelled last min",
        "northwind cancelled last minute",
        "northwind cancelled at the last minute",
        "northwind cancelled on short notice",
    ],
)
async def test_a_late_cancellation_asks_whether_to_cancel(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I cancel your call with Northwind, tomorrow 14:30?")


@in_turn("typed", ["off fri all day", "off all day friday", "im off fri the whole day"])
async def test_a_whole_day_off_is_an_absence(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Away from Friday, back Monday.")


@in_turn("typed", ["noone showed up", "no one showed up"])
async def test_noone_showed_up_is_a_no_show(office: Office, typed: str) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await office.until(24, "10:35")
    await lena.types(typed)
    lena.sees("they didn't come.")
