"""A customer has moved a call, and the rep says so in a few words."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to, plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "moved"),
    [
        ("they push the demo to wed 3pm", "tomorrow 15:00"),
        ("they pushed it to fri 10", "Friday 10:00"),
        ("now they moved us to mon 9", "Monday 09:00"),
        ("demo got moved to fri 3pm", "Friday 15:00"),
        ("its moved to fri 10 now", "Friday 10:00"),
        ("they pushed it back an hour", "tomorrow 15:30"),
        ("she had to move the call to fri 10, sorry", "Friday 10:00"),
        ("jana moves us to fri 10", "Friday 10:00"),
        ("jana pushed the demo to fri 3pm", "Friday 15:00"),
    ],
)
async def test_the_call_just_talked_about_moves(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wants blue trucks")
    await lena.types(typed)
    lena.sees(*moved_to(f"Northwind to {moved}."), "Undo")


@in_turn("typed", ["they push the demo to wed 3pm", "the call got pushed to wed 3pm"])
async def test_without_an_account_the_rep_chooses_the_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Which call moves to tomorrow 15:00?", "Alder and Finch, today 16:00")
    await lena.presses("Northwind, tomorrow 14:30")
    lena.sees("Moved Northwind from tomorrow 14:30 to tomorrow 15:00.")
    await lena.types(typed.replace("wed 3pm", "fri 2pm"))
    lena.sees("Moved Northwind from tomorrow 15:00 to Friday 14:00.")


async def test_after_a_call_without_a_further_one_the_rep_chooses(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types("they pushed it to fri 9")
    lena.sees("No further call with Alder and Finch is planned.", "New call, Friday 09:00")
    await lena.presses("Move today 16:00 to Friday 09:00")
    lena.sees("Moved Alder and Finch from today 16:00 to Friday 09:00.")


@in_turn(
    "typed",
    [
        "they moved to a new office",
        "they pushed it to q2",
        "they moved their depot to friday",
        "northwind is back to normal",
        "they changed to castell",
    ],
)
async def test_other_news_moves_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wants blue trucks")
    await lena.types(typed)
    lena.sees_nothing_of("Moved", "Which call")


@in_turn(
    ("typed", "moved"),
    [
        ("halden back to 10:40 pls", "halden to Thursday 10:40"),
        ("move halden to wed 3pm then", "halden to tomorrow 15:00"),
        ("push brightwater to 4 ok thx", "Brightwater Clinics to Thursday 16:00"),
        ("brightwater moved to fri 3pm instead, cheers", "Brightwater Clinics to Friday 15:00"),
    ],
)
async def test_a_named_call_moves(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await plan(office, "halden thursday 11:20")
    await lena.types(typed)
    lena.sees(*moved_to(f"{moved}."))


@in_turn("typed", ["didnt happen, they moved it", "never happened, they rescheduled"])
async def test_a_call_that_was_moved_gets_the_time_asked_for(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types(typed)
    lena.sees("Your call with Alder and Finch, today 16:00: when is it now?", "It was cancelled")
    lena.sees_nothing_of("I left out")
    await lena.types("its fri 9 now")
    lena.sees("Moved Alder and Finch from today 16:00 to Friday 09:00.")


async def test_the_call_just_ended_was_not_held(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types("it didnt happen")
    lena.sees("Your call with Alder and Finch, today 16:00: did nobody come, or was it cancelled?")
    await lena.types("didnt happen, its fri 9 now")
    lena.sees("Moved Alder and Finch from today 16:00 to Friday 09:00.")
    await lena.types("the rollout didnt happen")
    lena.sees_nothing_of("did nobody come")
