"""After an answer that only asked or refused, "undo" and "ok" change nothing."""

from tests.dialogues.office import Office
from tests.dialogues.reflections.test_reported import on_file
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn

NOTE = "they are moving the depot in may"
ASKED = ["northwind moved to Hamburg", "off tomorrow"]


@in_turn("asked", ASKED)
async def test_undo_after_a_question_undoes_nothing_older(office: Office, asked: str) -> None:
    lena = office.lena
    await plan(office)
    await lena.types(f"northwind: {NOTE}")
    await lena.types(asked)
    await lena.types("undo")
    lena.sees("Nothing was changed by your last line", "Undo the last change")
    assert (await on_file(office)).notes == [NOTE]
    await lena.presses("Undo the last change")
    assert (await on_file(office)).notes == []


async def test_undo_after_a_refused_line_undoes_nothing_older(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types(f"northwind: {NOTE}")
    await lena.types("northwind: " + 2_995 * "x")
    lena.sees("The limit is 3,000.")
    await lena.types("undo")
    lena.sees("Nothing was changed by your last line", "Undo the last change")
    assert (await on_file(office)).notes == [NOTE]


async def test_undo_drops_the_question_whether_to_cancel(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("cancel northwind")
    await lena.types("undo")
    lena.sees("Nothing was changed by your last line")
    await lena.types("yes")
    lena.sees_nothing_of("Cancelled")


@in_turn("asked", ["off tomorrow"])
async def test_ok_after_a_question_says_that_nothing_has_changed(
    office: Office, asked: str
) -> None:
    lena = office.lena
    await plan(office)
    await lena.types(asked)
    await lena.types("ok")
    lena.sees("Nothing has changed yet.")
    await lena.types("what do i have today")
    await lena.types("ok")
    lena.sees("All right.")


async def test_no_after_a_pause_does_not_end_it(office: Office) -> None:
    lena = office.lena
    await lena.types("be quiet till 3pm")
    lena.sees("Nothing is sent until")
    await lena.types("no")
    lena.sees("The pause stays as it is.")
    await lena.types("undo")
    lena.sees("Messages are on again.")
