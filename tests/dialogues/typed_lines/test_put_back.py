"""What was removed comes back: with the button in the answer, and in a rep's own words."""

import pytest

from handlers.typed.put_back_said import puts_back
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_reported import on_file
from tests.dialogues.rep_does import held, plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database

NOTE = "they are moving the depot in may"
OTHER = "jana wants two depots first"
NOT_DONE = "Nothing was put back. I can put back what you removed or moved"


@in_turn(
    "typed",
    [
        "put back what u removed",
        "bring it back",
        "restore that",
        "put it back pls",
        "no wait put that back",
        "can you bring that note back",
        "restore the note you just deleted",
        "oops i want that back",
        "undelete it",
        "give me back what you took out",
    ],
)
async def test_a_note_comes_back_in_words(office: Office, typed: str) -> None:
    lena = office.lena
    await plan(office)
    await lena.types(f"northwind: {NOTE}")
    await lena.types("no")
    lena.sees(f"Removed: “{NOTE}”", "Put it back")
    assert (await on_file(office)).notes == []
    await lena.types("what do i have today")
    await lena.types(typed)
    lena.sees("Noted, only you see it: Northwind.", f"On file again: “{NOTE}”", "Undo")
    assert (await on_file(office)).notes == [NOTE]


@in_turn(
    "typed",
    [
        "northwind: put the old planner back",
        "they want their old planner back by may",
        "northwind brings back the old depot",
        "jana restored the server",
        "jana is back",
        "give them the price back in june",
    ],
)
async def test_other_lines_put_nothing_back(office: Office, typed: str) -> None:
    lena = office.lena
    await plan(office)
    await lena.types(f"northwind: {NOTE}")
    await lena.types("no")
    lena.sees("Removed: ")
    await lena.types(typed)
    lena.sees_nothing_of("On file again")
    assert NOTE not in (await on_file(office)).notes


@pytest.mark.parametrize(
    "typed",
    [
        "put it back to 3pm",
        "bring her back in",
        "restore their backup",
        "call back",
        "pricing back",
    ],
)
def test_what_only_looks_like_it(typed: str) -> None:
    assert not puts_back(typed)


@pytest.mark.parametrize("back", ["", "put back what u removed"])
async def test_a_report_comes_back_with_its_promise(office: Office, back: str) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind: budget til march only, i send the nda by friday")
    before = await on_file(office)
    assert before.heard != []
    await lena.types("undo")
    lena.sees("Removed: ", "Put it back", "did you reach your goal?")
    assert (await on_file(office)).heard == []
    await (lena.types(back) if back else lena.presses("Put it back"))
    lena.sees("Saved: Northwind.", "Did you reach your goal? Hear who decides", "Undo")
    assert await on_file(office) == before


@on_each_database
async def test_a_promise_comes_back_with_its_day(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("i promised northwind the nda by friday")
    await lena.presses("Undo")
    lena.sees("Removed: ", "Put it back")
    await lena.types("bring it back")
    lena.sees("Promised to Northwind: the nda, by Friday 27 November.", "Undo")
    await lena.presses("Undo")
    await lena.presses("Put it back")
    assert len((await on_file(office)).promises) == 1


@on_each_database
async def test_what_was_removed_goes_with_all_of_the_call(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind: budget til march only, i send the nda by friday")
    await lena.types("undo")
    lena.sees("Removed: ", "Put it back")
    await lena.types("forget everything about this call")
    await lena.presses("Delete all of it")
    await lena.types("put back what u removed")
    lena.sees(NOT_DONE)
    assert (await on_file(office)).heard == []


@on_each_database
async def test_a_cancelled_call_comes_back(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("cancel northwind")
    await lena.presses("Cancel the call")
    await lena.types("bring it back")
    lena.sees("It is planned again.")


@on_each_database
async def test_put_back_to_a_time_moves_the_call(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("move northwind to 4pm")
    lena.sees("Moved Northwind from tomorrow 15:00 to tomorrow 16:00.")
    await lena.types("put it back to 3pm")
    lena.sees("Moved Northwind from tomorrow 16:00 to tomorrow 15:00.")


@on_each_database
async def test_a_note_removed_from_the_list_comes_back(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types(f"northwind: {NOTE}")
    await lena.types("everything on file northwind")
    await lena.presses("Remove a note")
    await lena.presses("Remove")
    lena.sees("Removed.")
    await lena.presses("Put it back")
    assert (await on_file(office)).notes == [NOTE]


@on_each_database
async def test_without_a_removal_nothing_is_put_back(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("put back what u removed")
    lena.sees(NOT_DONE)


async def _two_notes_removed(office: Office) -> None:
    await plan(office)
    for note in (NOTE, OTHER):
        await office.lena.types(f"northwind: {note}")
        await office.lena.types("no")


@on_each_database
async def test_only_the_newest_removal_comes_back(office: Office) -> None:
    lena = office.lena
    await _two_notes_removed(office)
    await lena.types("bring it back")
    lena.sees(f"On file again: “{OTHER}”")
    await lena.types("restore that")
    lena.sees(NOT_DONE, "All calls", "All promises")
    assert (await on_file(office)).notes == [OTHER]


@in_turn(
    "then",
    ["i promised northwind the nda by friday", "northwind: they close in june", "im off friday"],
)
async def test_what_was_removed_before_a_newer_change_stays_removed(
    office: Office, then: str
) -> None:
    lena = office.lena
    await _two_notes_removed(office)
    await lena.types(then)
    await lena.types("bring it back")
    lena.sees(NOT_DONE)
    assert OTHER not in (await on_file(office)).notes


@on_each_database
async def test_what_was_removed_long_ago_stays_removed(office: Office) -> None:
    lena = office.lena
    await _two_notes_removed(office)
    await office.until(23, "08:31")
    await lena.types("bring it back")
    lena.sees(NOT_DONE)
    assert (await on_file(office)).notes == []


@in_turn("asked", ["forget everything about this call", "forget the northwind call"])
async def test_after_a_deletion_nothing_else_is_put_back(office: Office, asked: str) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind: budget til march only")
    await lena.types(f"note northwind: {NOTE}")
    await lena.types("undo")
    lena.sees("Removed: ")
    await lena.types(asked)
    await lena.presses("Delete all of it")
    await lena.types("bring it back")
    lena.sees(NOT_DONE, "gone for good")
    assert (await on_file(office)).notes == []


@in_turn("typed", ["put it back", "bring it back", "can you put that back"])
async def test_a_call_that_was_moved_is_put_back(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move alder to 17:00")
    await lena.types(typed)
    lena.sees("Moved Alder and Finch back to today 16:00.")
