"""The people, the length, the kind and the goal of a planned call, in one line."""

import pytest

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

TODAY = "Alder and Finch, today 16:00: "


@in_turn(
    ("typed", "changed"),
    [
        (
            "alder at 16 is 45min and their CTO Max Weil comes too",
            "45 minutes, with Max Weil (CTO).",
        ),
        ("adam joins alder at 4 too", "with Adam."),
        ("alder only has 20 min", "20 minutes."),
        ("alder 16h is a demo, 45 min", "45 minutes, kind of call: Demo."),
        ("alder 16 is with their IT guy raj patel too", "with Raj Patel (IT)."),
        ("add mia's boss to alder call, pavel ruzicka", "with Pavel Ruzicka (boss)."),
        ("add ruth kemp and tom berg to the alder call", "with Ruth Kemp and Tom Berg."),
        ("piotr comes instead of mia", "with Piotr, without Mia Berg."),
        ("mia cant make it today but ruth kemp can", "with Ruth Kemp, without Mia Berg."),
        ("invite nils berg their cfo too to the alder call", "with Nils Berg (CFO)."),
        (
            "alder call 20 min not 30, and mia brings her ops guy Marek",
            "20 minutes, with Marek (ops",
        ),
        ("mia brings marek her ops guy", "with Marek (ops guy)."),
        ("alder is 45 min not 30 btw, and bring Chiara", "45 minutes, with Chiara."),
        ("alder today: 45 min, demo", "45 minutes, kind of call: Demo."),
        ("alder call: 45 min, w ruth kemp", "45 minutes, with Ruth Kemp."),
        ("alder 4pm: demo", "kind of call: Demo."),
        ("mia brings ruth kemp, hes the cfo, 45 min", "45 minutes, with Ruth Kemp (CFO)."),
        ("add marek the ops guy to alder call", "with Marek (ops guy)."),
        (
            "the alder one is an hour, demo, w ruth kemp",
            "60 minutes, kind of call: Demo, with Ruth",
        ),
    ],
)
async def test_details_are_changed_and_can_be_undone(
    office: Office, typed: str, changed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(TODAY, changed, "Undo")
    await lena.presses("Undo")
    lena.sees("Undone: Alder and Finch, today 16:00, is as before.")
    await lena.types("alder brief")
    lena.sees("Mia Berg, store manager", "Looks like a discovery call.")
    lena.sees_nothing_of("Max Weil", "Adam", "Raj", "Pavel", "Ruth", "Piotr")


async def test_somebody_comes_in_place_of_a_contact(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("ruben isnt coming, piotr is")
    lena.sees("Northwind, tomorrow 14:30: with Piotr, without Ruben Haas.")
    await lena.types("undo")
    lena.sees("Undone: Northwind, tomorrow 14:30, is as before.")


async def test_undo_leaves_a_later_change_alone(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder only has 20 min")
    await lena.types("alder brief")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="see the depot plan")
    await lena.submits()
    await lena.presses("Undo")
    lena.sees("That call has been changed since, so it stays as it is.")
    await lena.types("alder brief")
    lena.sees("see the depot plan")


async def test_a_call_goes_on_without_a_contact(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind without ruben btw")
    lena.sees("Northwind, tomorrow 14:30: without Ruben Haas.")


async def test_somebody_without_a_name_is_kept_and_the_goal_is_set(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("mia brings her cto, goal is find out what tool they use now")
    lena.sees(TODAY, "your goal: “find out what tool they use now”.")
    lena.sees("I kept “mia brings her cto” as your own note.")


async def test_the_call_that_was_just_talked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("plan alder fri 10 w mia")
    await lena.types("its mia thorne, 45 min")
    lena.sees("Alder and Finch, Friday 10:00: 45 minutes, with Mia Thorne (store manager),")
    await lena.types("make it 30 min, w ruth kemp too")
    lena.sees("Alder and Finch, Friday 10:00: 30 minutes, with Ruth Kemp.")


async def test_several_calls_are_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder fri 11")
    await office.until(24, "09:05")
    await lena.types("northwind brief")
    await office.until(24, "09:06")
    await lena.types("alder only has 20 min")
    lena.sees("Which call with Alder and Finch do you mean?", "Alder and Finch, today 16:00")
    await lena.types("the one today")
    lena.sees(TODAY, "20 minutes.")
    await lena.types("alder at 5 is a demo")
    lena.sees("I found no call with Alder and Finch for “5:00”.", "Which call")


async def test_a_colleague_is_told_how_to_join(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("bring tomas to the alder call")
    lena.sees("Tomas Keller is your colleague, and has to join the call themselves.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("add our engineer Omar to alder, 45 min", TODAY + "45 minutes."),
        ("add our engineer omar to the alder call", "I know no colleague of yours called Omar"),
        ("bring our guy Omar to alder", "I know no colleague of yours called Omar"),
        ("add our engineer Tomas to alder, 45 min", "Tomas Keller is your colleague"),
    ],
)
async def test_our_engineer_is_nobody_at_the_customer(
    office: Office, typed: str, said: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(said)
    await lena.types("who is coming to alder")
    lena.sees("Mia Berg")
    lena.sees_nothing_of("Omar", "Tomas")


async def test_a_job_title_after_a_comma_is_kept_with_a_new_name(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    await lena.types("add nils berg, hes the cfo")
    lena.sees("Nils Berg, CFO, is on file at Alder and Finch.")


@in_turn("typed", ["no thats Nils Berg, hes the cfo", "sorry its nils berg the cfo"])
async def test_a_name_just_added_is_corrected_with_the_job(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("bring Nils Berk their cto to the alder call")
    await lena.types(typed)
    lena.sees("Nils Berg, CFO, is on file at Alder and Finch.", "“rename Nils Berg to Nils Berk”")
    await lena.types("who is coming to alder")
    lena.sees("Nils Berg, CFO")
    lena.sees_nothing_of("Nils Berk", "CTO")


@in_turn("typed", ["no thats Nils Berg, hes the cfo", "sorry its nils berg the cfo"])
async def test_a_corrected_name_is_never_what_was_heard(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types(typed)
    lena.sees("I kept nothing.")


async def test_a_job_title_in_the_wrong_name_is_told_apart(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("mia brings her ops guy Marek to the alder call")
    await lena.types("marek is the guys name, not ops guy marek")
    lena.sees("Marek, ops guy, is already on file at Alder and Finch.")


async def test_please_is_not_part_of_the_new_name(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("rename mia berg to mia thorne please")
    lena.sees("Mia Berg is now called Mia Thorne.")


async def test_a_contact_is_renamed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("rename mia berg to mia thorne")
    lena.sees("Mia Berg is now called Mia Thorne.")
    await lena.types("alder brief")
    lena.sees("Mia Thorne, store manager")


@pytest.mark.parametrize(
    "typed",
    [
        "alder uses 45 min per truck",
        "alder is with a rival",
        "alder is a mess",
        "mia comes to work by bike, 45 min",
        "alder has 20 min of downtime a day",
        "mia has a new boss, they have 20 depots",
        "take pressure off alder",
    ],
)
async def test_news_of_a_customer_stays_a_note(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Noted")
    assert (await on_file(office))[0] == [typed]
