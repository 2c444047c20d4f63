"""“wasnt 400, 450”, “thats alder not castell” and “wrong one, undo” correct the last thing kept."""

import pytest

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ALDER = "Noted, only you see it: Alder and Finch."


@in_turn("said", ["wasnt 400, 450", "not 400 but 450", "no it was 450", "sorry, its 450"])
async def test_the_number_of_a_note_is_corrected(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("each late pallet costs alder 400")
    await lena.types(said)
    lena.sees(ALDER, "It now says: “each late pallet costs alder 450”")


async def test_the_number_of_an_offered_line_is_corrected(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("mia: each late pallet costs 400")
    lena.sees("Shall I keep this for Alder and Finch?")
    await lena.types("wasnt 400, 450")
    lena.sees("Shall I keep this for Alder and Finch?", "each late pallet costs 450")
    assert (await on_file(office))[0] == []


async def test_the_number_in_a_report_is_corrected(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind went ok, they lose 400 a day")
    lena.sees("they lose 400 a day”")
    await lena.types("wasnt 400, 450")
    lena.sees("they lose 450 a day”")
    lena.sees_nothing_of("400")


@in_turn(
    "said",
    [
        "actually the board decides on the 17th",
        "no the board decides on the 17th",
        "sorry, their board decides on the 17th",
    ],
)
async def test_a_note_said_again_is_corrected(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: the board decides on the 18th")
    await lena.types(said)
    lena.sees(ALDER, "It now says: “", "board decides on the 17th”")
    assert (await on_file(office))[0] == [said.split(" ", 1)[1]]


async def test_a_note_is_corrected_even_after_a_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: the board decides on the 18th")
    await lena.types("who decides at alder")
    await lena.types("actually the board decides on the 17th")
    lena.sees(ALDER, "It now says: “the board decides on the 17th”")


async def test_the_rest_of_a_line_stays_when_a_part_is_said_again(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("northwind: jana says the board decides on the 18th")
    await lena.types("actually the board decides on the 17th")
    lena.sees("jana says the board decides on the 17th")
    lena.sees_nothing_of("18th")


async def test_a_new_statement_about_the_same_thing_corrects_nothing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder: the board decides on the 18th")
    await lena.types("no the board never meets in august")
    lena.sees_nothing_of("It now says")


@pytest.mark.parametrize("said", ["they have 400 vans, 450 drivers", "was 450 too much"])
async def test_other_lines_with_numbers_correct_nothing(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("each late pallet costs alder 400")
    await lena.types(said)
    lena.sees_nothing_of("It now says")
    assert "each late pallet costs alder 400" in (await on_file(office))[0]


@in_turn(
    "said", ["thats alder not northwind", "its alder, not northwind", "that is alder not northwind"]
)
async def test_the_last_note_moves_even_after_a_question(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wants a case study")
    await lena.types("what about brightwater")
    await lena.types(said)
    lena.sees(ALDER)
    assert (await on_file(office))[0] == ["northwind wants a case study"]


async def test_a_line_of_a_report_moves_and_stays_in_its_words(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep halden today 9:15")
    await lena.presses("Add “halden”")
    await office.until(24, "09:50")
    await lena.types("halden wants the regional boss to be woken")
    lena.sees("From your call on")
    await lena.types("thats alder not halden")
    lena.sees(ALDER, "Taken out of your reflection: “halden wants the regional boss to be woken”")
    await lena.types("what about alder")
    lena.sees("regional boss")


@in_turn("said", ["its wednesday not thursday", "thats a demo not a pilot", "its alder"])
async def test_other_corrections_move_no_note(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind wants a case study")
    await lena.types(said)
    lena.sees_nothing_of(ALDER)


@in_turn("said", ["sh*t wrong one, undo", "oops my mistake undo", "no no wrong button, undo that"])
async def test_undo_after_a_word_about_the_slip(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater wants a security doc")
    await lena.types(said)
    lena.sees("Removed: “brightwater wants a security doc”")


async def test_undo_within_a_statement_takes_nothing_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater wants a security doc")
    await lena.types("brightwater asked for an undo")
    lena.sees_nothing_of("Removed:")


@in_turn("said", ["actually no im in", "undo the dentist", "no im here", "undo my vet thing"])
async def test_an_absence_is_taken_back(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off friday afternoon, dentist")
    lena.sees("Away Friday from 12:00")
    await lena.types(said)
    lena.sees("You are not away. Messages come as usual.")


@in_turn("said", ["im in", "undo the visit", "the dentist is late"])
async def test_other_lines_end_no_absence(office: Office, said: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off friday afternoon, dentist")
    await lena.types(said)
    lena.sees_nothing_of("You are not away")


@in_turn(
    ("first", "said", "seen"),
    [
        (
            "move northwind to 3pm",
            "no 330",
            "Moved Northwind from tomorrow 15:00 to tomorrow 15:30.",
        ),
        (
            "move northwind to 3pm",
            "make it 345",
            "Moved Northwind from tomorrow 15:00 to tomorrow 15:45.",
        ),
        (
            "what about northwind",
            "move northwind to 330",
            "Moved Northwind from tomorrow 14:30 to tomorrow 15:30.",
        ),
    ],
)
async def test_a_time_without_a_colon(office: Office, first: str, said: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(first)
    await lena.types(said)
    lena.sees(seen)


async def test_a_length_and_an_impossible_time_are_no_clock(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to 275")
    lena.sees("I can't read “275” as a time.")
    await lena.types("push northwind 130 min")
    lena.sees("16:40")
