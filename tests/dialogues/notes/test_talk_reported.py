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
async def test_who_said_it_is_noted(office: Office, typed: str, words: str, speaker: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Saved: Northwind.", words, f"I noted who said it: {speaker}.", "Undo")


@in_turn(
    ("typed", "words", "speaker"),
    [
        ("jana says each late pallet is 400 quid", "“each late pallet is 400 quid”", "Jana"),
        ("yes we did, ruben said it costs 2 vans a week", "“it costs 2 vans a week”", "Ruben"),
        ("jana told us nobody calls before 6am", "“nobody calls before 6am”", "Jana"),
    ],
)
async def test_a_named_speaker_is_kept_at_once(
    office: Office, typed: str, words: str, speaker: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    for later in (False, True):  # the last call has a reflection, and then it has none
        if later:
            await office.until(25, "16:40")
        await lena.types(typed)
        lena.sees("Saved: Northwind.", words, f"I noted who said it: {speaker}.", "Undo")
        lena.sees_nothing_of("Shall I keep this")
        await lena.presses("Undo")
        lena.sees("Removed: “")


@in_turn(
    "typed", ["jana and ruben said no to it", "peter said it costs a lot", "she said no to it"]
)
async def test_a_speaker_in_doubt_is_asked_about(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(25, "16:40")
    await lena.types(typed)
    lena.sees("Shall I keep this for Northwind?", "Who said it?")


async def test_what_colleagues_would_read_is_asked_about(office: Office) -> None:
    await put_on_file(office, shared=True)
    await office.lena.types("jana says each late pallet is 400 quid")
    office.lena.sees("Shall I keep this for Northwind?", "Who said it?", "colleagues can read it")


async def test_what_they_asked_is_no_question_to_attune(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("they asked how to handle returns", "how to handle returns was their question"):
        await lena.types(typed)
        lena.sees("Which account?", "Northwind", typed)
    await lena.answers_in_message("Next", about="1")
    lena.sees("Noted, only you see it: Northwind.")
    await office.until(24, "16:40")
    await lena.types("how to handle returns was their question")
    lena.sees("Saved: Alder and Finch.")  # the call has just ended
