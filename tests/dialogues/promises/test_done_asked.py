"""A rep asks whether a promise is kept. A question changes nothing."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "did i send the pricing",
        "have i sent the pricing to northwind",
        "did i finish the pricing",
        "havent i sent the pricing",
        "did we ever send the pricing",
        "when did i send the pricing",
        "is the pricing done",
    ],
)
async def test_a_question_about_a_kept_promise_leaves_it_done(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sent the pricing to northwind")
    await lena.types(typed)
    lena.sees("Yes, done today: Pricing for 40 seats (to Northwind).")
    await office.until(26, "09:00")
    await lena.types(typed)
    lena.sees("Yes, done on Tuesday 24 November: Pricing for 40 seats (to Northwind).")
    await lena.types("/promises Northwind")
    lena.sees_nothing_of("Pricing for 40 seats")


async def test_a_question_says_that_a_promise_was_dropped(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("drop the promise about the deck")
    await lena.types("did i send the deck")
    lena.sees("No, dropped today: Deck (to Northwind).")


@in_turn("typed", ["is the pricing sent yet", "did i finish the pricing"])
async def test_a_question_shows_the_open_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Still open:", "You owe Northwind: Pricing for 40 seats", "Done")


@in_turn("typed", ["is the pilot done", "was the contract sent to alder", "did i send a card"])
async def test_a_question_about_something_else_is_answered_otherwise(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Still open:", "Yes, done")
