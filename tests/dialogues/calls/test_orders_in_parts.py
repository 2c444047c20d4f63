"""An order about a call in one part of a line is never kept silently as a note."""

import pytest

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ALDER_OFF = "Shall I cancel your call with Alder and Finch, today 16:00?"
CANCEL_IT = "Shall I cancel your call with Brightwater Clinics, Thursday 15:00?"
MOVE_IT = "Shall I move your call with Brightwater Clinics, Thursday 15:00?"


@in_turn(
    "typed",
    [
        "also alder today cancel, mia ghosted",
        "today alder call off, mia on holiday",
        "alder is off today, mia sick",
        "kill the alder call, mia is out",
        "alder cancelled, mia is sick",
        "alder cxl. mia has a new boss",
        "today alder off, mia quit",
        "no alder 2day, mia quit",
        "scrap alder 2day, mia is on leave till the 20th",
        "alder 2day fell through, mia is on leave",
    ],
)
async def test_the_call_is_off(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(ALDER_OFF, "Cancel the call", "Keep as my note")
    assert (await on_file(office))[0] == []
    await lena.presses("Keep as my note")
    assert (await on_file(office))[0] == [typed]


@in_turn(
    "typed",
    [
        "tmrw call w them is cancelled, jana is on leave till the 20th",
        "tmrw's call w them is off, jana quit",
    ],
)
async def test_the_call_with_them_is_off(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    await lena.types(typed)
    lena.sees("Shall I cancel your call with Northwind, tomorrow 14:30?", "Keep as my note")


@in_turn("typed", ["alder deal fell through", "mia off sick, alder is quiet"])
async def test_news_of_a_deal_cancels_no_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted", "Alder and Finch")


async def test_a_cancelled_call_gets_a_new_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater cancelled, lund is sick. rebook fri 11")
    lena.sees(MOVE_IT, "Move it to Friday 11:00", "Cancel the call", "Keep as my note")
    await lena.presses("Move it to Friday 11:00")
    lena.sees(*moved_to("Brightwater Clinics to Friday 11:00"))


@in_turn("typed", ["lund is sick. rebook fri 11", "lund is sick wants fri 11 instead"])
async def test_right_after_the_call_was_cancelled(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel brightwater")
    await lena.types("yes")
    await lena.types(typed)
    lena.sees("is cancelled. Shall I plan it again for Friday 11:00?")


@in_turn(
    ("typed", "seen"),
    [
        ("lund is sick wants fri 11 instead of 15", "Move it to Friday 11:00"),
        ("lund is sick wants fri 11 instead of 930", "I found no call with Brightwater"),
        ("lund is sick but push brightwater to fri 10", "Friday 10:00"),
    ],
)
async def test_somebody_who_is_sick_wants_another_time(
    office: Office, typed: str, seen: str
) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees(seen)
    office.lena.sees_nothing_of("Noted")


@in_turn(
    ("typed", "to"),
    [
        ("cant make 1430 northwind, ask jana if 4 works", "tomorrow 16:00"),
        ("cant make 1430 northwind, see if thu 4 works", "Thursday 16:00"),
    ],
)
async def test_a_time_to_ask_for(office: Office, typed: str, to: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I move your call with Northwind", f"Move it to {to}", "Keep as my note")


async def test_an_order_alone_moves_the_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater thu -> push 30m")
    lena.sees(*moved_to("Brightwater Clinics to Thursday 15:30"), "Undo")


async def test_a_new_time_that_is_missing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wed move, jana cant")
    lena.sees("Nothing moved yet.", "Change the time", "Keep as my note")


@in_turn(
    ("typed", "to"),
    [
        ("alder dropped, mia ill, shes back next week tue same time", "Tuesday 1 December 16:00"),
        ("alder bailed, lets do fri 2 instead", "Friday 14:00"),
        ("alder off today, mia sick. back monday", "Monday 16:00"),
        ("mia is ill, alder is off, she wants fri 10", "Friday 10:00"),
        ("tell alder we move to friday then, cancel today", "Friday 16:00"),
        ("tell mia we cancel today and move to friday", "Friday 16:00"),
        ("cancel alder today and lets do friday 10", "Friday 10:00"),
    ],
)
async def test_the_new_time_of_a_call_that_is_off(office: Office, typed: str, to: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I move your call with Alder and Finch, today 16:00?", f"Move it to {to}")
    lena.sees("Cancel the call", "Keep as my note")


@in_turn(
    "typed",
    [
        "tell alder we move to friday then, cancel today",
        "cancel alder today, friday stays",
        "skip alder today and keep friday",
        "alder moves to friday so kill today",
    ],
)
async def test_the_call_that_is_to_stay_is_never_the_one_to_cancel(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder fri 11")
    await lena.types(typed)
    lena.sees(ALDER_OFF, "Your call with Alder and Finch, Friday 11:00, stays as it is.")
    await office.until(24, "17:00")
    await lena.types(typed)
    lena.sees("Your call with Alder and Finch, Friday 11:00, stays as it is.")
    lena.sees_nothing_of("Shall I cancel", "Which call")


async def test_another_day_than_today(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("no brightwater thu, see them friday")
    lena.sees(MOVE_IT, "Move it to Friday 15:00")


async def test_a_day_without_a_call_cancels_no_other(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater mon cancel, lund is sick")
    lena.sees("I found no call with Brightwater Clinics for “mon”.", "Which call do you want")


@pytest.mark.parametrize(
    "typed",
    [
        "alder dropped the price point, they want it back tue",
        "alder cancelled their order",
        "alder cancelled 2 trials",
        "alder moved the pilot to march, they say",
        "mia is off thu, so no news",
    ],
)
async def test_a_statement_stays_a_note(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees_nothing_of("Shall I cancel", "Shall I move", "Moved", "Not done")
