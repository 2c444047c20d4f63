"""An absence is taken back, shortened and shown in words, and half a day is half a day."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.test_undone_later import forged
from tests.dialogues.turns import in_turn


async def away_friday(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off friday")
    lena.sees("Away from Friday, back Monday.")


@in_turn(
    "typed",
    [
        "im in on fri after all",
        "i'm working friday now",
        "im not off friday",
        "not away after all",
        "cancel my friday off",
        "im back",
        "ok im better",
        "im feeling better now",
    ],
)
async def test_an_absence_is_taken_back_with_undo(office: Office, typed: str) -> None:
    lena = office.lena
    await away_friday(office)
    await lena.types(typed)
    lena.sees("You are not away. Messages come as usual.")
    await lena.types("when am i away")
    lena.sees("You are not away.")
    await lena.types(typed)
    lena.sees("You are not away. Messages come as usual.")


async def test_undo_brings_the_absence_back(office: Office) -> None:
    lena = office.lena
    await away_friday(office)
    await lena.types("im in on fri after all")
    await lena.presses("Undo")
    for typed in ("when am i away", "am i off friday?", "my days off"):
        await lena.types(typed)
        lena.sees("Away from Friday 00:00 until Monday 08:00.", "Start again now")


async def test_start_again_now_says_so_in_one_sentence_and_can_be_undone(office: Office) -> None:
    lena = office.lena
    await away_friday(office)
    await lena.types("when am i away")
    await lena.presses("Start again now")
    lena.sees("You are not away. Messages come as usual.")
    lena.sees_nothing_of("Your rhythm", "Change times")
    await lena.presses("Undo")
    lena.sees("Away from Friday 00:00 until Monday 08:00.")
    await lena.types("im in on fri after all")
    await lena.types("mute till 3")
    await lena.types("when am i away")
    await lena.presses("Start again now")
    lena.sees("Messages are on again.")
    lena.sees_nothing_of("Your rhythm", "Snoozed")


async def test_one_day_of_a_longer_absence_is_taken_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im out wed to fri")
    await lena.presses("Away, and keep them")
    await lena.types("im in on thursday after all")
    lena.sees("I can't leave out a day in the middle of an absence.")
    await lena.types("im in on fri after all")
    lena.sees("You are now away from tomorrow 00:00 until Friday 08:00.")
    await lena.types("ill be in on wed after all")
    lena.sees("You are now away from Thursday 00:00 until Friday 08:00.")
    await lena.types("im in on monday")
    lena.sees("Away from Thursday 00:00 until Friday 08:00.")


@in_turn(
    ("typed", "answer"),
    [
        ("out fri afternoon", "Away Friday from 12:00, back Monday."),
        ("im off fri afternoon, dentist", "Away Friday from 12:00, back Monday."),
        ("off friday morning", "Away Friday until 12:00."),
        ("im off fri afternoon dentist", "Away Friday from 12:00, back Monday."),
        ("out fri morning doctors appointment", "Away Friday until 12:00."),
        ("im away friday from 1pm", "Away Friday from 13:00, back Monday."),
        ("im off fri after 3 for school", "Away Friday from 15:00, back Monday."),
        ("out fri from 3 on, kid is sick", "Away Friday from 15:00, back Monday."),
        ("im at the dentist fri 9-10 dont bug me", "Away Friday from 09:00 until 10:00."),
        ("dentist appt friday between 2 and 3", "Away Friday from 14:00 until 15:00."),
        ("im out fri 9 to 10, pls dont ping me", "Away Friday from 09:00 until 10:00."),
    ],
)
async def test_half_a_day_is_set_at_once(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answer, "Nothing is sent while you are away.")
    await lena.presses("Undo")
    lena.sees("You are not away.")


@in_turn("typed", ["out fri from 3, and off tues", "off fri and also tues"])
async def test_one_of_two_absences_is_chosen(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("I keep only one absence at a time. Which one shall I set?", "Friday")
    await lena.presses("Friday from 15:00" if "3" in typed else "Friday")
    lena.sees("Away", "Friday", "back Monday.")
    await lena.types("out wed 9-10")
    lena.sees("and I keep only one absence. Shall I set this one instead?")
    await lena.types("when am i away")
    lena.sees("Away from Friday")
    await lena.presses("Tomorrow 09:00-10:00")
    lena.sees("Away tomorrow from 09:00 until 10:00.")


@in_turn(
    "typed",
    [
        "week off from mon 30 to fri 4",
        "taking the week off from mon 30 to 4",
        "off mon 30 nov to fri 4 dec",
    ],
)
async def test_a_week_is_set(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Away from Monday, back Monday 7 December.")


@in_turn(
    ("typed", "answer"),
    [
        ("off from mon 7 to 11", "Away from Monday 7 December, back Monday 14 December."),
        ("off mon 21 to thu 24", "Away from Monday 21 December, back Friday 25 December."),
        ("off from tue 7 to 11", "I can't read “from tue 7 to 11” as days."),  # it is a Monday
    ],
)
async def test_numbers_are_days_of_a_month(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answer)


async def test_half_a_day_asks_about_the_calls_then(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("out tomorrow morning")
    lena.sees("Away tomorrow until 12:00.")
    await lena.types("im off wed afternoon, doctor's appointment")
    lena.sees("While you are away, shall I cancel this call?", "Northwind, tomorrow 14:30")
    await lena.presses("Away, and keep it")
    lena.sees("Away tomorrow from 12:00, back Thursday.")
    await lena.types("off this afternoon")
    lena.sees("Alder and Finch, today 16:00")
    await lena.presses("Away, and cancel the call")
    lena.sees("Away today from 12:00, back tomorrow.", "Cancelled: Alder and Finch")
    lena.sees("I keep only one absence, so the one from tomorrow 12:00 until Thursday 08:00")


async def test_a_day_off_becomes_half_a_day(office: Office) -> None:
    lena = office.lena
    await away_friday(office)
    await lena.types("actually no, only friday afternoon")
    lena.sees("Away Friday from 12:00, back Monday.")
    lena.sees_nothing_of("only one absence")
    await lena.types("just friday morning")
    lena.sees("Away Friday until 12:00.")
    await lena.presses("Undo")
    lena.sees("Away from Friday 12:00 until Monday 08:00.")


@in_turn(
    ("typed", "answer"),
    [
        ("actually friday not wed", "Away Friday from 12:00, back Monday."),
        ("make it friday not wed", "Away Friday from 12:00, back Monday."),
        ("no not wednesday but fri morning", "Away Friday until 12:00."),
    ],
)
async def test_the_absence_is_on_another_day(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off wed afternoon dentist")
    lena.sees("While you are away, shall I cancel this call?", "Northwind, tomorrow 14:30")
    await lena.types("actually thursday not friday")
    lena.sees_nothing_of("Away")
    await lena.types("sorry thursday not wed")
    lena.sees(
        "While you are away, shall I cancel this call?", "Brightwater Clinics, Thursday 15:00"
    )
    await lena.types("im off wed afternoon")
    await lena.types(typed)
    lena.sees(answer)
    await lena.types("undo")
    lena.sees("You are not away.")


@in_turn("typed", ["cancel all that, im ill today", "cancel everything, i'm sick", "im ill today"])
async def test_a_day_of_illness_asks_about_its_calls(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(f"{typed} today" if typed.endswith("sick") else typed)
    lena.sees("While you are away, shall I cancel this call?", "Alder and Finch, today 16:00")
    await lena.types("cancel alder, im ill today")
    lena.sees("Shall I cancel your call with Alder and Finch")


@in_turn("typed", ["not today, im swamped", "not today pls", "not now, i have no time"])
async def test_not_today(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("All right. To pause my messages, say until when")
    await lena.presses("Snooze until tomorrow")
    lena.sees("Snoozed until tomorrow 08:00.")
    await lena.types("northwind: not today, they are swamped")
    lena.sees("Northwind")
    lena.sees_nothing_of("All right.")


async def test_no_messages_for_the_rest_of_today(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "skip the rest of today",
        "no more today",
        "thats enough for today",
        "im done for the day",
    ):
        await lena.types(typed)
        lena.sees("Nothing is sent until tomorrow 08:00.")
        await lena.presses("Undo")
        lena.sees("Messages are on again.")
    for typed in (
        "gotta pick up my kid at 4, no msgs after that",
        "im leaving at 4 so no pings after that pls",
        "nothing after 4 today",
    ):
        await lena.types(typed)
        lena.sees("Nothing is sent from 16:00 today until tomorrow 08:00.")
        await lena.presses("Undo")
        lena.sees("You are not away.")


async def test_quiet_today_does_not_lose_an_absence(office: Office) -> None:
    lena = office.lena
    await away_friday(office)
    await lena.types("nothing after 4 today")
    lena.sees("I keep only one absence, and you already have one on other days.")
    await lena.types("when am i away")
    lena.sees("Away from Friday")


async def test_words_that_are_about_a_customer_change_no_absence(office: Office) -> None:
    lena = office.lena
    await away_friday(office)
    for note in (
        "jana is in on friday after all",
        "northwind wants no messages after that call",
        "skip the rest of the northwind notes",
        "northwind is off fri afternoon, dentist",
        "im in on friday with northwind",
        "northwind is better now",
        "im better informed about northwind",
    ):
        await lena.types(note)
        lena.sees_nothing_of("Nothing is sent", "not away")
    await lena.types("when am i away")
    lena.sees("Away from Friday 00:00")


async def test_an_old_undo_leaves_a_newer_absence_as_it_is(office: Office) -> None:
    lena = office.lena
    await away_friday(office)
    nothing_before = "0:0:0:0"  # no absence was on file then, and none before it
    for value in (nothing_before, "99999999999999999999:1", "0:253402300799", "²:1:1:1", ""):
        assert "Your absence has changed since" in await forged(office, "away.undo", value)
    await lena.types("when am i away")
    lena.sees("Away from Friday 00:00 until Monday 08:00.")


async def test_an_absence_begins_or_ends_at_a_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off friday afternoon")
    await lena.types("no only from 2")
    lena.sees("You are now away from Friday 14:00 until Monday 08:00.", "Undo")
    await lena.types("actually just until 4pm")
    lena.sees("You are now away from Friday 14:00 until Friday 16:00.")
    await lena.types("undo")
    lena.sees("Monday 08:00")
    for typed in ("only from 2 depots", "they only start from 2"):
        await lena.types(typed)
        lena.sees_nothing_of("away from")


async def test_the_hours_of_an_absence_are_corrected(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im out friday from 9 to 10")
    for typed, hours in (
        ("actually 10-11", "from 10:00 until 11:00"),
        ("no i meant 10 to 12", "from 10:00 until 12:00"),
    ):
        await lena.types(typed)
        lena.sees(f"Away Friday {hours}.")
    await lena.types("undo")
    lena.sees("Away from Friday 10:00 until Friday 11:00.")


@in_turn(
    ("typed", "answer"),
    [
        ("im in hamburg mon and tues", "Away from Monday, back Wednesday 2 December."),
        ("traveling to new york next week", "Away from Monday, back Monday 7 December."),
        ("in munich on friday afternoon", "Away Friday from 12:00, back Monday."),
    ],
)
async def test_days_in_another_town_are_an_absence(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answer, "Nothing is sent while you are away.")
    await lena.presses("Undo")
    lena.sees("You are not away.")
    for other in ("in person thu", "in munich thu with jana", "in northwind thu"):
        await lena.types(other)
        lena.sees_nothing_of("Away", "While you are away")


async def test_days_in_another_town_ask_about_the_calls_then(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("in munich thu + fri")
    lena.sees("While you are away, shall I cancel this call?", "Brightwater Clinics, Thursday")
    await lena.presses("Away, and keep it")
    lena.sees("Away from Thursday, back Monday.")


async def test_days_in_another_town_ask_before_another_absence_is_lost(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off next wednesday")
    lena.sees("Away from Wednesday 2 December")
    await lena.types("in munich on friday afternoon")
    lena.sees("I keep only one absence. Shall I set this one instead?", "Friday from 12:00")
