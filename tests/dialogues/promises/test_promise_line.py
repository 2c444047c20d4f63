"""After a call, a line with promises of both sides keeps each of them, with its day."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn


async def reported(office: Office) -> None:
    """Lena has reported on today's call with Northwind. She has a call with Brightwater too."""
    await office.knows(office.tomas)
    await plan(office, "Brightwater today 17:00 with Anders Lund")
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await office.until(23, "10:36")
    await office.lena.types("good call, they loved the depot idea")
    office.lena.sees("Saved: Northwind.")


@in_turn(
    ("typed", "ours", "theirs"),
    [
        (
            "i promised her a roi sheet by thursday and she sends the seat list fri",
            "a roi sheet, by Thursday",
            "send the seat list, by Friday",
        ),
        (
            "i promised jana the contract by thursday and she sends us the names tmrw",
            "the contract, by Thursday",
            "the names, by Tuesday",
        ),
        (
            "i owe them a quote by fri, and they send me their checklist by wed",
            "a quote, by Friday",
            "their checklist, by Wednesday",
        ),
    ],
)
async def test_both_sides_are_kept(office: Office, typed: str, ours: str, theirs: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(typed)
    lena.sees(f"Promised to Northwind: {ours}")
    lena.sees(f"Promised by Northwind: {theirs}", "Undo", "Change")
    await lena.types("/promises northwind")
    lena.sees(ours.split(",", maxsplit=1)[0], theirs.split(",", maxsplit=1)[0])


async def test_a_promise_is_told_though_a_colleague_noted_the_other_one(office: Office) -> None:
    lena = office.lena
    await reported(office)
    await office.tomas.types("northwind promised to send the seat list by fri")
    await lena.types("i promised her a roi sheet by thursday and she sends the seat list fri")
    lena.sees("Promised to Northwind: a roi sheet, by Thursday", "Undo")
    lena.sees("A colleague has already noted that promise.", "Add the promise")
    await lena.types("/promises northwind")
    lena.sees("a roi sheet")


async def test_a_note_is_told_though_a_colleague_noted_the_promise(office: Office) -> None:
    lena = office.lena
    await reported(office)
    await office.tomas.types("i promised northwind the deck by fri")
    await lena.types("i promised northwind the deck by fri, god she is slow")
    lena.sees("A colleague has already noted that promise.", "I kept your whole line")


@in_turn(
    ("typed", "kept"),
    [
        ("and they send me their it checklist by tmrw", "Northwind: their it checklist, by Tue"),
        ("jana sends the seat list fri", "Northwind: send the seat list, by Friday"),
        ("and jana sends the seat list fri", "Northwind: send the seat list, by Friday"),
        ("brightwater owes us their checklist by tomorrow", "Brightwater: their checklist, by Tue"),
        ("they'll send us the ward plan by fri", "Northwind: the ward plan, by Friday"),
    ],
)
async def test_theirs_is_kept(office: Office, typed: str, kept: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(typed)
    lena.sees(f"Promised by {kept}", "Your colleagues can read promises.", "Undo")


@in_turn(
    "typed",
    [
        "they send invoices on fridays",
        "jana was there and she sends the list fri",
        "i liked the plan and she likes the list",
    ],
)
async def test_other_lines_are_no_promises(office: Office, typed: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(typed)
    lena.sees_nothing_of("Promised")


@in_turn("typed", ["the list; - tomorrow 8:50", "the list;-- tomorrow 8:50"])
async def test_a_day_alone_after_a_semicolon_is_the_promises_day(
    office: Office, typed: str
) -> None:
    await plan(office)
    await office.lena.types(f"I promised Northwind {typed}")
    office.lena.sees("the list by 08:50, by Tuesday 24 November.")
