"""Right after a call, an order, a wish or a correction is never saved as words from the call."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "change the question to tomas: can you take alder",
        "the name is wrong, its spelled Bergmann",
        "actually i can make it, tell tomas nvm",
        "i wish you would ask me later",
        "marketing should hear that one",
        "no thats Mia Bergmann, shes the cfo",
        "put that in the brief",
        "thats not what i said",
    ],
)
async def test_it_is_not_the_report(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("goal alder: confirm 40k")
    await office.until(24, "16:36")
    await lena.types(typed)
    lena.sees_nothing_of("From your call on", "Saved: Alder", "Noted, only you see it")


async def test_a_brief_leaves_out_an_order_that_was_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("note northwind: change the question to tomas: who signs there")
    await lena.types("note northwind: the depot in Bochum closes")
    await lena.types("brief northwind")
    lena.sees("the depot in Bochum closes")
    lena.sees_nothing_of("change the question")
    await lena.types("my notes on northwind")
    lena.sees("change the question to tomas")
