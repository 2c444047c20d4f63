"""A line that most likely gives a call a new time moves it, or is answered with an offer."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database


async def test_a_new_time_in_few_words_moves_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, moved in (
        ("alder to 1730", "Alder and Finch to today 17:30."),
        ("alder 6pm instead of 17:30", "Alder and Finch to today 18:00."),
        ("moved the 1800 w mia to 4", "Alder and Finch to today 16:00."),
        ("cant do alder today, move to fri 2pm", "Alder and Finch to Friday 14:00."),
        ("alder to 1230 tmrw clashes with northwind", "Alder and Finch to tomorrow 12:30."),
    ):
        await lena.types(typed)
        lena.sees(*moved_to(moved), "Undo")
    await lena.types("undo")
    lena.sees("Alder and Finch", "Friday 14:00")
    await lena.types("alder 2pm instead of 4pm")
    lena.sees("Your call with Alder and Finch is Friday 14:00 already.")


@in_turn(
    ("typed", "moved"),
    [
        ("alder today 4 -> 4:30, mia has standup", "Alder and Finch to today 16:30."),
        ("alder 4pm→5pm", "Alder and Finch to today 17:00."),
        ("alder 4pm now 4:30, mia has standup", "Alder and Finch to today 16:30."),
        ("alder -> fri 10", "Alder and Finch to Friday 10:00."),
        ("wed call w northwind to thurs 10, jana is off sick", "Northwind to Thursday 10:00."),
        ("tmrw's northwind call to thurs 10, jana is sick", "Northwind to Thursday 10:00."),
    ],
)
async def test_a_time_becomes_another_for_a_reason(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(*moved_to(moved), "Undo")


async def test_an_arrow_from_a_time_without_a_call_asks_which_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder tues 10 -> 10:30, mia has standup")
    lena.sees("Not done: I found no call with Alder and Finch for “tues 10”.", "today 16:00")


@in_turn(
    ("typed", "asked"),
    [
        ("wait no, fri 2pm works better for mia", "Alder and Finch, today 16:00?"),
        ("fri 2pm suits ruben better, northwind", "Northwind, tomorrow 14:30?"),
        (
            "northwind called, they want to talk fri 2pm instead of tmrw",
            "Northwind, tomorrow 14:30?",
        ),
    ],
)
async def test_a_better_time_is_offered(office: Office, typed: str, asked: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Shall I move your call with {asked}", "Move it to Friday 14:00")


async def test_a_wish_is_offered(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater 230 thu instead")
    lena.sees("Shall I move your call with Brightwater Clinics", "Move it to Thursday 14:30")
    await lena.types("cant do alder at 4, thu is better")
    lena.sees("Shall I move your call with Alder and Finch", "Move it to Thursday 16:00")
    await lena.presses("Keep as my note")
    lena.sees("Noted", "Alder and Finch")
    await lena.types("mia cant make it, can do fri 2pm instead")
    await lena.presses("Move it to Friday 14:00")
    lena.sees("Moved Alder and Finch from today 16:00 to Friday 14:00.")


async def test_delays_in_few_words_move_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, moved in (
        ("alder 15 min later pls", "Alder and Finch to today 16:15."),
        ("brightwater thu at 2 not 3", "Brightwater Clinics to Thursday 14:00."),
        ("alder fri instead of today", "Alder and Finch to Friday 16:15."),
    ):
        await lena.types(typed)
        lena.sees(*moved_to(moved), "Undo")


async def test_a_time_after_make_it_moves_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, moved in (
        ("alder make it 12 instead of 1600", "Alder and Finch to today 12:00."),
        ("alder lets do 1730 instead of 12", "Alder and Finch to today 17:30."),
        ("alder, make it 5pm pls", "Alder and Finch to today 17:00."),
        ("alder 5pm doesnt work, make it 3", "Alder and Finch to today 15:00."),
        ("finch is no good at 3, lets do 4", "Alder and Finch to today 16:00."),
        ("alder make it fri 2pm", "Alder and Finch to Friday 14:00."),
        ("alder push it to thrusday 10am", "Alder and Finch to Thursday 10:00."),
    ):
        await lena.types(typed)
        lena.sees(*moved_to(moved), "Undo")


async def test_a_number_alone_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("alder lets do 5", "alder doesnt work, make it 5"):
        await lena.types(typed)
        lena.sees("Shall I move your call", "Move it to today 17:00", "Keep as my note")


async def test_a_move_from_a_time_without_a_call_asks_which_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater 1600 doesnt work, make it 12")
    lena.sees("Not done: I found no call with Brightwater Clinics for “16:00”.", "“12”?")
    lena.sees("Alder and Finch, today 16:00", "Brightwater Clinics, Thursday 15:00")
    await lena.types("the brightwater one")
    lena.sees("Moved Brightwater Clinics from Thursday 15:00 to Thursday 12:00.", "Undo")
    await lena.types("alder 2pm instead of 5pm")
    lena.sees("Not done: I found no call with Alder and Finch for “5pm”.")
    await lena.presses("Alder and Finch, today 16:00")
    lena.sees("Moved Alder and Finch from today 16:00 to today 14:00.", "Undo")
    await lena.types("what did i note on brightwater")
    lena.sees_nothing_of("doesnt work")


@in_turn(
    "typed",
    [
        "alder moved their depot to friday",
        "alder make it 12 instead of 15 seats",
        "alder make it 40 seats",
        "alder make it hard to plan after 5",
        "alder make it to market by may",
        "alder make 5 instead of 4 trips a day",
        "alder lets drivers do 5 instead of 3",
        "alder lets do a pilot in may",
        "alder 3 trucks doesnt work, make it 5",
        "alder cant do 5 wards, make it 3",
        "alder make it q2 instead of q1",
        "alder 5 instead of 3",
        "alder uses excel since monday instead of paper",
        "alder went from 12:30 shifts to 14:00 shifts",
        "alder wants the rollout in march instead of may",
        "mia says they changed the go live to friday",
        "alder pays 1200 instead of 900 eur",
        "alder to 5 pallets an hour",
        "alder to 5 wards instead of 3",
        "alder to 5 mins per stop",
        "alder to 8 from 5",
        "alder to 5pm cutoff",
        "alder to 3.5",
        "alder to 5/6",
        "mia to decide friday",
        "alder to go live monday",
        "mia to call me friday 3pm",
        "mia wed instead of tue is on holiday",
        "alder ships wed instead of tue",
        "mia cant do 2pm handovers, moved them to 3pm",
        "alder cant do today, they move trucks to tmrw 2pm",
        "mia cant do thursday",
        "the data sheet is with legal, wont make wed",
        "northwind went from 40 -> 50 seats",
        "alder now 5 depots",
        "alder becomes 3 companies in may",
        "mia has standup at 10 now",
        "alder works better since monday",
    ],
)
async def test_news_with_a_day_moves_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved", "Shall I move")


async def test_a_move_without_a_name_is_a_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    await lena.types("cant do it today, move to tmrw 2pm")
    lena.sees("Shall I move your call with Alder and Finch", "Move it to tomorrow 14:00")


async def test_only_another_day_moves_the_call_or_cancels_the_one_of_today(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder only thrusday not today")
    lena.sees("Shall I move your call with Alder and Finch, today 16:00?")
    lena.sees("Move it to Thursday 16:00")
    await lena.types("alder thursday 10am")
    await lena.types("alder only thrusday not today")
    lena.sees("Shall I cancel your call with Alder and Finch, today 16:00?", "Cancel the call")


@in_turn("typed", ["alder 12:30 not 11", "push it to 2027", "alder moved to 2027"])
async def test_a_time_that_no_call_has_and_a_year_move_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: they like it")
    await lena.types(typed)
    lena.sees_nothing_of("Moved")
    await lena.types("when do i see alder")
    lena.sees("Alder and Finch", "today 16:00")


@on_each_database
async def test_marks_with_nothing_between_them_are_no_error(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder to 12:30 . , , but friday")
    lena.sees_nothing_of("went wrong")


@in_turn("typed", ["alder 10 min later today", "alder today 10 min later"])
async def test_a_delay_names_the_day_of_the_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Moved Alder and Finch from today 16:00 to today 16:10.")


@in_turn("typed", ["alder truck moved to 3pm", "northwind's stock take moved to thursday 9"])
async def test_what_moved_is_not_the_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted")
    lena.sees_nothing_of("Moved", "Change a call")


@in_turn("typed", ["push it to 15%", "push the discount to 15%", "move the deal to 40k eur"])
async def test_an_amount_is_no_time(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees("Not done: I can't do that. Shall I note it for Northwind?")
