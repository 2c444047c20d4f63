"""A call is called off, kept after all, or begins later, in the rep's own words."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to, plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ASKS = "Shall I cancel your call with Alder and Finch, today 16:00?"
KEPT = "The call stays as it is."


async def test_a_call_that_is_off_can_be_cancelled(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "alder is off",
        "alder call is off",
        "alder is off today",
        "alder cancelled on us",
        "alder cancelled today",
        "alder no-show",
    ):
        await lena.types(typed)
        lena.sees(ASKS)
    for note in ("alder is off target this quarter", "alder cancelled their order"):
        await lena.types(note)
        lena.sees("Noted, only you see it: Alder and Finch.")
    for typed in ("castell is off", "castell is cancelled", "castell no-show"):
        await lena.types(typed)
        lena.sees("I only know that name from your calendar", "Intro: Castell Retail")


async def test_a_call_can_be_cancelled_while_it_begins(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:04")
    for typed in ("cancel alder", "alder is cancelled"):
        await lena.types(typed)
        lena.sees(ASKS)
    await lena.types("yes")
    lena.sees("Cancelled: Alder and Finch, today 16:00.")


async def test_a_call_with_a_reflection_is_over(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:04")
    await lena.types("alder no-show")
    lena.sees("they didn't come")
    await lena.types("cancel alder")
    lena.sees("You have no call with Alder and Finch planned.")


async def test_the_question_is_declined_in_many_words(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for no in ("wait no dont", "no dont", "nope", "never mind", "nvm", "leave it", "no wait"):
        await lena.types("cancel alder")
        await lena.types(no)
        lena.sees(KEPT)
    await lena.types("cancel alder")
    await lena.types("ok")
    lena.sees(ASKS)
    await lena.types("do it")
    lena.sees("Cancelled: Alder and Finch, today 16:00.")
    for typed in ("wait no dont", "never mind", "do it"):
        await lena.types(typed)
        lena.sees_nothing_of(KEPT, "Cancelled")


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("delay brightwater 15 min", "15:15"),
        ("delay brightwater by 20 mins", "15:20"),
        ("push brightwater back 15 min", "15:15"),
        ("postpone brightwater by 30", "15:30"),
        ("push brightwater to 4", "16:00"),
    ],
)
async def test_a_delay_moves_the_call_at_once(office: Office, typed: str, when: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(*moved_to(f"Brightwater Clinics to Thursday {when}."))
    lena.sees_nothing_of("Open with", "Save")
    await lena.presses("Undo")
    lena.sees("Moved Brightwater Clinics back to Thursday 15:00.")


async def test_words_about_delays_stay_notes(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for note in (
        "delay in procurement at alder",
        "delay alder until they have hired",
        "30 late invoices at alder",
    ):
        await lena.types(note)
        lena.sees("Noted, only you see it: Alder and Finch.")


async def test_somebody_who_is_late_moves_the_call_with_one_tap(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("running 10 late for alder")
    lena.sees("I can't tell them that you are late", "type “move”")
    await office.until(24, "15:50")
    for typed in ("10 min late for alder", "running 10 late for alder", "tell mia im 10 late"):
        await lena.types(typed)
        lena.sees("I can't tell them that you are late", "I can move the call.")
    await lena.presses("Move it to 16:10")
    lena.sees("Moved Alder and Finch from today 16:00 to today 16:10.", "Undo", "Brief")
    await lena.types("running late")
    lena.sees("Change the time")


async def test_a_misspelled_word_right_after_a_brief_asks_about_that_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("cancled", "canceled", "cancl", "they cancelled", "it's cancelled", "cancel"):
        await lena.types("prep alder")
        await lena.types(typed)
        lena.sees(ASKS)
        await lena.types("no")
    for typed in ("alder cancled", "alder canceled on us", "cancle alder", "cancl alder"):
        await lena.types(typed)
        lena.sees(ASKS)
    for note in ("alder cancled their order", "alder cancled 2 trials"):
        await lena.types(note)
        lena.sees("Noted, only you see it: Alder and Finch.")


async def test_the_call_after_which_somebody_says_so_can_be_cancelled(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:45")
    lena.sees("Alder and Finch: how did it go?")
    await lena.types("they cancelled")
    lena.sees(ASKS)
    await lena.presses("Cancel the call")
    lena.sees("Cancelled: Alder and Finch, today 16:00.")


async def test_a_reason_is_passed_over_in_silence(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for reason in (", they are sick", " is off, mia", " cos shes ill", " because mia is out"):
        await lena.types(f"cancel alder{reason}")
        lena.sees(ASKS)
        lena.sees_nothing_of("I ignored")
    await lena.types("cancel alder and brightwater is off too")
    lena.sees("I ignored “brightwater is off too”.")


async def test_the_call_that_is_chosen_is_cancelled_at_once(office: Office) -> None:
    lena = office.lena
    await put_on_file(office, shared=True)
    await lena.types("/prep alder thursday 11:00")
    await lena.types("cancel alder")
    lena.sees("Which call do you want to cancel?")
    await lena.presses("Alder and Finch, today 16:00")
    lena.sees("Cancelled: Alder and Finch, today 16:00.", "Undo")
    await lena.presses("Undo")
    lena.sees("It is planned again.")


async def test_a_call_that_nobody_came_to_is_planned_anew(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep alder friday 11:00")
    await office.until(24, "16:45")
    await lena.types("alder no show")
    lena.sees("they didn't come")
    await lena.types("move alder to tmrw same time")
    lena.sees("Nobody came to your call with Alder and Finch, today 16:00. Shall I plan a new one?")
    lena.sees("New call, tomorrow 16:00", "Move Friday 11:00 to tomorrow 11:00")
    await lena.presses("New call, tomorrow 16:00")
    lena.sees("Alder and Finch", "Tomorrow 16:00")
    await lena.types("/calls")
    lena.sees("Friday 27 November 11:00")


async def test_a_call_that_is_over_and_was_not_answered_can_be_moved(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:45")
    await lena.types("move alder to tmrw same time")
    lena.sees("Moved Alder and Finch from today 16:00 to tomorrow 16:00.")


async def test_the_chosen_call_is_moved_at_once(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep alder friday 11:00")
    await office.until(24, "16:45")
    await lena.types("move alder to tmrw same time")
    lena.sees("Which call with Alder and Finch do you want to move?")
    await lena.presses("Move Friday 11:00 to tomorrow 11:00")
    lena.sees("Moved Alder and Finch from Friday 11:00 to tomorrow 11:00.")


async def test_a_contact_calls_it_off_or_moves_it(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("mia just cancelled", "mia cant make it", "mia can't make it today"):
        await lena.types(typed)
        lena.sees(ASKS)
    for note in (
        "mia cancelled the old contract",
        "mia cant make it work",
        "mia moved to sales",
        "mia moved it to the cellar",
        "alder moved us to the enterprise plan",
    ):
        await lena.types(note)
        lena.sees("Noted, only you see it: Alder and Finch.")
    await lena.types("mia moved it to thurs 4pm")
    lena.sees("Moved Alder and Finch from today 16:00 to Thursday 16:00.")
    await lena.types("mia cancelled, new date fri 11")
    lena.sees("Moved Alder and Finch from Thursday 16:00 to Friday 11:00.")


async def test_a_call_is_named_by_its_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("cancel my 4pm", "can you cancel the 4pm", "i cant make my 4pm"):
        await lena.types(typed)
        lena.sees(ASKS)
    await lena.types("cant make tomorrow")
    lena.sees("Shall I cancel your call with Northwind, tomorrow 14:30?")
    await lena.types("i cant make it work with alder")
    lena.sees("Noted, only you see it: Alder and Finch.")
    await lena.types("can you move my 4pm to 5")
    lena.sees("Moved Alder and Finch from today 16:00 to today 17:00.")


@in_turn(
    ("typed", "asked"),
    [
        ("mia cancelled todays call", "Alder and Finch, today 16:00?"),
        ("jana cancelled tomorrow's call", "Northwind, tomorrow 14:30?"),
        ("jana has cancelled our call tomorrow", "Northwind, tomorrow 14:30?"),
    ],
)
async def test_somebody_cancelled_the_call_of_a_day(office: Office, typed: str, asked: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Shall I cancel your call with {asked}")


@in_turn("typed", ["mia cancelled the order today", "mia cancelled the intro call with their it"])
async def test_somebody_cancelled_something_else(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted")
    lena.sees_nothing_of("Shall I cancel")


@pytest.mark.parametrize("office", ["teams"], indirect=True)  # it reads whole lines in channels
async def test_in_a_channel_cancel_it_is_no_answer_to_a_question_in_private(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 15:00")
    await lena.types("cancel northwind")
    lena.sees("Shall I cancel your call with Northwind, tomorrow 15:00?")
    lena.goes_to("#sales")
    for typed in ("cancel it", "yes cancel it"):
        await lena.types(typed)
    lena.goes_to("")
    await lena.types("/calls")
    lena.sees("Northwind")
