"""Short questions about promises, a day, a call by its time, and how a call went."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "seen"),
    [
        ("what do customers owe me", "Northwind promised: Depot list"),
        ("what promises slipped", "You owe Northwind: Pricing for 40 seats, overdue"),
        ("what do we have thu", "Thursday 26 November 15:00 Brightwater Clinics"),
        ("what time am i free wed", "Wednesday 25 November 14:30 Northwind"),
        ("whats left on brightwater", "You owe Brightwater Clinics: One pager"),
        ("how did northwind go yesterday", "Did you reach your goal? Yes."),
    ],
)
async def test_it_is_answered(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(seen.replace("Did you reach your goal? Yes.", "Northwind, Monday 23 November"))


async def test_what_is_owed_this_week_ends_with_the_week(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe mia roi deck, next monday")
    await lena.types("what do i owe this week")
    lena.sees("Your open promises, due by Sunday", "Pricing for 40 seats", "One pager")
    lena.sees_nothing_of("roi deck", "Deck")
    await lena.types("what do i owe")
    lena.sees("roi deck", "Deck")


async def test_a_call_named_by_its_time_is_not_guessed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what about northwind")
    await lena.types("whos coming to the 4pm")
    lena.sees("Coming from Alder and Finch, today 16:00:", "Mia Berg")
    lena.sees_nothing_of("You didn't name an account")
    await lena.types("goal brightwater: agree on a ward")
    await lena.types("what about northwind")
    await lena.types("whats my goal thu")
    lena.sees("Your goal for Brightwater Clinics, Thursday 15:00: agree on a ward")


async def test_a_guest_is_known_from_the_calendar(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("who is ines roth")
    lena.sees("I only know that name from your calendar", "Intro: Castell Retail", "ines.roth")
