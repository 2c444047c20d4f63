"""Words typed right after a note was kept take it back, as *Undo* does."""

from datetime import timedelta

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_one_tap import with_two_of_theirs
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import on_each_database

NOTE = "alder and finch want a zebra"


WORDS = (
    "undo",
    "no",
    "No, don't!",
    "not a note",
    "wrong account",
    "never mind",
    "nope",
    "wait no",
    "that's not a note",
    "Undo that",
    "oops wrong account",
    "Oops, that's wrong!",
    "sorry, wrong one",
)


async def test_typed_words_take_back_the_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    before = await on_file(office)
    for typed in WORDS:
        await lena.types(NOTE)
        lena.sees("Noted, only you see it: Alder and Finch.")
        await lena.types(typed)
        lena.sees(f"Removed: “{NOTE}”")
        assert await on_file(office) == before
    await lena.types(f"oops {NOTE}")
    lena.sees("Noted, only you see it: Alder and Finch.")


async def test_the_words_of_a_speaker_are_taken_back(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.types("Ruben: we would start in March")
    lena.sees("Ruben", "Undo")
    await lena.types("no")
    lena.sees("Removed: “Ruben: we would start in March”")
    assert await on_file(office) == ([], [])


async def test_other_words_or_a_cancelled_call_come_between(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(NOTE)
    await lena.types("who is coming to northwind")  # changes nothing
    await lena.types("undo")
    lena.sees(f"Removed: “{NOTE}”")
    await lena.types(NOTE)
    await lena.types("cancel alder")
    await lena.presses("Cancel the call")
    await lena.types("undo")  # the newest change is the cancelled call
    lena.sees("It is planned again.")
    lena.sees_nothing_of("Removed:")
    await lena.types(f"{NOTE} again")
    await lena.presses("Undo")
    for typed in ("no", "wrong account", "undo"):  # nothing is kept any more
        await lena.types(typed)
        lena.sees_nothing_of("Removed:")
    assert (await on_file(office))[0].count(NOTE) == 1


@on_each_database
async def test_it_is_taken_back_for_an_hour(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for minutes, answer in ((60, "Removed:"), (61, "Press Undo on the message")):
        await lena.types(NOTE)
        office.clock.moment += timedelta(minutes=minutes)
        await lena.types("undo")
        lena.sees(answer)


@on_each_database
async def test_no_answers_a_question_that_came_after_the_note(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear who decides about the depot")
    await lena.submits()
    await office.until(23, "10:31")  # the call is over, and nobody has asked yet
    await lena.types("note northwind: wants a zebra soon")
    lena.sees("Noted, only you see it: Northwind.")
    await office.until(23, "10:40")  # by now the question has come
    await lena.types("no")
    lena.sees("Saved: Northwind. Did you reach your goal? No.")
    assert (await on_file(office))[0] == ["wants a zebra soon"]


@on_each_database
async def test_of_two_things_kept_at_once_undo_does_not_choose(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.types("Ruben: we would start in March. I think he is bluffing.")
    lena.sees("is your own note: only you read it.")
    await lena.types("undo")
    lena.sees("Press Undo on the message that says what was changed.")
