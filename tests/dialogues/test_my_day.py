"""Questions about the rep's own day: the next call, today, what is overdue, the deals."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import on_each_database


async def test_a_question_about_the_day_has_its_own_short_answer(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats my next call")
    lena.sees("Your next call: today 16:00 Alder and Finch", "With Mia Berg (store manager).")
    lena.sees_nothing_of("Northwind", "Brightwater")
    asked = ("what do i have to do today", "whats on 2day", "my todos", "my meetings today")
    for typed in asked:
        await lena.types(typed)
        lena.sees("16:00 Alder and Finch", "Promises due", "Pricing for 40 seats")
        lena.sees_nothing_of("Brightwater", "14:30")
    await lena.types("what is on 2moro")
    lena.sees("14:30 Northwind")
    lena.sees_nothing_of("Alder", "Brightwater")
    await lena.types("whats on friday?")
    lena.sees("You have no calls on Friday.", "All calls")
    await lena.types("whats overdue")
    lena.sees("Overdue: 1 promise", "You owe Northwind: Pricing for 40 seats")
    lena.sees_nothing_of("One pager", "Depot list")
    await lena.presses("Done")
    await lena.types("anything overdue?")
    lena.sees("Nothing is overdue.")
    await lena.types("whats due this week")
    lena.sees("One pager", "Depot list")


@on_each_database
async def test_deals_are_those_of_ones_own_accounts(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("my deals", "pipeline", "whats in my pipeline"):
        await lena.types(typed)
        lena.sees("Northwind, Route planning: Qualified, 40,000 EUR", "HubSpot, just read.")
    await lena.types("/prep Halden tomorrow 9am")
    await office.adds("Ines Roth")
    await lena.types("deals")
    lena.sees_nothing_of("Halden")


@on_each_database
async def test_without_a_crm_there_are_no_deals(office: Office) -> None:
    lena = office.lena
    await put_on_file(office, crm=False)
    await lena.types("my deals")
    lena.sees("No CRM is connected here.")
