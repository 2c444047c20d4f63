"""A line about a colleague, and a marketer's line, is not a note on the customer named last."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ABOUT_COLLEAGUES = (
    "lena should focus on listening",
    "lena is on holiday till thursday, who takes his calls",
    "i think lena needs more practice with price",
    "lena is ill today",
)
ABOUT_CUSTOMERS = (
    "budget is frozen till may",
    "they liked lena's demo, they want two wards",
    "will be signed by may if the board agrees",
)
FOR_MARKETING = ("top 3 pains", "themes for healthcare", "make a theme called route changes")


async def leading(office: Office) -> None:
    """Tomas leads Lena, and has just had a call with Northwind."""
    await office.leads(office.tomas, [office.lena])
    await office.adds("Will Hope")
    await office.tomas.types("/prep Northwind today 10:00 with Jana Novak")
    await office.tomas.presses("Add “Northwind”")
    await office.until(23, "10:36")
    await office.tomas.types("good call, they loved the depot idea")
    office.tomas.sees("Saved: Northwind.")


@in_turn("typed", ABOUT_COLLEAGUES)
async def test_a_line_about_a_colleague_is_kept_only_if_asked(office: Office, typed: str) -> None:
    tomas = office.tomas
    await leading(office)
    await tomas.types(typed)
    tomas.sees("That is about Lena, so I kept nothing", "Offer a focus", "Team page")
    tomas.sees_nothing_of("Noted")
    await tomas.presses("Keep for Northwind")
    tomas.sees("Noted, only you see it: Northwind.")


async def test_the_absence_of_a_colleague_moves_no_calls(office: Office) -> None:
    await leading(office)
    await office.tomas.types("lena is on holiday till thursday")
    office.tomas.sees("Lena’s calls stay with Lena")


@in_turn("typed", ABOUT_CUSTOMERS)
async def test_a_line_about_a_customer_is_a_note(office: Office, typed: str) -> None:
    await leading(office)
    await office.tomas.types(typed)
    office.tomas.sees("Noted, only you see it: Northwind.")


async def test_a_report_of_a_call_with_a_colleague_is_the_report(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await tomas.types("/prep Northwind today 10:00 with Jana Novak")
    await tomas.presses("Add “Northwind”")
    await office.until(23, "10:36")
    await tomas.types("lena did the demo, it went well")
    tomas.sees("Saved: Northwind.")


async def test_a_focus_on_a_topic_is_offered_to_the_person_named(office: Office) -> None:
    tomas = office.tomas
    await leading(office)
    for typed in ("offer lena a focus on silence", "offer lena a focus"):
        await tomas.types(typed)
        if tomas.form is None:
            await tomas.presses("Open it")
        assert tomas.form is not None
        tomas.sees("Offer a focus")


@in_turn("typed", FOR_MARKETING)
async def test_a_marketers_line_is_no_note(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.makes("Lena Brandt", "marketer")
    await lena.types("what about brightwater")
    await lena.types(typed)
    lena.sees("heme")
    lena.sees_nothing_of("Noted", "Shall I keep", "Brightwater")
    await lena.types("the price is too high for many")
    lena.sees("what are buyers saying about price")
    lena.sees_nothing_of("Noted", "Shall I keep", "Brightwater")
