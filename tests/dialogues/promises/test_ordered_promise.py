"""“send mia the roi deck by friday, remind me” is the rep's own promise."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "saved"),
    [
        (
            "send mia the roi deck by friday, remind me",
            "Promised to Alder and Finch: the roi deck (Mia Berg), by Friday 27 November.",
        ),
        (
            "send lund the api docs by mon pls remind me",
            "Promised to Brightwater Clinics: the api docs (Dr. Anders Lund), by Monday 30",
        ),
        ("email lund the ward list tmrw pls", "the ward list (Dr. Anders Lund), by Wednesday 25"),
        ("get jana the api docs by mon", "Promised to Northwind: the api docs (Jana Novak), by"),
        ("send jana the slides thu n remind me pls", "the slides (Jana Novak), by Thursday 26"),
    ],
)
async def test_it_is_saved(office: Office, typed: str, saved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(saved, "I don't write to customers, so this is your own promise.", "Undo")


@in_turn(
    "typed",
    ["send jana the deck", "send tomas the deck by friday", "send me the brief tomorrow"],
)
async def test_other_orders_are_no_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Promised to")


@in_turn(
    ("typed", "saved"),
    [
        ("send max the api docs mon", "the api docs (max), by Monday 30 November."),
        ("i promised max weil the api docs by monday", "the api docs (max weil), by Monday 30"),
    ],
)
async def test_somebody_from_a_note_has_an_account(office: Office, typed: str, saved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: max weil joins the next call")
    await lena.types(typed)
    lena.sees(f"Promised to Northwind: {saved}")


async def test_this_pm_is_today(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i told jana id call her back this pm")
    lena.sees("Promised to Northwind: call her back (Jana Novak), due today.")


async def test_a_report_in_other_words_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe jana the customer study by fri")
    await lena.types("case study sent")
    lena.sees("Is this done?", "the customer study")


@in_turn("typed", ["all my promises", "list my promises", "all promises"])
async def test_all_promises_are_listed(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Open promises", "Pricing for 40 seats")
