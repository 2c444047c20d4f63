"""A statement without an account's name is kept for the account just talked about."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

STATEMENTS = (
    "shes worried abt the works council",
    "they hate the tool they have now",
    "the competitor is routewise, they pay 12k now",
    "budget is frozen till may",
    "ruben signs up to 20k himself, above that the board",  # another Ruben is at Halden
    "their depot in kiel closes in march",
)
NO_STATEMENTS = (
    "im off wed afternoon dentist",
    "not today, im swamped",
    "only when its something new pls",
    "ur getting on my nerves",
    "that was quick",
    "no not that, only the first bit",
    "and bring tomas to it",
    "actually thursday not wed",
    "hm what did you just do",
    "the weather is awful here",
    "qwerty asdf hjkl",
    "tomas wants my forecast",
)


async def reported(office: Office) -> None:
    """Lena has reported on today's call with Northwind. She also has calls with two others."""
    await office.knows(office.tomas)
    await plan(office, "Halden today 15:00 with Ruben Falk")
    await plan(office, "Brightwater today 17:00 with Anders Lund")
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await office.until(23, "10:36")
    await office.lena.types("good call, they loved the depot idea")
    office.lena.sees("Saved: Northwind.")


@in_turn("typed", STATEMENTS)
async def test_a_statement_after_a_report_is_a_note_beside_it(office: Office, typed: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Northwind.", "Undo")
    lena.sees_nothing_of("Who said it?", "Move to Brightwater")
    await lena.presses("Move to Halden")
    lena.sees("Noted, only you see it: Halden.", "Move to Northwind")
    await lena.types("undo")
    lena.sees(f"Removed: “{typed}”")


async def test_a_line_that_is_surely_about_the_account_offers_no_other(office: Office) -> None:
    lena = office.lena
    await reported(office)
    await lena.types("jana novak signs up to 20k herself")
    lena.sees("Noted, only you see it: Northwind.", "Undo")
    lena.sees_nothing_of("Move to")


@in_turn("typed", NO_STATEMENTS)
async def test_other_lines_are_not_kept(office: Office, typed: str) -> None:
    await reported(office)
    await office.lena.types(typed)
    office.lena.sees_nothing_of("Saved", "Shall I keep")


async def test_a_full_name_decides(office: Office) -> None:
    lena = office.lena
    await reported(office)
    for typed in ("halden: budget is frozen till may", "ruben falk signs up to 20k himself"):
        await lena.types(typed)
        lena.sees("Noted, only you see it: Halden.")


async def test_without_a_call_the_account_just_named_is_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what about brightwater")
    await lena.types("they want 40 seats by march")
    lena.sees("Noted, only you see it: Brightwater Clinics.", "Undo", "Move to Northwind")
    await lena.types("undo")
    await lena.types("budget is frozen till may")
    lena.sees("Noted, only you see it: Brightwater Clinics.")


async def test_a_line_after_a_tap_is_its_line(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await office.until(23, "10:36")
    await lena.presses("Mixed")
    await lena.types("the depot idea was new to them")
    lena.sees("Saved: Northwind.", "“the depot idea was new to them”")


@pytest.mark.parametrize("office", ["teams"], indirect=True)
async def test_a_note_that_is_written_in_a_channel_is_asked_for_in_private(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office)
    lena.goes_to("#sales")
    await lena.types("Northwind: they fear the migration")
    lena.goes_to("")
    lena.sees(
        "You asked in #sales. Only you see this answer.",
        "In a channel I take commands such as /prep, but no notes. Write those to me directly.",
    )
    lena.sees_nothing_of("begin with the account")
