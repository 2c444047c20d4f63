"""A customer agrees to another time, or wants a call: “shes ok with wed 4pm instead”."""

from datetime import timedelta

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to
from tests.dialogues.rep_week import put_on_file


async def test_a_time_that_a_customer_agreed_to_moves_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, moved in (
        ("emailed anders, hes ok with wed 4pm instead", "Brightwater Clinics to tomorrow 16:00."),
        ("shes fine with thurs 10am", "Brightwater Clinics to Thursday 10:00."),
        ("mia can do 5pm instead", "Alder and Finch to today 17:00."),
        ("mia berg said yes to tomorrow 11:30", "Alder and Finch to tomorrow 11:30."),
    ):
        await lena.types(typed)
        lena.sees(*moved_to(moved), "Undo")
    for typed in (
        *("jana is ok with 38k", "jana is fine with friday", "jana is ok with 15"),
        *("emailed jana, shes ok with 38k", "is jana ok with wed 4pm"),
    ):
        await lena.types(typed)
        lena.sees_nothing_of("Moved", "Planned")


async def test_a_call_that_a_customer_wants_is_planned(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater brief")
    for typed, when in (
        ("she wants to see us monday 9", "Monday 09:00"),
        ("they want to meet again wed 10am", "tomorrow 10:00"),
        ("anders would like to talk on friday 14:00", "Friday 14:00"),
    ):
        await lena.types(typed)
        lena.sees(f"Planned: Brightwater Clinics, {when}.", "Brief")
    for typed in ("she wants to see us about pricing", "anders wants to see the tool monday"):
        await lena.types(typed)
        lena.sees_nothing_of("Planned")


async def test_the_next_call_is_planned_from_a_sentence(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, planned in (
        ("next chat with alder is mon 14 dec 10am w mia", "Alder and Finch, Monday 14 December 10"),
        ("next call with northwind is tue 15 dec 10am w jana", "Northwind, Tuesday 15 December 10"),
        ("my next demo with brightwater is on friday 9", "Brightwater Clinics, Friday 09:00"),
    ):
        await lena.types(typed)
        lena.sees(f"Planned: {planned}")
    await lena.types("next chat with zanzibar is mon 14 dec 10am w ines")
    lena.sees("For Monday 14 December 10:00: there is no account called “zanzibar” yet.")
    await lena.types("next call with alder?")
    lena.sees("Alder and Finch", "Today 16:00")
    lena.sees_nothing_of("Planned")


async def test_one_of_two_calls_with_an_account_is_dropped(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater friday 15:00")
    for typed, when in (
        ("im seeing brightwater twice this week, drop the 3pm on friday", "Friday 15:00"),
        ("two calls w brightwater on thursday. cancel the 3pm one pls", "Thursday 15:00"),
        ("i see mia today, drop the 4pm", "today 16:00"),
        ("scrap the 2:30 call", "tomorrow 14:30"),
    ):
        await lena.types(typed)
        lena.sees("Shall I cancel your call with", f"{when}?")
    await lena.types("two with brightwater this week, drop the 3pm")
    lena.sees("Which call do you want to cancel?", "Thursday 15:00", "Friday 15:00")
    await lena.types("im seeing brightwater friday, drop the 11am")
    lena.sees("I found no such call at 11am. Which call do you want to cancel?")
    for typed in ("brightwater is fine, drop the 3 seats", "brightwater asks us to drop the price"):
        await lena.types(typed)
        lena.sees_nothing_of("cancel")


async def test_with_an_account_that_has_no_calls_nothing_is_dropped(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel alder")
    await lena.presses("Cancel the call")
    await lena.types("im seeing alder twice this week, drop the 3pm")
    lena.sees("I found nothing to drop for “3pm”.", "All calls")
    lena.sees_nothing_of("Which call")


async def test_a_call_is_moved_very_far_only_after_a_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, when in (
        ("put alder back 300 hours", "Monday 7 December 04:00"),
        ("push alder 5000 min", "Saturday 03:20"),
    ):
        await lena.types(typed)
        lena.sees(f"That is {when}. Shall I move your call with Alder and Finch, today 16:00,")
    await lena.presses("Move it to Saturday 03:20")
    lena.sees("Moved Alder and Finch from today 16:00 to Saturday 03:20.")
    await lena.types("undo")
    for typed, when in (("put alder back 3 hours", "today 19:00"), ("push alder 4 days", "Sat")):
        await lena.types(typed)
        lena.sees(*moved_to(f"Alder and Finch to {when}"))


async def test_the_time_of_a_call_with_a_new_account_is_corrected(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    await lena.types("kestrel tomorrow 2pm")
    for typed, when in (("make it 3", "tomorrow 15:00"), ("no make it thurs", "Thursday 15:00")):
        await lena.types(typed)
        lena.sees(f"For {when}: there is no account called “kestrel” yet.", "Add “kestrel”")
    await lena.presses("Add “kestrel”")
    lena.sees("Planned: kestrel, Thursday 15:00.")
    office.clock.moment += timedelta(minutes=1)
    await lena.types("halden friday 2pm")
    office.clock.moment += timedelta(minutes=1)
    await lena.types("alder brief")
    await lena.types("make it 3")
    lena.sees("Moved Alder and Finch from today 16:00 to today 15:00.")
