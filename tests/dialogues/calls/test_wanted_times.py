"""Somebody wants a call at another time, or at the same time again: "she wants next tue"."""

from datetime import timedelta

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "moved"),
    [
        ("mia from alder and finch rang, wants to push to 16:30", "Alder and Finch to today 16:30"),
        ("mia called, she asked to move it to friday 9", "Alder and Finch to Friday 09:00"),
        ("anders wants to postpone to friday 10am", "Brightwater Clinics to Friday 10:00"),
        ("they want to push alder to 5", "Alder and Finch to today 17:00"),
        ("alder pushed to 4:30", "Alder and Finch to today 16:30"),
    ],
)
async def test_the_call_moves_as_they_want(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(*moved_to(f"{moved}."))
    await lena.types("undo")
    lena.sees("back to")


@in_turn("typed", ["northwind pushed to 2:30", "northwind moved to 14:30"])
async def test_a_time_without_a_day_is_about_the_call_today(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep Northwind today 14:00")
    await lena.types(typed)
    lena.sees("Moved Northwind from today 14:00 to today 14:30.")
    await lena.types("northwind moved to friday")
    lena.sees_nothing_of("Moved Northwind from")


@in_turn(
    ("typed", "planned"),
    [
        ("next week same time w northwind", "Northwind, Monday 09:00."),
        ("northwind same time next week", "Northwind, Monday 09:00."),
        ("next call w northwind in 2 weeks same time", "Northwind, Tuesday 8 December 09:00."),
        ("jana wants fri same time", "Northwind, Friday 09:00."),
    ],
)
async def test_the_same_time_again(office: Office, typed: str, planned: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Planned: {planned}")


async def test_the_time_of_the_call_just_cancelled(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel alder, mia is sick")
    await lena.presses("Cancel the call")
    office.clock.moment += timedelta(minutes=1)
    await lena.types("she wants next tue same time")
    lena.sees("Planned: Alder and Finch, Tuesday 1 December 16:00.")
    await lena.types("undo")
    lena.sees("Shall I cancel your call with Alder and Finch, Tuesday 1 December 16:00?")


@in_turn(
    "typed", ["can we try them again fri 10am", "try again fri 10", "call them again fri 10am"]
)
async def test_another_try_with_those_just_talked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief for alder")
    await lena.types(typed)
    lena.sees("Planned: Alder and Finch, Friday 10:00.")


@in_turn(
    "typed",
    [
        "jana wants to push the price to 38k",
        "northwind: they ship at the same time every week",
        "mia wants to move their depots to q2",
        "northwind is the same size as brightwater",
        "jana wants 3 on friday",
    ],
)
async def test_other_wishes_plan_and_move_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved", "Planned:")


async def test_undo_restores_the_call_just_cancelled(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder and finch want a zebra")
    await lena.types("cancel alder")
    await lena.presses("Cancel the call")
    await lena.types("undo that")
    lena.sees("It is planned again.", "Alder and Finch")
    await lena.types("undo")
    lena.sees_nothing_of("zebra", "planned again")


@in_turn(
    ("typed", "asked", "to"),
    [
        ("she wants thurs instead", "Alder and Finch, tomorrow 10:00?", "Thursday 10:00"),
        ("mia prefers fri 11am instead", "Alder and Finch, tomorrow 10:00?", "Friday 11:00"),
        ("jana wants thurs instead", "Northwind, tomorrow 14:30?", "Thursday 14:30"),
    ],
)
async def test_the_day_that_a_customer_wants_instead_is_offered(
    office: Office, typed: str, asked: str, to: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("call alder wed 10am")
    await lena.types(typed)
    lena.sees(f"Shall I move your call with {asked}")
    await lena.presses(f"Move it to {to}")
    lena.sees("Moved ", to)
    await lena.types("northwind wants excel instead")
    lena.sees("Noted, only you see it: Northwind.")


async def test_a_cancelled_call_with_an_open_new_date_is_cancelled_after_a_question(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "mia cancelled, new date tbd",
        "alder called off, new time to be confirmed",
        "alder fell through, new date follows",
    ):
        await lena.types(typed)
        assert lena.form is None
        lena.sees("Shall I cancel your call with Alder and Finch, today 16:00?")
        lena.sees_nothing_of("tbd", "I left out", "Move")
    await lena.types("alder cancelled, new date tbd")
    lena.sees("Once you know the new date, type it: “Alder and Finch fri 3pm”.")
    await lena.types("fri 9")
    lena.sees("Moved Alder and Finch from today 16:00 to Friday 09:00.")
    await lena.types("alder cancelled, new date tbd")
    await lena.presses("Cancel the call")
    await lena.types("fri 10")
    lena.sees("Planned: Alder and Finch, Friday 10:00.")


async def test_of_several_calls_the_cancelled_one_is_asked_for(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater friday 10:00")
    await lena.types("brightwater cancelled, new date tbd")
    lena.sees("Which call do you want to cancel?", "Brightwater Clinics, Thursday 15:00")
    await lena.presses("Brightwater Clinics, Thursday 15:00")
    lena.sees("Cancelled: Brightwater Clinics, Thursday 15:00.", "Undo")


async def test_a_line_after_the_question_about_a_cancelled_call_is_read_as_usual(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder cancelled, new date tbd")
    await lena.presses("Cancel the call")
    await lena.types("northwind has a new depot")
    lena.sees("Noted, only you see it: Northwind.")


@in_turn(
    ("typed", "asked", "to"),
    [
        ("brightwater wants fri instead of thu same time", "Thursday 15:00", "Friday 15:00"),
        ("alder wants thu 2pm instead of today", "today 16:00", "Thursday 14:00"),
        ("can we do northwind fri at 4 instead", "tomorrow 14:30", "Friday 16:00"),
        ("can we do alder tmrw at 4 instead?", "today 16:00", "tomorrow 16:00"),
        ("alder is wed 16th 10am pls", "today 16:00", "Wednesday 16 December 10:00"),
        ("alder is wed 16 dec 10am", "today 16:00", "Wednesday 16 December 10:00"),
    ],
)
async def test_another_time_is_offered_and_not_noted(
    office: Office, typed: str, asked: str, to: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f", {asked}?", f"Move it to {to}")
    lena.sees_nothing_of("Noted")


async def test_a_date_with_its_time_behind_instead_is_offered(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    await lena.types("she wants 15 jan instead 9am")
    lena.sees("Shall I move your call with Alder and Finch", "Move it to Friday 15 January 09:00")


async def test_a_stated_day_may_be_one_more_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder is wed 16th 10am pls")
    await lena.presses("New call, Wednesday 16 December 10:00")
    lena.sees("Planned: Alder and Finch, Wednesday 16 December 10:00")


@in_turn(
    "typed",
    [
        "northwind wants trucks instead of vans",
        "northwind wants delivery thu instead of fri",
        "northwind wants the rollout in march instead of may",
    ],
)
async def test_other_wishes_are_notes(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted")
