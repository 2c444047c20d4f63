"""An order beside a remark moves the call, records who did not come, or takes the note out."""

import pytest

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("said", "seen"),
    [
        (
            "jana is ill, move northwind to thursday same time",
            "Moved Northwind from tomorrow 14:30 to Thursday 14:30.",
        ),
        (
            "jana is sick today, pls push northwind to friday 10am",
            "Northwind from tomorrow 14:30 to Friday 10:00.",
        ),
        (
            "northwind thursday 330 not tomorrow",
            "Moved Northwind from tomorrow 14:30 to Thursday 15:30.",
        ),
        (
            "northwind friday 9am, not tomorrow",
            "Moved Northwind from tomorrow 14:30 to Friday 09:00.",
        ),
        (
            "running late w northwind, push northwind 15 min",
            "Moved Northwind from tomorrow 14:30 to tomorrow 14:45.",
        ),
    ],
)
async def test_the_call_moves(office: Office, said: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(said)
    lena.sees(seen)
    await lena.presses("Undo")
    lena.sees("Moved Northwind back to tomorrow 14:30.")
    assert (await on_file(office))[0] == []


async def test_a_rep_who_is_late_reads_that_the_customer_is_not_told(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("running late w northwind, push northwind 15 min")
    lena.sees(
        "Moved Northwind from tomorrow 14:30 to tomorrow 14:45.",
        "I can't tell them that you are late",
    )


@in_turn(
    "said",
    [
        "northwind pays in march, move fast to win it",
        "northwind wants trucks not vans",
        "northwind signs thursday not tomorrow",
    ],
)
async def test_news_moves_no_call(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(said)
    lena.sees_nothing_of("Moved")


@in_turn(
    "said",
    [
        "halden no show, put that",
        "halden was a no show again grr",
        "halden didnt show up, note that down pls",
    ],
)
async def test_a_missed_call_is_recorded(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await plan(office, "halden today 9:15")
    await office.until(24, "09:52")
    await lena.types(said)
    lena.sees("they didn't come")


async def test_a_rare_no_show_is_news(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await plan(office, "halden today 9:15")
    await office.until(24, "09:52")
    await lena.types("halden says a no show, put simply, costs them 40")
    lena.sees_nothing_of("they didn't come")


@in_turn(
    "said",
    [
        "that castell thing is not about northwind, remove it",
        "the castell one isnt for northwind, delete that pls",
        "castell has nothing to do with northwind, drop it",
    ],
)
async def test_a_note_at_the_wrong_account_is_taken_out(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wants castell prices")
    await lena.types("what about brightwater")
    await lena.types(said)
    lena.sees("Do you want to delete your own note on Northwind?", "northwind wants castell prices")
    await lena.presses("Delete it")
    assert (await on_file(office))[0] == []


@pytest.mark.parametrize("said", ["northwind is not about price, it is about speed"])
async def test_other_denials_are_notes(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wants castell prices")
    await lena.types(said)
    lena.sees_nothing_of("delete your own note")


@in_turn("said", ["also its the boss, his name is paul", "also its the boss who gets woken"])
async def test_a_line_that_goes_on_stays_with_the_account(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await plan(office, "halden today 9:15")
    await office.until(24, "09:44")
    await lena.types("mia says each late pallet is 400 quid")
    await office.until(24, "09:52")
    await lena.types(said)
    lena.sees("Alder and Finch")
    lena.sees_nothing_of("halden?")


async def test_a_line_that_does_not_go_on_answers_the_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await plan(office, "halden today 9:15")
    await office.until(24, "09:44")
    await lena.types("mia says each late pallet is 400 quid")
    await office.until(24, "09:52")
    await lena.types("the regional boss gets woken at five")
    lena.sees_nothing_of("Alder and Finch")


@in_turn(
    ("typed", "answered"),
    [
        ("pricing gets done tmrw not today, move it", "Moved: Pricing for 40 seats (to Northwind)"),
        ("the deck is for thursday, move it", "Moved: Deck (to Northwind), by Thursday"),
        ("dont need the one pager anymore, drop it", "Dropped: One pager (to Brightwater Clinics)"),
    ],
)
async def test_it_is_the_promise_that_the_remark_names(
    office: Office, typed: str, answered: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do i owe northwind")
    await lena.types(typed)
    lena.sees(answered, "Undo")
    lena.sees_nothing_of("Shall I cancel")


@in_turn("typed", ["northwind is closed tmrw, cancel it", "they want a demo first, cancel it"])
async def test_it_is_the_call_if_the_remark_names_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees("Shall I cancel your call with Northwind, tomorrow 14:30?")
    lena.sees_nothing_of("Dropped")


@in_turn(
    ("typed", "seen", "offered"),
    [
        (
            "northwind: jana asked for iso cert, i send it mon; they send legal contact wed; "
            "move call to fri 4pm",
            "I kept “jana asked for iso cert, i send it mon; they send legal",
            ("Add the promise", "Add their promise"),
        ),
        (
            "jana asked for iso cert, i send it mon. move northwind to fri 4pm",
            "I kept “jana asked for iso cert, i send it mon” as your own note.",
            ("Add the promise",),
        ),
        (
            "move northwind to fri 4pm. they send legal contact wed",
            "I kept “they send legal contact wed” as your own note.",
            ("Add their promise",),
        ),
        (
            "move northwind to fri 4pm; jana asked for 3 refs and the iso cert",
            "I kept “jana asked for 3 refs and the iso cert” as your own note.",
            (),
        ),
    ],
)
async def test_the_rest_of_a_line_that_moves_a_call_is_kept(
    office: Office, typed: str, seen: str, offered: tuple[str, ...]
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Moved Northwind from tomorrow 14:30 to Friday 16:00.", seen, *offered)
    await lena.types("undo")
    lena.sees("Moved Northwind back to tomorrow 14:30.")


async def test_a_point_within_a_time_does_not_end_the_order(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana is ill. move northwind to fri 9.30")
    lena.sees("to Friday 09:30.")


async def test_a_remark_beside_a_cancellation_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind never pays on time, drop that wednesday call")
    lena.sees("Shall I cancel your call with Northwind", "I kept “northwind never pays on time”")
    await lena.types("yes")
    lena.sees("Cancelled: Northwind, tomorrow 14:30.")


async def test_a_promise_beside_a_question_is_offered(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana sends the legal contact fri, what time is my northwind call")
    lena.sees("14:30", "I kept “jana sends the legal contact fri”", "Add their promise")


async def test_an_order_beside_news_that_names_no_call_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder truck drivers strike, push to fri")
    lena.sees("Shall I move your call with Alder and Finch, today 16:00?", "Keep as my note")
    await lena.types("alder mia is ill, push to fri")
    lena.sees("Moved Alder and Finch from today 16:00 to Friday 16:00.")
