"""A line that begins with the talk keeps what was said, with who said it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "words", "speaker"),
    [
        (
            "just spoke to northwind. jana says the budget is approved",
            "the budget is approved",
            "Jana",
        ),
        ("just spoke to ruben, he said they start in may", "they start in may", "Ruben"),
        ("had a quick chat with northwind: jana told us it is fine", "it is fine", "Jana"),
    ],
)
async def test_who_said_it_is_picked(office: Office, typed: str, words: str, speaker: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I keep this for Northwind?", words)
    await lena.answers_in_message("Keep it")
    lena.sees(words, f"I noted who said it: {speaker}.")


async def test_what_they_asked_is_no_question_to_attune(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("they asked how to handle returns", "how to handle returns was their question"):
        await lena.types(typed)
        lena.sees("Which account?", "Northwind", typed)
    await lena.answers_in_message("Next", about="1")
    lena.sees("Saved as your own note on Northwind.")
    await office.until(24, "16:40")
    await lena.types("how to handle returns was their question")
    lena.sees("Saved: Alder and Finch.")  # the call has just ended
