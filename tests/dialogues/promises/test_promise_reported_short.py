"""A short line about a promise settles or moves it: "rollout plan is sent"."""

from datetime import date

import pytest

from storage.choices import PromiseSide
from storage.spelling import comparable
from storage.tables import Account, Commitment
from tests.dialogues.office import Office
from tests.dialogues.rep_week import at, put_on_file
from tests.dialogues.turns import in_turn

OPEN: tuple[tuple[str, PromiseSide], ...] = (
    ("ROI deck", "ours"),
    ("One pager for the board", "ours"),
    ("Rollout plan", "ours"),
    ("Names of the dispatchers", "theirs"),
    ("Shift plan", "theirs"),
    ("Driver list", "theirs"),
)


async def promised(office: Office) -> None:
    await put_on_file(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        for number in (1, 2, 3, 4, 5):
            if old := await session.get(Commitment, number):
                await session.delete(old)
        lena = await office.row(session, office.lena)
        northwind = await session.get(Account, 1)
        assert northwind is not None
        for text, side in OPEN:
            made = Commitment(
                tenant=lena.tenant,
                account_id=northwind.id,
                owner_id=lena.id,
                side=side,
                text=text,
                text_key=comparable(text),
                due_on=date(2026, 11, 25),
                state="open",
                made_at=at(20, 9),
            )
            session.add(made)


@in_turn(
    ("typed", "done"),
    [
        ("roi deck went to jana", "ROI deck (to Northwind)"),
        ("one pager for the board is done", "One pager for the board (to Northwind)"),
        ("thats wrong, roi deck is sent", "ROI deck (to Northwind)"),
        ("the deck is out", "ROI deck (to Northwind)"),
        ("deck is out, sent it last nite", "ROI deck (to Northwind)"),
        ("rollout plan is out, sent it yesterday", "Rollout plan (to Northwind)"),
        ("rollout plan is sent", "Rollout plan (to Northwind)"),
        ("rollout plan went to ruben yesterday", "Rollout plan (to Northwind)"),
        ("that's not right, the one pager went out", "One pager for the board (to Northwind)"),
        ("jana sent the names", "Names of the dispatchers (promised by Northwind)"),
        ("and the names from jana came too", "Names of the dispatchers (promised by Northwind)"),
        ("the shift plan arrived", "Shift plan (promised by Northwind)"),
        ("got the driver list", "Driver list (promised by Northwind)"),
        ("driver list finally came", "Driver list (promised by Northwind)"),
    ],
)
async def test_the_promise_is_done(office: Office, typed: str, done: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types(typed)
    lena.sees(f"Done: {done}.")
    await lena.types("undo")
    lena.sees("Open again:")


@in_turn(
    ("typed", "moved"),
    [
        ("deck goes out thurs not tmrw", "ROI deck (to Northwind), by Thursday 26 November."),
        ("rollout plan now goes out friday", "Rollout plan (to Northwind), by Friday 27 November."),
        (
            "one pager is going out friday not wed",
            "One pager for the board (to Northwind), by Friday 27 November.",
        ),
        (
            "he wants the one pager thursday not wed",
            "One pager for the board (to Northwind), by Thursday 26 November.",
        ),
        ("jana needs the deck fri instead", "ROI deck (to Northwind), by Friday 27 November."),
        (
            "and the board one page to thurs",
            "One pager for the board (to Northwind), by Thursday 26 November.",
        ),
        ("also my deck to friday", "ROI deck (to Northwind), by Friday 27 November."),
        (
            "move the one pager for northwind to fri",
            "One pager for the board (to Northwind), by Friday 27 November.",
        ),
    ],
)
async def test_the_promise_moves(office: Office, typed: str, moved: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types(typed)
    lena.sees(f"Moved: {moved}")


@in_turn(
    "typed",
    [
        "roi deck is due thurs not wed",
        "actually thurs for the roi deck",
        "no the roi deck is thursday, not wed",
    ],
)
async def test_another_day_whatever_was_talked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types("brief for alder")
    await lena.types(typed)
    lena.sees("Moved: ROI deck (to Northwind), by Thursday 26 November.")


@in_turn("typed", ["ruben is thursday not wed", "actually thurs for the northwind call"])
async def test_another_day_of_something_else_moves_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types(typed)
    lena.sees_nothing_of("Moved: ")


@in_turn(
    "typed",
    ["the roi deck is for alder", "no the roi deck is for alder", "the deck was for brightwater"],
)
async def test_the_promise_moves_to_another_account(office: Office, typed: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types(typed)
    lena.sees("Now a promise to ", "ROI deck")
    await lena.types("undo")
    lena.sees("Moved back to Northwind: ROI deck.")


@pytest.mark.parametrize(
    "typed",
    [
        "ruben went to lisbon",
        "the truck goes out wed not tmrw",
        "he wants the call thursday not wed",
        "and the truck to thurs",
        "the roi deck is for the board",
        "the truck is for alder",
    ],
)
async def test_other_lines_settle_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await promised(office)
    await lena.types(typed)
    lena.sees_nothing_of("Done:", "Moved:", "Now a promise")


async def test_a_promise_that_is_only_a_verb_and_a_name(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder email mia by friday")
    for typed in ("emailed ruben", "emailed mia about the price"):
        await lena.types(typed)
        lena.sees_nothing_of("Done:")
    for typed in ("emailed mia", "i emailed mia", "just emailed mia"):
        await lena.types(typed)
        lena.sees("Done: email mia (to Alder and Finch).")
        await lena.presses("Undo")
