"""A statement gives a call another time: "brightwater is 3pm today, they just called"."""

from datetime import timedelta

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "moved"),
    [
        ("alder is 3pm today, they just called", "Alder and Finch to today 15:00"),
        ("alder is now 4:30", "Alder and Finch to today 16:30"),
        ("alder is at 11 not 4", "Alder and Finch to today 11:00"),
        ("the alder demo is at 11 now", "Alder and Finch to today 11:00"),
        ("mia just texted, 11 works after all", "Alder and Finch to today 11:00"),
        ("alder cant do 4, can we do 11", "Alder and Finch to today 11:00"),
        ("mia can't make 4, how about 11?", "Alder and Finch to today 11:00"),
        ("northwind is wed 3pm, jana just called", "Northwind to tomorrow 15:00"),
        ("no sorry, brightwater is thursday at 10 not 3", "Brightwater Clinics to Thursday 10:00"),
    ],
)
async def test_the_call_moves_as_stated(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(*moved_to(f"{moved}."))
    await lena.types("undo")
    lena.sees("back to")


@in_turn(
    ("typed", "to"),
    [("mia wants fri 10 instead", "Friday 10:00"), ("she wants thurs 9 instead", "Thursday 09:00")],
)
async def test_a_time_that_a_customer_wants_is_offered(office: Office, typed: str, to: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief for alder")
    await lena.types(typed)
    await lena.presses(f"Move it to {to}")
    lena.sees(*moved_to(f"Alder and Finch to {to}."))


async def test_the_call_just_talked_about_moves(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief for alder")
    await lena.types("they cant do 4, can we do thurs 9")
    lena.sees("Moved Alder and Finch from today 16:00 to Thursday 09:00.")


async def test_eleven_works_after_all(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder cant do 4, can we do 5")
    lena.sees("Moved Alder and Finch from today 16:00 to today 17:00.")
    office.clock.moment += timedelta(minutes=1)
    await lena.types("4 works after all")
    lena.sees("Moved Alder and Finch from today 17:00 to today 16:00.")


async def test_what_else_the_line_says_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder is at 3pm today, mia is bringing her boss")
    lena.sees(
        "Moved Alder and Finch from today 16:00 to today 15:00.",
        "I kept “mia is bringing her boss”",
    )


@in_turn(
    "typed",
    [
        "alder is at 4",
        "northwind is 15",
        "northwind is 40 not 50",
        "northwind's board is thursday 3pm",
        "alder demo is at 3, who joins?",
        "their board is thursday 3pm",
        "she wants 3 instead of 4 licences",
        "northwind cant do 40k, can we do 38k",
        "is alder at 11 or 4",
        "ruben is at northwind since 9",
    ],
)
async def test_other_statements_move_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved")


async def test_a_time_said_again_is_no_report_of_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")
    await lena.types("5pm as i said")
    lena.sees("your call with Alder and Finch down for today 16:00. Shall I move it", "today 17:00")
    await lena.presses("Move it to today 17:00")
    lena.sees("Moved Alder and Finch from today 16:00 to today 17:00.")


@in_turn("typed", ["3pm as i said", "it was at 3pm, like i told you"])
async def test_a_past_time_said_again_is_no_report_either(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")
    await lena.types(typed)
    lena.sees_nothing_of("Saved", "You have reflected", "Moved")
