"""A line names its speaker, so Attune does not ask who said it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

WHO = "Who said it?"


@in_turn(
    "typed",
    [
        "mia was annoyed abt the login, said quote nobody on a ward types a password",
        "mia came late and said nobody on a ward types a password",
        "mia hates the login. she said nobody on a ward types a password",
    ],
)
async def test_the_name_stands_in_an_earlier_clause(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal alder: confirm 40k")
    await office.until(24, "16:36")
    await lena.types(typed)
    lena.sees("Saved: Alder and Finch.", "I noted who said it: Mia.")


async def test_two_speakers_are_not_taken_for_one(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal alder: confirm 40k")
    await office.until(24, "16:36")
    await lena.types("mia hates the login, said it is slow. petra said it takes 3 hrs")
    lena.sees("Saved: Alder and Finch.")
    lena.sees_nothing_of("I noted who said it: Mia.", WHO)


@in_turn(
    "typed",
    ["she said cfo Petr Dvorak signs anything over 30k", "she says the cfo signs over 30k"],
)
async def test_she_is_the_speaker_of_the_line_before(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana said they lose 2 hrs a day")
    await lena.types(typed)
    lena.sees("Saved: Northwind.", "I noted who said it: Jana.")


async def test_she_is_unknown_without_such_a_line(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("she said cfo Petr Dvorak signs anything over 30k")
    lena.sees("Nothing is saved yet.")


async def test_somebody_not_on_file_before_the_goal_is_known(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal alder: confirm 40k")
    await office.until(24, "16:36")
    await lena.types("eva: 3 hrs of phone and nobody knew where the truck was")
    lena.sees("Did you reach your goal?", "Keep it")
    lena.sees_nothing_of(WHO)


async def test_somebody_not_on_file_after_the_goal(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal alder: confirm 40k")
    await office.until(24, "16:36")
    await lena.types("yes")
    await lena.types("eva: 3 hrs of phone and nobody knew where the truck was")
    lena.sees("Saved: Alder and Finch.", "nobody knew where the truck was")
    lena.sees_nothing_of(WHO)
