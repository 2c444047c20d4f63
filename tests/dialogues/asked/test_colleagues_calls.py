"""Whether a colleague has a call with an account: before the call, during it, and after it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    (
        "is tomas seeing northwind thu",
        "is tomas seeing northwind today",
        "did tomas talk to northwind",
        "who else talks to northwind",
    ),
)
async def test_a_call_that_has_begun_is_still_named(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(26, "11:10")
    await lena.types(typed)
    lena.sees("Tomas Keller has a call with Northwind today 11:00.")
    await office.until(26, "15:40")
    await lena.types(typed)
    lena.sees("Tomas Keller had a call with Northwind today 11:00.")
    await office.until(30, "09:00")
    await lena.types(typed)
    lena.sees_nothing_of("Tomas Keller ha")


async def test_a_call_near_the_reps_last_call_counts_as_one_near_the_next(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(25, "15:10")
    await lena.types("plan northwind tue 1 dec 3pm")
    lena.sees("Planned: Northwind, Tuesday 15:00.")
    await lena.types("is tomas seeing northwind tomorrow")
    lena.sees("Tomas Keller has a call with Northwind tomorrow 11:00.")


async def test_without_such_a_call_the_answer_says_which_calls_are_seen(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("who else talks to alder")
    lena.sees(
        "Nobody whose calls you may see talks to Alder and Finch.",
        "if it is within two days of your own call there",
    )


@in_turn(
    "typed",
    (
        "time of next call?",
        "time of my next call",
        "what time is my next meeting",
        "when does the next call start",
        "is the next call confirmed",
    ),
)
async def test_the_next_call_without_an_account_is_the_next_of_all(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind")
    await lena.types(typed)
    lena.sees("Your next call: today 16:00 Alder and Finch")


@in_turn("typed", ("when's the next call with them", "whens the next call w them"))
async def test_the_next_call_with_them_is_with_the_account_in_talk(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind")
    await lena.types(typed)
    lena.sees("Your next call with Northwind: tomorrow 14:30")
