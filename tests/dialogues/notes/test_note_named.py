"""A request to delete a note finds the rep's own note by its words."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file

NAMES_IT = (
    "forget the powerpoint note",
    "pls delete the note abt pdf",
    "remove my alder note",
    "delete my last note",
    "delete my notes about powerpoint",
)


async def test_the_one_note_with_these_words_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: they move to Kiel")
    await lena.types("alder: powerpoint only, no pdf")
    for line in NAMES_IT:
        await lena.types(line)
        lena.sees(
            "Do you want to delete your own note on Alder and Finch?", "powerpoint only, no pdf"
        )
        lena.sees_nothing_of("Kiel")
    await lena.presses("Keep it")
    lena.sees("All right, the note stays.")
    await lena.types(NAMES_IT[0])
    await lena.presses("Delete it")
    lena.sees("Deleted: “powerpoint only, no pdf”")
    assert (await on_file(office))[0] == ["they move to Kiel"]
    await lena.types(NAMES_IT[0])
    lena.sees("I'm not sure what you want to delete, so nothing was deleted.")


async def test_of_several_notes_with_these_words_one_is_picked(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await lena.types("northwind: they move to Kiel")
    await lena.types("northwind: the Kiel depot has no wifi")
    await lena.types("delete the kiel note")
    lena.sees("Which of your own notes do you want to delete?", "they move to Kiel", "no wifi")
    await lena.presses("Delete it: they move to Kiel")
    assert (await on_file(office))[0] == ["the Kiel depot has no wifi"]
    await tomas.types("delete the kiel note")
    tomas.sees("I'm not sure what you want to delete")


async def test_notes_of_a_call_and_words_about_a_note_delete_no_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: they move to Kiel")
    for line in (
        "delete the notes of my northwind call",
        "how do i delete the kiel note",
        "forget the kiel note, they said",
        "northwind wants the kiel note deleted",
    ):
        await lena.types(line)
        lena.sees_nothing_of("Do you want to delete your own note")
