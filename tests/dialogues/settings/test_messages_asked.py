"""What is sent can be asked in words, and all but the named kinds can be stopped in one line."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def test_what_was_sent_today_is_listed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what did you send me today")
    lena.sees("I have sent you nothing on my own today.")
    await office.until(24, "15:55")
    for typed in ("what did u send me today", "what have you sent me so far today?"):
        await lena.types(typed)
        lena.sees("Today I sent you:", "today 15:00: briefs")


@in_turn(
    "typed", ["are you asking me again or not", "will u ask me again?", "when do you ask again"]
)
async def test_it_is_said_whether_a_question_comes_again(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("I ask once after a call.", "My next question: Alder and Finch, today 16:35.")


@in_turn("typed", ["are you reading my mails", "do you read my email", "can u see my inbox"])
async def test_no_email_is_read(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("No, I don't read your email.")


@in_turn(
    "typed", ["only send me the morning thing n briefs", "just the morning list and briefs pls"]
)
async def test_all_other_daily_messages_are_stopped(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Still on: the morning agenda and briefs. Stopped: listening lines, reflection")
    await lena.presses("Undo")
    lena.sees("On again: listening lines, reflection prompts and research questions.")
    await lena.types("only briefs matter to jana")
    lena.sees("Noted, only you see it: Northwind.")


@in_turn("typed", ["just the morning", "only mornings"])
async def test_a_time_of_day_alone_stops_no_messages(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Stopped:")


@in_turn("kind", ["comments on your reflections", "news of your team"])
async def test_a_label_as_on_the_button_stops_that_kind(office: Office, kind: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"stop {kind}")
    lena.sees(f"Stopped: {kind}.")
    await lena.types(f"send {kind} again")
    lena.sees(f"On again: {kind}.")


async def test_quiet_until_a_time_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("keep quiet until 11", "stay quiet till 11 pls", "be silent until 11"):
        await lena.types(typed)
        lena.sees("Nothing is sent until today 11:00.")


async def test_nothing_is_started_again_if_nothing_was_stopped(office: Office) -> None:
    for typed in ("start again", "restart"):
        await office.lena.types(typed)
        office.lena.sees("Nothing is stopped.")
        office.lena.sees_nothing_of("Messages are on again.")
