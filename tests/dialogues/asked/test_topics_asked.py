"""A question about selling is answered with marketing's insights."""

from tests.dialogues.marketing.test_insights import published
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file

NOTE = "Noted, only you see it: Northwind."
PRICE = {
    "headline": "A price per depot ends the talk about seats",
    "line": "Ask what a depot costs them today.",
    "competitor": "Samsara",
}


async def test_a_question_is_answered_with_insights(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await published(office, **PRICE)
    for typed in (
        "how do i handle the price objection",
        "do we have a battlecard for samsara",
        "battlecard samsara pls",
        "how do we compare to Samsara?",
        "what do other customers say about price",
        "any case studies on depots?",
        "they say the price is too high, what do i say",
        "marketing has anything on seats?",
        "ask marketing for something on the price",
    ):
        await lena.types(typed)
        lena.sees("A price per depot ends the talk about seats", "Open")


async def test_without_an_insight_the_rep_hears_whom_to_ask(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("Any case study for logistics?")
    lena.sees("Marketing has published nothing about “logistics” yet.", "Suggest an insight")
    await lena.presses("Pass a line to marketing")
    lena.sees("Any case study for logistics?")


async def test_what_a_customer_asked_is_not_a_question_to_marketing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "northwind: how do we compare to samsara",
        "any case study would help northwind",
        "northwind asks how to handle returns",
        "the numbers in march were down at northwind",
        "got references for the board from northwind",
    ):
        await lena.types(typed)
        lena.sees_nothing_of("Marketing has published nothing")
    await lena.types("anything new on northwind?")
    lena.sees("They close two depots in January")
