"""A line in which the rep judges the call is the rep's own report, whoever it names."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "northwind: jana says ruben decides. not her. call was meh",
        "northwind: they came 25 late. ok call, budget is 12k",
        "northwind: jana says ruben decides, the call was fine",
        "northwind: jana said it rings at six. good call",
    ],
)
async def test_a_judged_call_is_never_the_customers_word(office: Office, typed: str) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak, Ruben Falk")
    await office.until(23, "11:00")
    await lena.types(typed)
    lena.sees("Saved: Northwind. Only you can read it.", "Undo")
    lena.sees_nothing_of("I noted who said it")
    await lena.types("whats on file for northwind")
    lena.sees("Your note, Monday 23 November")
    lena.sees_nothing_of("Speaker not on file", "Jana Novak, Monday 23 November")
    await lena.presses("Everything on file")
    lena.sees("What was noted after calls")
    lena.sees_nothing_of("What they said")


@in_turn(
    "typed",
    [
        "northwind: jana says it was a good call to wait",
        "northwind: jana said their last call with routely was bad",
        "northwind: jana says the call centre was slow",
        'northwind: jana said "good call, we wait until may"',
    ],
)
async def test_what_they_say_of_other_calls_stays_their_word(office: Office, typed: str) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak, Ruben Falk")
    await office.until(23, "11:00")
    await lena.types(typed)
    lena.sees("Saved: Northwind. Only you can read it.", "I noted who said it: Jana.")
