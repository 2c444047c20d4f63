"""A rep says that a call was not held, with or without its new time."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to
from tests.dialogues.rep_week import put_on_file

WHY = "did nobody come, or was it cancelled?"


async def test_the_call_that_was_not_held_moves_to_the_new_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater today 10:00")
    await office.until(24, "10:10")
    for typed, when in (
        ("brightwater call never happened, they moved it to tomorrow 10am", "tomorrow 10:00"),
        ("alder fell through, its friday 9 now", "Friday 09:00"),
    ):
        await lena.types(typed)
        lena.sees("Moved ", f"to {when}.")
    await lena.types("my calls")
    lena.sees("Wednesday 25 November 10:00", "Thursday 26 November 15:00")


async def test_a_sentence_beside_the_new_time_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "17:00")
    await lena.types("alder didnt happen, they want monday 9, mia was sick and is out all week")
    lena.sees("Moved Alder and Finch from today 16:00 to Monday 09:00.")
    lena.sees("I kept “mia was sick and is out all week” as your own note.")


async def test_without_a_new_time_one_question_asks_why(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(25, "09:00")
    for typed in (
        *("alder didnt happen yesterday", "the alder call never took place"),
        *("the call with mia never happened", "alder didnt happen on tuesday, mia was sick"),
    ):
        await lena.types(typed)
        lena.sees("Your call with Alder and Finch, yesterday 16:00:", WHY)
    await lena.presses("Nobody came")
    lena.sees("they didn't come")
    await lena.types("alder call fell through yesterday")
    lena.sees("No call from yesterday with Alder and Finch is waiting for your answer.")


async def test_a_call_that_was_not_held_can_be_cancelled(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder fell through")
    lena.sees("Shall I cancel your call with Alder and Finch, today 16:00?")
    await lena.types("no")
    await office.until(24, "17:00")
    await lena.types("alder fell through")
    await lena.presses("It was cancelled")
    lena.sees("Cancelled: Alder and Finch, today 16:00.")


async def test_a_new_time_without_such_a_call_plans_one(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater call never happened, they moved it to tomorrow 10am")
    lena.sees("Planned: Brightwater Clinics, tomorrow 10:00.", "Brief")


async def test_a_sentence_beside_the_time_of_a_new_call_is_kept_too(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(
        "brightwater didnt happen, its tomorrow 10am, mia was sick and is out all week"
    )
    lena.sees("Planned: Brightwater Clinics, tomorrow 10:00.")
    lena.sees("I kept “mia was sick and is out all week” as your own note on Alder and Finch.")
    await lena.types("brightwater didnt happen, its monday 10am, the clinic moved its server room")
    lena.sees("I kept “the clinic moved its server room” as your own note.")
    await lena.types("brightwater fell through, its monday, the clinic will have a new owner soon")
    lena.sees("I kept “the clinic will have a new owner soon” as your own note.")


async def test_what_else_did_not_happen_is_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "the alder pilot never happened because of mia",
        "the rollout at brightwater didnt happen on time",
    ):
        await lena.types(typed)
        lena.sees("Noted, only you see it")


async def test_the_call_of_a_named_day_is_moved_even_if_it_is_over(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater today 10:00")
    await office.until(24, "11:00")
    for typed, when in (
        ("move the brightwater thing from today to tomorrow 10", "tomorrow 10:00"),
        ("move the brightwater thing from tomorrow to friday 10", "Friday 10:00"),
        ("reschedule the brightwater demo from friday 10 to mon 9", "Monday 09:00"),
    ):
        await lena.types(typed)
        lena.sees(*moved_to(f"Brightwater Clinics to {when}."))
    await lena.types("move brightwater from today to friday 10")
    lena.sees("No call with Brightwater Clinics is planned for today.")
