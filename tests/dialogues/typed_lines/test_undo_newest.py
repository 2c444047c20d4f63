"""A typed "undo" takes back the newest change, and nothing older."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_one_tap import with_two_of_theirs
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn
from tests.dialogues.typed_lines.test_typed_words import opens

NOTE = "alder and finch want a zebra"


@in_turn(
    ("typed", "undone"),
    [
        ("i start at 9", "Undone. Your working day starts at"),
        ("brief me 30 min before", "Undone. Briefs come"),
        ("im off friday afternoon", "You are not away."),
        ("stop the agenda", "On again: "),
        ("nothing after 4 today", "You are not away."),
        ("sent pricing to northwind", "Open again: Pricing for 40 seats"),
        ("no brief for alder", "The brief for Alder and Finch"),
    ],
)
async def test_undo_takes_back_the_newest_change(office: Office, typed: str, undone: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(NOTE)
    await lena.types(typed)
    await lena.types("undo")
    lena.sees(undone)
    await lena.types("undo")
    lena.sees("Press Undo on the message that says what was changed.")
    assert NOTE in (await on_file(office))[0]


async def test_undo_after_a_form_without_undo_keeps_the_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(NOTE)
    await opens(office, "quiet hours from 7pm")
    await lena.fills(quiet_from="18:00")
    await lena.submits()
    await lena.types("undo")
    lena.sees("Press Undo on the message that says what was changed.", "/rhythm")
    assert NOTE in (await on_file(office))[0]


async def test_undo_after_a_promise_was_settled_by_its_button_opens_it_again(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(NOTE)
    await lena.types("/promises Northwind")
    await lena.presses("Done")
    await lena.types("undo")
    lena.sees("Open again: ")
    await lena.types("undo")
    lena.sees("Press Undo on the message that says what was changed.")
    assert NOTE in (await on_file(office))[0]


async def test_who_sees_a_setting_is_answered(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i start at 9")
    await lena.types("who sees this")
    lena.sees("chat")
    await lena.types("that was for alder")
    lena.sees_nothing_of("Undone.")


async def test_undo_after_a_no_show_keeps_the_promise(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.types("i owe jana a pilot plan by friday")
    lena.sees("Promised to Northwind")
    await lena.types("/reflect")
    await lena.fills(goal_reached="missed")
    await lena.submits()
    await lena.types("undo")
    lena.sees("Press Undo on the message that says what was changed.")


@in_turn("between", ["when do i see alder", "what can you do", "fjdksl"])
async def test_undo_takes_back_the_newest_change_after_other_lines(
    office: Office, between: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(NOTE)
    await lena.types(between)
    await lena.types("undo that")
    lena.sees("zebra")
    assert (await on_file(office))[0] == []
    await lena.types("undo")
    lena.sees("Press Undo on the message that says what was changed.")
