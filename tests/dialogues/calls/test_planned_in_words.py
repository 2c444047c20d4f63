"""A call is planned in one's own words, by the account or by a contact."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@pytest.mark.parametrize(
    ("typed", "planned"),
    [
        ("call with jana friday at 2pm", ("Northwind", "Friday 14:00.", "Jana Novak")),
        ("lunch w jana friday 12:30", ("Northwind", "Friday 12:30.")),
        ("meeting with mia mon 9", ("Alder and Finch", "Monday 09:00.", "Mia Berg")),
        ("30 min with alder wed 11am", ("Alder and Finch", "tomorrow 11:00.")),
        ("i have a demo with alder tomorrow at 11", ("Alder and Finch", "tomorrow 11:00: a demo.")),
        ("add a call with alder tomorrow 10", ("Alder and Finch", "tomorrow 10:00.")),
        ("put a call w northwind in for mon 9.30", ("Northwind", "Monday 09:30.")),
        ("new meeting: Brightwater, 3 Dec, 2pm", ("Brightwater", "Thursday 3 December 14:00.")),
        ("schedule a follow up with alder mon 11", ("Alder and Finch", "Monday 11:00.")),
        ("alder demo fri 2pm", ("Alder and Finch", "Friday 14:00: a demo.")),
        ("alder fri 2pm discovery", ("Alder and Finch", "Friday 14:00: a discovery call.")),
        ("book a discovery call w alder fri 14", ("Friday 14:00: a discovery call.",)),
        ("new meeting: alder fri 14:00, demo", ("Alder and Finch", "Friday 14:00: a demo.")),
        ("schedule alder fri 14:00 with mia", ("Alder and Finch", "Friday 14:00.", "Mia Berg")),
        ("alder wants a demo wed 11", ("Alder and Finch", "tomorrow 11:00: a demo.")),
        ("mia would like another call fri 2pm", ("Alder and Finch", "Friday 14:00.", "Mia Berg")),
        ("northwind second call next tues 10am", ("Northwind", "Tuesday 1 December 10:00.")),
        ("discovery northwind fri 10", ("Northwind", "Friday 10:00: a discovery call.")),
        ("discovery call northwind fri 10", ("Friday 10:00: a discovery call.",)),
    ],
)
async def test_a_call_is_planned(office: Office, typed: str, planned: tuple[str, ...]) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Planned: ", *planned, "Brief")


@in_turn(
    ("typed", "planned"),
    [
        ("lunch w the brightwater cfo fri 12", "Planned: Brightwater Clinics, Friday 12:00."),
        ("seeing the northwind it team fri 3pm", "Planned: Northwind, Friday 15:00."),
        ("meeting with the alder team mon 9", "Planned: Alder and Finch, Monday 09:00."),
    ],
)
async def test_a_call_with_a_role(office: Office, typed: str, planned: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(planned, "Brief", "No name for their")


@in_turn("typed", ["we meet their it fri 2pm", "seeing their cfo friday at 2pm"])
async def test_a_call_with_a_role_at_the_account_in_talk(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind")
    await lena.types(typed)
    lena.sees("Planned: Northwind, Friday 14:00.", "No name for their")


@in_turn("typed", ["seeing their point on pricing fri", "demo the planner to them fri 12"])
async def test_what_names_no_role_plans_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind")
    await lena.types(typed)
    lena.sees_nothing_of("Planned:")


async def test_an_account_that_is_not_on_file_can_be_added_with_its_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("demo kestrel foods fri 2pm")
    lena.sees("For Friday 14:00: there is no account called “kestrel foods” yet.")
    await lena.types("kestrel wants a demo wed 11")
    lena.sees("For tomorrow 11:00: there is no account called “kestrel” yet.")
    await lena.types("halden second call next tues 10am")
    lena.sees("there is no account called “halden” yet.")
    await lena.types("halden friday 14-15")
    lena.sees("For Friday 14:00-15:00: there is no account called “halden” yet.", "Change it")
    await lena.presses("Add “halden”")
    lena.sees("Planned: halden, Friday 14:00", "Brief")
    lena.sees_nothing_of("Open with:")
    for other in ("tomas friday 2pm", "training friday 2pm", "halden friday", "they fri 2pm"):
        await lena.types(other)
        lena.sees_nothing_of("there is no account called")


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("demo with alder fri 2pm, mia berg", ("Mia Berg",)),
        ("alder fri 2pm, mia", ("Mia Berg",)),
        ("demo with alder fri 2pm, Clara Weiss and mia", ("Clara Weiss", "Mia Berg")),
        ("jana friday 2pm", ("Jana Novak",)),
    ],
)
async def test_the_people_in_a_line_come(
    office: Office, typed: str, people: tuple[str, ...]
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Friday 14:00", *people)
    await lena.presses("Brief")
    lena.sees(*people)
    lena.sees_nothing_of("Who is coming?")


async def test_other_words_behind_the_time_are_no_people(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("demo with alder fri 2pm, they were keen")
    lena.sees("Noted, only you see it: Alder and Finch.")


@pytest.mark.parametrize("typed", ["/prep alder fri 2pm re demo", "demo with alder fri 2pm"])
async def test_the_kind_of_a_call_is_no_goal(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Friday 14:00: a demo.")
    if "Brief" in lena.screen:
        await lena.presses("Brief")
    lena.sees("Friday 14:00: a demo.", "Write your goal and guesses")
    lena.sees_nothing_of("Goal: demo")


@pytest.mark.parametrize("length", ["1 hour", "an hour", "60min"])
async def test_a_length_before_with_is_that_of_the_call(office: Office, length: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"{length} with alder fri 2pm")
    lena.sees("Friday 14:00.")
    await lena.types("northwind fri 2:50pm")
    lena.sees("Friday 14:50.", "overlaps with Alder and Finch")


async def test_what_only_begins_like_a_call_stays_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for note in (
        "jana is free friday 2pm",
        "i have a demo unit for northwind",
        "new meeting room at northwind",
        "30 min with jana was enough",
        "northwind training thursday went badly",
        "northwind have a meeting friday 2pm",
        "northwind go live monday 9am",
        "discovery northwind thursday went badly",
    ):
        await lena.types(note)
        lena.sees("Noted, only you see it: Northwind.")


async def test_a_wish_without_a_day_and_an_hour_stays_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("northwind wants a demo", "northwind wants a demo next week"):
        await lena.types(typed)
        lena.sees("Noted, only you see it: Northwind.")


async def test_a_rebooked_call_is_moved_or_planned_again(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder rebooked for thurs 9am")
    lena.sees("Moved Alder and Finch from today 16:00 to Thursday 09:00.", "Undo")
    await lena.types("mia rescheduled for fri 9am")
    lena.sees("Moved Alder and Finch from Thursday 09:00 to Friday 09:00.")
    await lena.types("cancel alder")
    await lena.types("yes")
    await lena.types("alder rebooked for thurs 10am")
    lena.sees("Planned: Alder and Finch, Thursday 10:00.", "Brief")


@in_turn(
    ("typed", "named"),
    [
        ("budget friday 10am", "budget foods friday 10am"),
        ("pricing thurs 2pm", "pricing foods thurs 2pm"),
        ("contract planning friday 9am", "globex foods friday 9am"),
    ],
)
async def test_a_subject_is_no_new_account(office: Office, typed: str, named: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("there is no account called")
    await lena.types(named)
    lena.sees("there is no account called")


@in_turn(
    ("typed", "planned"),
    [
        ("alder fri 3pm with mia", "Alder and Finch, Friday 15:00."),
        ("call northwind fri 3pm", "Northwind, Friday 15:00."),
        ("plan a call with northwind fri 3pm", "Northwind, Friday 15:00."),
        ("call jana friday at 2pm", "Northwind, Friday 14:00."),
    ],
)
async def test_a_line_that_plans_a_later_call_says_so_and_offers_the_brief(
    office: Office, typed: str, planned: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Planned: {planned}", "Brief")
    lena.sees_nothing_of("Open with:", "Everything on file")
    await lena.presses("Brief")
    lena.sees("Open with:")


async def test_a_call_of_today_and_one_to_prepare_come_with_the_brief(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("call northwind today 3pm")
    lena.sees("Planned: Northwind, today 15:00.", "Open with:")
    await lena.types("prep me for northwind fri 3pm")
    lena.sees("Planned: Northwind, Friday 15:00.", "Open with:")


async def test_the_call_just_planned_is_the_one_that_is_moved_or_cancelled(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("call northwind fri 3pm")
    await lena.types("push it to monday 10am")
    lena.sees("Moved Northwind from Friday 15:00 to Monday 10:00.")
    await lena.types("undo")
    lena.sees("Moved Northwind back to Friday 15:00.")
    await lena.types("call alder fri 11")
    await lena.types("cancel it")
    lena.sees("Shall I cancel your call with Alder and Finch, Friday 11:00?")
