"""A correction, or an order beside a remark, is never kept as a note: it is done or asked about."""

import pytest

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "asked"),
    [
        ("alder is off, drop that call", "Shall I cancel your call with Alder and Finch"),
        ("brightwater is not ready, scrap it", "Shall I cancel your call with Brightwater"),
        (
            "too busy, move the alder call to 5pm",
            "Moved Alder and Finch from today 16:00 to today 17:00.",
        ),
        ("ok im better, northwind call stays", "Your call with Northwind, tomorrow 14:30, stays"),
        ("the alder call is still on", "Your call with Alder and Finch, today 16:00, stays"),
    ],
)
async def test_an_order_beside_a_remark(office: Office, typed: str, asked: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(asked)
    assert (await on_file(office))[0] == []


@in_turn(
    ("typed", "kept"),
    [
        ("alder never shows, drop that call", "alder never shows"),
        ("mia never answers. cancel the meeting pls", "mia never answers"),
        ("cancel alder, mias gone quiet", "mias gone quiet"),
    ],
)
async def test_what_a_remark_tells_is_kept_and_not_the_order(
    office: Office, typed: str, kept: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I cancel your call with Alder", f"I kept “{kept}” as your own note.")
    assert (await on_file(office))[0] == [kept]


@in_turn(
    "typed",
    [
        "no not that, only the northwind bit",
        "wrong call, the other one",
        "no not brightwater, only the northwind ones",
        "nope the other one",
    ],
)
async def test_a_correction_that_is_unclear_keeps_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder and finch want a zebra")
    await lena.types(typed)
    lena.sees("I can't tell what to change.", "I kept nothing.", "Undo the last change")
    assert len((await on_file(office))[0]) == 1
    await lena.presses("Undo the last change")
    assert (await on_file(office))[0] == []


async def test_another_account_for_the_call_just_planned(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("call alder fri 3pm")
    lena.sees("Planned: Alder and Finch, Friday 15:00.")
    await lena.types("no not alder and finch, its alder & sons, different company")
    lena.sees("there is no account called “alder & sons” yet", "is still planned", "Friday 15:00")
    await lena.presses("Cancel Alder and Finch")
    lena.sees("Cancelled: Alder and Finch")


async def test_another_account_for_the_call_just_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("new call today 5pm with mia at alder")
    lena.sees("You already have a call with Alder and Finch today 16:00.")
    await lena.types("no not alder and finch, its brightwater")
    lena.sees("Planned: Brightwater Clinics, today 17:00.")


@in_turn(
    ("typed", "planned"),
    [
        ("new call fri 3pm with jana at northwind", "Planned: Northwind, Friday 15:00."),
        ("call friday 3pm with jana from northwind", "Planned: Northwind, Friday 15:00."),
    ],
)
async def test_the_account_may_come_last(office: Office, typed: str, planned: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(planned, "Jana Novak")


@in_turn("typed", ["ur getting on my nerves", "youre annoying me", "skip these questions"])
async def test_a_rep_who_is_annoyed_can_stop_messages(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Which messages should I stop?", "Pause…")


@pytest.mark.parametrize(
    "typed",
    [
        "northwind has no budget till may, call them then",
        "northwind: not before april, only after the audit",
        "northwind is not ready, keep it short next time",
        "not that northwind minds, jana is happy",
        "northwind stays with their old tool for the depots",
    ],
)
async def test_what_looks_like_an_order_is_still_a_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("what to change", "Shall I cancel", "stays as it is")
    lena.sees("Northwind")


@in_turn(
    "typed",
    [
        "no wait alder is still today",
        "alder still is on today",
        "alder is on today after all",
        "keep alder today",
        "no actually alder stays at 4",
    ],
)
async def test_a_call_that_is_still_on_stays(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel alder")
    await lena.types(typed)
    lena.sees("Your call with Alder and Finch, today 16:00, stays as it is.")
    await lena.types("yes")
    lena.sees_nothing_of("Cancelled")


async def test_a_call_that_was_moved_is_moved_back_if_it_is_still_today(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move alder to friday 3pm")
    await lena.types("no wait alder is still today")
    lena.sees("I have no call with Alder and Finch today.")
    await lena.presses("Undo the last change")
    lena.sees("Moved Alder and Finch back to today 16:00.")


@in_turn(
    "typed",
    [
        "alder is still closed today",
        "alder is still on paper",
        "alder delivery is still friday",
        "mia is still off today",
        "alder rollout is still march",
        "alder still is at 5 depots",
    ],
)
async def test_news_with_still_stays_a_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.")


@in_turn(
    ("typed", "then", "kept"),
    [
        ("yes", "Noted, only you see it: Alder and Finch.", True),
        ("no", "Not kept.", False),
        ("yep", "Noted, only you see it: Alder and Finch.", True),
        ("no thanks", "Not kept.", False),
    ],
)
async def test_a_yes_keeps_the_offered_note_and_a_no_removes_nothing_older(
    office: Office, typed: str, then: str, kept: bool
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder and finch want a zebra")
    await lena.types("call mia again in april then")
    lena.sees("Not done: ", "Shall I note it for Alder and Finch?")
    await lena.types(typed)
    lena.sees(then)
    notes = (await on_file(office))[0]
    assert "alder and finch want a zebra" in notes
    assert ("call mia again in april then" in notes) is kept
