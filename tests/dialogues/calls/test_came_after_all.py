""" "Jana did show up", typed after a no-show was recorded, takes it back."""

from tests.dialogues.office import Office
from tests.dialogues.reflections.test_one_tap import with_two_of_theirs
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "jana did show up",
        "thats not right, jana did come",
        "no they did show up after all",
        "northwind did turn up",
    ],
)
async def test_a_no_show_is_taken_back(office: Office, typed: str) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("They didn't come")
    await lena.types(typed)
    lena.sees("Northwind: how did it go?")
    await lena.presses("It went well")
    lena.sees("Saved: Northwind.")


@in_turn("typed", ["jana did come with a question", "jana did not show up", "what did jana show"])
async def test_other_lines_leave_it(office: Office, typed: str) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("They didn't come")
    await lena.types(typed)
    lena.sees_nothing_of("how did it go?")
