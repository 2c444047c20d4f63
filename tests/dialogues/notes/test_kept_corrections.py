"""Right after a note was kept, words move it, change it or delete it."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

NOTE = "northwind needs 15 seats"
KEPT = "Noted, only you see it: Northwind."
MOVED = "Noted, only you see it: Alder and Finch."


async def test_the_note_moves_to_the_account_that_was_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "no, that was for alder not northwind",
        "oops wrong account, thats for alder",
        "I meant Alder and Finch",
        "move that to alder",
        "sorry it was for mia",
    ):
        await lena.types(NOTE)
        lena.sees(KEPT)
        before = await on_file(office)
        await lena.types(typed)
        lena.sees(MOVED)
        assert await on_file(office) == before
        await lena.types("no delete that pls")
        lena.sees(f"Removed: “{NOTE}”")


async def test_a_number_is_changed_at_once(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(NOTE)
    for typed, number in (
        ("make it 50 not 15", 50),
        ("change that to 60 seats", 60),
        ("no 70 not 60", 70),
        ("i meant 80", 80),
    ):
        await lena.types(typed)
        lena.sees(KEPT, f"It now says: “northwind needs {number} seats”")
    assert (await on_file(office))[0] == ["northwind needs 80 seats"]
    await lena.types("make it 9 vans")
    lena.sees("What should the note say?", "northwind needs 80 seats")


async def test_change_that_opens_the_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(NOTE)
    await lena.types("no change that")
    lena.sees("What should the note say?", NOTE)
    await lena.answers_in_message("Change it", heard="they need 15 vans")
    lena.sees(KEPT, "It now says: “they need 15 vans”")
    assert (await on_file(office))[0] == ["they need 15 vans"]


async def test_a_correction_of_an_open_offer(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, answer in (
        ("that was for alder", "Shall I keep this for Alder and Finch?"),
        ("thats wrong", "Not kept."),
        ("delete that", "Not kept."),
    ):
        await lena.types("northwind: budget is tight")
        lena.sees("Shall I keep this for Northwind?")
        await lena.types(typed)
        lena.sees(answer)


async def test_without_anything_just_kept_one_sentence_helps(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("delete that", "oops wrong account", "make it 50 not 15", "that was for alder"):
        await lena.types(typed)
        lena.sees("I haven't kept anything just now.")
    assert (await on_file(office))[0] == []


async def test_a_note_that_begins_alike_stays_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "northwind said make it 50 not 15",
        "northwind: that was for the old depot, not us",
    ):
        await lena.types(NOTE)
        await lena.types(typed)
        lena.sees_nothing_of("It now says", "Removed:", MOVED, "I kept nothing")


@in_turn(
    "typed",
    [
        "thats wrong, its 350",
        "wrong its 350",
        "no 350",
        "its 350 not 400",
        "sorry 350 i meant",
        "thats not right, its €350",
    ],
)
async def test_a_figure_just_noted_is_corrected(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind pays 400 a month for the old planner")
    await lena.types(typed)
    lena.sees("It now says: “northwind pays 350 a month for the old planner”")


@in_turn("typed", ["thats wrong, its 350", "no 350"])
async def test_a_figure_in_a_report_is_corrected(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("Jana: we pay €400 a month")
    await lena.types(typed)
    lena.sees("“Jana: we pay €350 a month”")
