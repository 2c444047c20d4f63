"""What an admin or a works council asks about data is answered in one or two sentences."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn

ASKED = (
    ("where is the data stored", "All data is in Attune's database"),
    ("what leaves the company?", "Nothing goes to the makers of Attune."),
    ("works council", "I rank and compare nobody"),
    ("what does the works council need to know", "I rank and compare nobody"),
    ("can you see who has not prepared", "Nobody sees who has prepared"),
)
ERASED = (
    "delete everything about lena",
    "delete everything about Lena Brandt",
    "erase lena brandt",
)


@in_turn(("typed", "answer"), ASKED)
async def test_a_question_about_data_is_answered(office: Office, typed: str, answer: str) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena], admin=True)
    for one in (tomas, lena):
        await one.types(typed)
        one.sees(answer, "docs/privacy.md")
    tomas.sees("Privacy settings")
    lena.sees_nothing_of("Privacy settings")


@in_turn("typed", ERASED)
async def test_a_colleague_is_erased_by_the_operator(office: Office, typed: str) -> None:
    await plan(office)
    await office.leads(office.tomas, [office.lena], admin=True)
    await office.tomas.types(typed)
    office.tomas.sees("nothing was deleted", "Lena can do it", "“person erase”")
    office.tomas.sees_nothing_of("account erase")
