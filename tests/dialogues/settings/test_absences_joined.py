"""Absences that overlap become one, and the answer says so."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

WHOLE = "Away from Monday 21 December 00:00 until Thursday 31 December 08:00."


@in_turn(
    ("first", "then"),
    [
        ("off 21 dec to 24 dec", "off 23 dec to 30 dec"),
        ("off 23 dec to 30 dec", "off 21 dec to 24 dec"),
        ("off 21 dec to 30 dec", "off 23 dec to 24 dec"),
        ("off 23 dec to 24 dec", "off 21 dec to 30 dec"),
    ],
)
async def test_overlapping_absences_become_one(office: Office, first: str, then: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(first)
    await lena.types(then)
    lena.sees("away from" if "21 dec to 30" in first else "is part of it", "21 December", "Undo")
    await lena.types("when am i away")
    lena.sees(WHOLE)


async def test_undo_leaves_the_first_one(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off 21 dec to 24 dec")
    await lena.types("off 23 dec to 30 dec")
    await lena.types("undo")
    await lena.types("when am i away")
    lena.sees("Away from Monday 21 December 00:00 until Friday 25 December 08:00.")


async def test_with_a_call_then_the_days_become_one_too(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off fri")
    await lena.types("off thu to fri")
    await lena.presses("Away, and keep it")
    await lena.types("off fri to mon")
    lena.sees("Away from Thursday, back Tuesday 1 December.", "is part of it")


async def test_the_form_joins_absences_too(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off 21 dec to 24 dec")
    await lena.types("when am i away")
    await lena.presses("Away…")
    await lena.fills(**{"from": "2026-12-23", "back": "2026-12-31"})
    await lena.submits()
    lena.sees("is part of it")
    await lena.types("when am i away")
    lena.sees(WHOLE)


async def test_quiet_from_a_time_today_does_not_shorten_an_absence(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("off wed to fri")
    await lena.presses("Away, and keep them")
    await lena.types("off today from 4")
    await lena.types("nothing after 5 today")
    await lena.types("when am i away")
    lena.sees("until Monday 08:00")
