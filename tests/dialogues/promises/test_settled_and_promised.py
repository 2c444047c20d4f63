"""One line reports about a promise and makes a new one: nothing of it is lost."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

OURS, THEIRS = "Promised to Northwind: ", "Promised by Northwind: "


@in_turn(
    ("typed", "settled", "promised"),
    [
        ("deck is sent, i owe northwind a price list by fri", "Deck", f"{OURS}a price list"),
        ("deck done. ill send the price list fri", "Deck", f"{OURS}send the price list"),
        ("deck sent, promised jana a price list by fri", "Deck", f"{OURS}a price list"),
        ("i sent the deck, ill send the rest fri", "Deck", f"{OURS}send the rest"),
        ("i owe jana a route sheet by mon, deck went out", "Deck", f"{OURS}a route sheet"),
        ("called jana, and i owe her a roi sheet by fri", "Call Jana", f"{OURS}a roi sheet"),
        ("deck sent, they owe us a case file by mon", "Deck", f"{THEIRS}a case file"),
        ("sent jana the deck. she sends the route file by fri", "Deck", f"{THEIRS}send the route"),
        ("pricing is out, jana sends the numbers by fri", "Pricing", f"{THEIRS}send the numbers"),
        ("got the depot list, i send a quote fri", "Depot list", f"{OURS}send a quote"),
        ("deck is out, i owe brightwater a quote by fri", "Deck", "Promised to Brightwater"),
    ],
)
async def test_one_is_done_and_one_is_new(
    office: Office, typed: str, settled: str, promised: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Done: {settled}", promised)
    lena.sees_nothing_of("Which")


async def test_one_takes_the_place_of_another(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("drop the deck, i owe northwind a one pager by thu instead")
    lena.sees("Dropped: Deck", f"{OURS}a one pager, by Thursday 26 November.")


async def test_a_promise_on_file_gets_the_new_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("deck sent, they owe us the depot list by mon")
    lena.sees("Done: Deck", "Moved from tomorrow to Monday: Depot list.")


async def test_a_report_that_fits_no_promise_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("emailed ruben and i owe him a roi sheet by fri")
    lena.sees(f"{OURS}a roi sheet", "I kept “emailed ruben” as your own note.")


async def test_a_promise_partly_kept_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("deck sent, well half of it, i owe them the rest by fri")
    lena.sees_nothing_of("Done: Deck")


async def test_after_a_call_it_is_the_report(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal alder: confirm 40k")
    await office.until(24, "16:36")
    await lena.types("mia sent the org chart, i send the contract by wed")
    lena.sees("Saved: Alder and Finch.", "You promised: send the contract, tomorrow")
