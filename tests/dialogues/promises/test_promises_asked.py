"""A question is never kept as a promise, nor as a report that one is kept."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

THEIRS = ("Open promises by Northwind", "Northwind promised: Depot list, tomorrow.")
OURS = ("Your open promises to Northwind", "You owe Northwind: Pricing for 40 seats")


@in_turn(
    ("typed", "seen"),
    [
        ("northwind promised nothing else right?", THEIRS),
        ("northwind owes me what", THEIRS),
        ("northwind owes us a list right", THEIRS),
        ("northwind owes nothing more, correct?", THEIRS),
        ("jana promised a list by when", THEIRS),
        ("northwind promised the list by fri?", THEIRS),
        ("i owe northwind what", OURS),
        ("i promised jana what by when", OURS),
        ("i promised jana the deck right?", OURS),
    ],
)
async def test_a_question_lists_what_was_promised(
    office: Office, typed: str, seen: tuple[str, ...]
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(*seen)
    lena.sees_nothing_of("Promised to", "Promised by", "Noted", "Undo")


async def test_they_are_the_account_just_talked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind stage?")
    await lena.types("they owe me what")
    lena.sees(*THEIRS)


@in_turn(
    ("typed", "saved"),
    [
        ("northwind promised a list of what they need by fri", "Promised by Northwind: a list of"),
        (
            "northwind owes us the right contract by fri",
            "Promised by Northwind: the right contract",
        ),
        ("jana promised us a date by fri, no idea why", "Promised by Northwind: a date"),
    ],
)
async def test_a_promise_stays_a_promise(office: Office, typed: str, saved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(saved)


@in_turn(
    "typed",
    [
        "i sent the deck, well half of it",
        "sent the deck, mostly",
        "sent jana the deck - at least some of it",
        "the deck went out, well most of it",
        "deck is done, sort of",
    ],
)
async def test_what_is_done_in_part_stays_open(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Not marked as done, because you wrote that a part is missing. Is it done?", "Deck")
    await lena.presses("Done")
    lena.sees("Deck")


async def test_a_question_is_no_report(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("mia owes me what")
    await lena.types("got 5 min, what should i prep")
    lena.sees_nothing_of("Done: ", "Noted")


async def test_a_report_and_a_question_in_one_line(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sent the pricing, what else do i owe northwind")
    lena.sees("Done: Pricing for 40 seats (to Northwind).", "You owe Northwind: Call Jana, today.")


@in_turn(
    "typed",
    ["what did i promise this week that i didnt do", "what do i owe thats overdue"],
)
async def test_what_was_not_kept(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Pricing for 40 seats")
    lena.sees_nothing_of("Deck", "There is no account")


async def test_a_promise_that_was_forgotten_is_saved(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("forgot, i also promised brightwater roi deck by mon")
    lena.sees("Promised to Brightwater Clinics: roi deck, by Monday 30 November.")
    await lena.types("make it tue")
    lena.sees("Moved: roi deck (to Brightwater Clinics), by Tuesday 1 December.")
