"""“And back to 3.30” moves a call that was just moved, and is never a note."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn("typed", ["and back to 2.30 sry", "back to 14:30", "no wait back to 2.30"])
async def test_the_call_just_moved_moves_again(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind tmrw to 16:00")
    await lena.types(typed)
    lena.sees("Moved Northwind", "tomorrow 14:30")


async def test_without_a_move_it_is_neither_a_move_nor_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brief northwind")
    await lena.types("and back to 3.30 sry")
    lena.sees("I didn't get that.")
    assert (await on_file(office))[0] == []


@in_turn(
    ("typed", "asked"),
    [
        (
            "make it 16:00",
            "What shall I move? Name it with the new time: “move Northwind to 16:00”.",
        ),
        ("no 15:45", "What shall I move? Name it with the new time: “move Northwind to 15:45”."),
    ],
)
async def test_a_time_after_a_settled_promise_is_asked_about(
    office: Office, typed: str, asked: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sent pricing to northwind")
    await lena.types(typed)
    lena.sees(asked, "All calls")


@in_turn(
    ("typed", "answer"),
    [
        ("move alder today back to 3:30", "Moved Alder and Finch from today 16:00 to today 15:30."),
        ("then cancel the thu 3pm one", "Shall I cancel your call with Brightwater Clinics"),
    ],
)
async def test_words_without_content_are_left_out_in_silence(
    office: Office, typed: str, answer: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answer)
    lena.sees_nothing_of("I ignored")
