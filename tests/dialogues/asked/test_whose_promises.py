"""What the rep owes and what customers owe, each alone, and who comes to the call talked about."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

OURS, THEIRS = "You owe Northwind: Pricing for 40 seats", "Northwind promised: Depot list"


@in_turn(
    "typed", ["what do i owe", "and the rest i owe?", "what else did i promise", "who do i owe"]
)
async def test_only_what_the_rep_owes_is_listed(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Your open promises", OURS)
    office.lena.sees_nothing_of("Northwind promised")


@in_turn("typed", ["what do they owe me this week", "who owes me", "what did they promise us"])
async def test_only_what_customers_owe_is_listed(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Open promises by your customers", THEIRS)
    office.lena.sees_nothing_of("You owe")


async def test_what_is_done_is_not_owed_any_more(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sent the pricing to northwind")
    await office.until(24, "09:05")
    await lena.types("what do i owe")
    lena.sees_nothing_of("Pricing for 40 seats")
    await lena.presses("Done")
    lena.sees("Your open promises", "Done: You owed Northwind: Call Jana.", "One pager", "Undo")
    lena.sees_nothing_of("Pricing for 40 seats", "Northwind promised")
    await lena.presses("Undo")
    lena.sees("You owe Northwind: Call Jana")
    await lena.presses("All promises")
    lena.sees("Done: You owed Northwind: Pricing for 40 seats.", THEIRS)


async def test_they_are_the_account_just_talked_about_unless_nothing_is_open(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("when do i see northwind")
    await lena.types("what did they promise us")
    lena.sees("Open promises by Northwind", THEIRS)
    await lena.types("when do i see brightwater")
    await lena.types("what do they owe us")
    lena.sees("No such promise is open with Brightwater Clinics.", THEIRS)
    await lena.types("they promised us the price list by friday")
    lena.sees_nothing_of("Open promises by")


async def test_who_is_coming_is_about_the_call_talked_about_or_the_next(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whos coming")
    lena.sees("Coming from Alder and Finch, today 16:00:", "Mia Berg")
    lena.sees_nothing_of("You didn't name an account")
    await lena.types("what about brightwater")
    for typed in ("who is coming", "and whos coming?", "who is joining"):
        await lena.types(typed)
        lena.sees("Coming from Brightwater Clinics, Thursday 15:00:", "Dr. Anders Lund")
    await lena.types("whats coming up")
    lena.sees("Upcoming calls")


async def test_who_is_coming_without_any_call(office: Office) -> None:
    await office.lena.types("who is coming")
    office.lena.sees("You have no calls planned.")


@in_turn(
    "typed",
    [
        "whats the pricing thing i owe northwind",
        "what pricing do i owe northwind",
        "is the northwind pricing pending",
    ],
)
async def test_the_promise_about_the_topic_is_shown(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Open with Northwind:", OURS)
    office.lena.sees_nothing_of("Deck", "Depot list")
