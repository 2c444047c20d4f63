"""A rep says that a promise is still open, or drops the promise or the call of a day."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

PRICING = "You owe Northwind: Pricing for 40 seats"


@in_turn(
    "typed",
    [
        "still open, put it back",
        "pricing isnt sent yet",
        "no its still open",
        "not done yet, reopen it",
        "put it back",
        "no wait, not sent yet",
        "the pricing is still open",
    ],
)
async def test_the_promise_just_settled_is_open_again(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("sent the pricing to northwind")
    await lena.types(typed)
    lena.sees("Open again: Pricing for 40 seats")
    await lena.types("/promises Northwind")
    lena.sees(PRICING)


@in_turn(
    "typed",
    ["pricing isnt sent yet", "the pricing not done yet", "pricing hasnt gone out", "still open"],
)
async def test_an_open_promise_is_shown_with_its_buttons(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Still open:", PRICING, "Done", "Move", "Drop")
    lena.sees_nothing_of("Noted, only you see it")


async def test_what_the_customer_owes_is_shown_too(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("depot list still not here")
    lena.sees("Still open:", "Northwind promised: Depot list")


@in_turn("typed", ["northwind isnt done with castell yet", "jana isnt out of the woods yet"])
async def test_other_news_is_no_report_of_a_promise(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("Still open:")


@in_turn("typed", ["drop the wed one", "cancel the wed call", "pls drop the wed one"])
async def test_the_call_of_a_day_is_cancelled_after_a_question(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I cancel your call with Northwind, tomorrow 14:30?")


async def test_the_promise_of_a_day_is_dropped(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe alder the quote by fri")
    await lena.types("drop the fri one")
    lena.sees("Dropped: the quote (to Alder and Finch).", "Undo")
    for typed in ("drop the fri one", "drop the friday call"):
        await lena.types(typed)
        lena.sees("I found nothing to drop for", "All calls", "All promises")
